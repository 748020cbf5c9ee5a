"""Scenes in which nothing is said for a while, or for ever."""

from simulator.scenes.play import Play
from simulator.scenes.register import scene

FOREVER = 1e9


@scene(
    "hang_before_headers",
    "Not even headers come, for so many seconds (0: never); then all goes on. `accepted=0`: the request is accepted "
    "(and billed) only after the wait.",
    seconds=0.0,
    accepted=1,
)
def hang_before_headers(play: Play, seconds: float, accepted: int) -> None:
    play.wait_before_headers = seconds or FOREVER
    play.accepted_before_wait = bool(accepted)


@scene(
    "keep_alive",
    "Comments (`: keep-alive`) each so many seconds while no token is due; with `first=0` no token ever is.",
    every=0.5,
    first=0.0,
)
def keep_alive(play: Play, every: float, first: float) -> None:
    play.keep_alive_seconds = every
    play.first_token = first or FOREVER
