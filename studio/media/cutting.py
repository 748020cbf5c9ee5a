"""A part of a film, exact to the frame: decoded and written anew between two moments. Runs in the bounded child only."""

from fractions import Fraction
from pathlib import Path

import av

from studio.media import encoding
from studio.media.probe import NotSound

USUAL_RATE = 24


def cut(source: Path, out: Path, begins: float, ends: float) -> None:
    """Write the frames from `begins` up to, but without, `ends` (seconds). Raises NotSound: it was whole when it came."""
    try:
        with source.open("rb") as file, av.open(file, format="mp4") as given:
            film = given.streams.video[0]
            sound = given.streams.audio[0] if given.streams.audio else None
            plan = encoding.Plan(film.average_rate or Fraction(USUAL_RATE), steady=False, begins=begins, ends=ends)
            encoding.write(given, film, sound, out, plan)
    except (av.FFmpegError, OSError, ValueError, OverflowError) as error:
        raise NotSound(f"not cut: {error}") from error
