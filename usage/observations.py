"""Sentences for those who run the house, from rooms above: what was out of the ordinary today."""

from collections.abc import Callable, Iterable

Observe = Callable[[], Iterable[str]]
_observers: list[Observe] = []


def register(observe: Observe) -> None:
    """Ask this, too, whenever the page of the house is made."""
    _observers.append(observe)


def today() -> list[str]:
    """What all of them say."""
    return [sentence for observe in _observers for sentence in observe()]
