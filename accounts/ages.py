"""Ages, by the calendar."""

from datetime import date

OLDEST = 120  # years; an earlier birth date is a slip of the finger


def age_on(born: date, day: date) -> int:
    """Full years on that day. Somebody born on 29 February has their birthday on 1 March in common years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def is_possible(born: date, today: date) -> bool:
    """Whether somebody alive today can have been born then."""
    return born <= today and age_on(born, today) <= OLDEST
