"""Scenes about how the bytes of a stream are packed."""

from simulator.scenes.play import Play
from simulator.scenes.register import scene


@scene(
    "drip",
    "The stream comes in packets of so many bytes, with a pause after each; letters are torn apart.",
    bytes=1,
    seconds=0.0,
)
def drip(play: Play, bytes: int, seconds: float) -> None:
    play.packet_bytes, play.packet_seconds = bytes, seconds


@scene("crlf", "Lines of the stream end with CR LF.")
def crlf(play: Play) -> None:
    play.line_end = "\r\n"
