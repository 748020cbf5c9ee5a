"""Scenes in which the connection is lost before there is an answer."""

from simulator.scenes.play import Play
from simulator.scenes.register import scene


@scene(
    "refuse_before_accept", "The connection is closed before the request is accepted: nothing began, nothing is billed."
)
def refuse_before_accept(play: Play) -> None:
    play.drop = "refused"


@scene(
    "accept_then_drop",
    "The request is accepted, begun and billed; then the connection is closed (or reset) without an answer.",
    reset=0,
)
def accept_then_drop(play: Play, reset: int) -> None:
    play.drop, play.drop_resets = "accepted", bool(reset)


@scene("reset_connection", "The connection is reset before the request is accepted.")
def reset_connection(play: Play) -> None:
    play.drop, play.drop_resets = "refused", True
