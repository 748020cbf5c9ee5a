"""Cutting a part out of a film that hangs on the wall: the part becomes a thing of its own, the film stays as it is."""

import math

from django.db import transaction

from accounts.models import User
from studio import room
from studio.arrivals.refusals import NotTaken
from studio.arrivals.taking import begun
from studio.models import Arrival, Asset, Origin
from xai.media_limits import Way, engines

USUAL_FPS = 24.0
ROUNDING = 1e-3


def taken_by(way: Way) -> tuple[float, float]:
    """The shortest and the longest film, in seconds, that some engine takes in this way."""
    spans = [limits.input_seconds for limits in engines(way)] or [(0.0, 0.0)]
    return min(span[0] for span in spans), max(span[1] for span in spans)


def fps(film: Asset) -> float:
    """Frames in a second; of films from before this was written down, as most are."""
    return film.fps or USUAL_FPS


@transaction.atomic
def cut(owner: User, film: Asset, begins: float, ends: float) -> Arrival:
    """Have the part between two moments cut out, whole frames, by a worker. Raises NotTaken."""
    length = film.seconds or 0.0
    if not (math.isfinite(begins) and math.isfinite(ends)):
        raise NotTaken("too_short")
    begins, ends = _on_a_frame(film, max(0.0, begins)), _on_a_frame(film, min(ends, length))
    if ends - begins < 1 / fps(film) - ROUNDING:
        raise NotTaken("too_short")
    room.lock(owner)
    room.for_more(owner, round(film.bytes * (ends - begins) / length))
    return begun(
        Arrival(owner=owner, origin=Origin.TRIMMED, name=_name(begins, ends), source=film, begins=begins, ends=ends)
    )


def _on_a_frame(film: Asset, seconds: float) -> float:
    return round(round(seconds * fps(film)) / fps(film), 4)


def _name(begins: float, ends: float) -> str:
    return f"{begins:.2f} s to {ends:.2f} s of a film"
