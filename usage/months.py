"""Months, by which money is counted: UTC, named by their first day."""

from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

FIRST = date(2020, 1, 1)  # no house is older, and the month before the first of all is no date


def this_month() -> date:
    """The first day of the month we are in, by UTC."""
    return timezone.now().astimezone(UTC).date().replace(day=1)


def next_month(month: date) -> date:
    """The month after."""
    return month.replace(year=month.year + 1, month=1) if month.month == 12 else month.replace(month=month.month + 1)


def last_month() -> date:
    """The month before the one we are in."""
    return (this_month() - timedelta(days=1)).replace(day=1)


def begins(month: date) -> datetime:
    """The moment a month begins."""
    return datetime.combine(month, time.min, UTC)


def parsed(words: str) -> date | None:
    """The month that an address names as `2026-11`; None when it names none in which there was a house."""
    try:
        month = datetime.strptime(words, "%Y-%m").date()  # a month, not a moment
    except ValueError:
        return None
    return month if month >= FIRST else None
