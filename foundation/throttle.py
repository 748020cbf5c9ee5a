"""How often something may be tried within a while, counted where every process sees it."""

from django.core.cache import cache


def spent(what: str, whose: str, *, most: int, seconds: int) -> bool:
    """Count one more try; True: those of this while are used up, and it must not be made."""
    key = _key(what, whose)
    cache.add(key, 0, timeout=seconds)
    try:
        return cache.incr(key) > most
    except ValueError:  # the while ended between the two
        return False


def is_spent(what: str, whose: str, *, most: int) -> bool:
    """The same question without a try."""
    return int(cache.get(_key(what, whose), 0)) >= most


def _key(what: str, whose: str) -> str:
    return f"throttle:{what}:{whose}"
