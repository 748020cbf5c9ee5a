"""Scenes in which a stream does not come to its end."""

from simulator.scenes.play import Ending, Play
from simulator.scenes.register import scene


@scene(
    "cut",
    "The stream stops after so many pieces. `how`: `close` (the connection is closed without a last chunk), `reset`, "
    "`end` (the body ends properly, but the events do not), `finish` (the text is finished, but neither usage nor "
    "the last event follows). `phase`: what is counted, `text` or `thinking`. An answer that is not streamed loses "
    "the second half of its body.",
    after=20,
    how="close",
    phase="text",
)
def cut(play: Play, after: int, how: str, phase: str) -> None:
    play.ending = Ending(how, after, phase)


@scene(
    "hang",
    "The stream falls silent after so many pieces and stays open. `phase` as in `cut`.",
    after=20,
    phase="text",
)
def hang(play: Play, after: int, phase: str) -> None:
    play.ending = Ending("hang", after, phase)


@scene(
    "error_inside",
    "An error comes where the next piece should be, then the body ends. `form`: `code` is chat's "
    '`{"code","error"}` or the `error` event of Responses; `object` is `{"error":{…}}` or `response.failed`.',
    after=20,
    form="code",
    phase="text",
)
def error_inside(play: Play, after: int, form: str, phase: str) -> None:
    play.ending = Ending("error", after, phase, form)
