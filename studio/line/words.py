"""A place in words: "Third in line · starts in about 1 min"."""

from math import ceil

from studio.line.places import Place

ORDINALS = ("Next", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth")


def in_words(place: Place | None) -> str:
    """Empty for what stands in no line; without a time where nobody can say."""
    if place is None:
        return ""
    about = "" if place.seconds is None else f" · starts {_about(place.seconds)}"
    return f"{_ordinal(place.place)} in line{about}"


def _ordinal(place: int) -> str:
    if place <= len(ORDINALS):
        return ORDINALS[place - 1]
    ending = "th" if place % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place:,}{ending}"


def _about(seconds: float) -> str:
    if seconds <= 5:
        return "in a moment"
    if seconds <= 50:
        return f"in about {ceil(seconds / 10) * 10} s"
    if seconds <= 5400:
        return f"in about {ceil(seconds / 60 - 0.25)} min"
    return f"in about {ceil(seconds / 3600 - 0.25)} h"
