"""Scenes with an answer whose dress is wrong: its type, its encoding, its usage, its finish."""

import functools
import zlib

from simulator.scenes.play import Instead, Play
from simulator.scenes.register import scene

MEGABYTE = 1024 * 1024


@scene("wrong_content_type", "The right answer under a wrong content type.", type="text/html")
def wrong_content_type(play: Play, type: str) -> None:
    play.content_type = type


@scene("gzip_bomb", "A small gzip body that unpacks to so many megabytes.", megabytes=100)
def gzip_bomb(play: Play, megabytes: int) -> None:
    headers = {"Content-Encoding": "gzip"}
    play.instead = Instead(200, bomb(megabytes), "application/json", headers, accepted=True)


@functools.lru_cache(maxsize=4)
def bomb(megabytes: int) -> bytes:
    """So many megabytes of blanks, packed. Blanks are valid JSON so far: a reader learns nothing by looking."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    blanks = b" " * MEGABYTE
    return b"".join([packer.compress(blanks) for _ in range(megabytes)]) + packer.flush()


@scene("usage_on_each", "Chat: every chunk carries the usage so far, as the documentation of September 2026 says.")
def usage_on_each(play: Play) -> None:
    play.usage_on_each = True


@scene("no_usage", "The answer ends properly, but says nothing of usage.")
def no_usage(play: Play) -> None:
    play.usage_at_all = False


@scene("no_ticks", "The usage counts tokens, but leaves out `cost_in_usd_ticks`.")
def no_ticks(play: Play) -> None:
    play.ticks_at_all = False


@scene("empty_finish", 'Chat: `finish_reason` is `""` until the end, as in the oldest samples.')
def empty_finish(play: Play) -> None:
    play.empty_finish = True


@scene("done_mark", "`on=1`: Responses too ends with `data: [DONE]`. `on=0`: chat ends without it.", on=1)
def done_mark(play: Play, on: int) -> None:
    play.done_mark = bool(on)


@scene("finish", "The answer ends for another reason than `stop`.", reason="length")
def finish(play: Play, reason: str) -> None:
    play.finish = reason


@scene("unknown_events", "Events, items and fields nobody has heard of stand between the known ones.")
def unknown_events(play: Play) -> None:
    play.unknown_events = True
