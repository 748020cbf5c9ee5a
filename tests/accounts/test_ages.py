"""Ages by the calendar."""

from datetime import date

import pytest

from accounts import ages


@pytest.mark.parametrize(
    ("born", "day", "years"),
    [
        (date(2000, 6, 15), date(2018, 6, 14), 17),
        (date(2000, 6, 15), date(2018, 6, 15), 18),
        (date(2000, 6, 15), date(2018, 6, 16), 18),
        (date(2000, 12, 31), date(2013, 1, 1), 12),
        (date(2004, 2, 29), date(2022, 2, 28), 17),
        (date(2004, 2, 29), date(2022, 3, 1), 18),
        (date(2004, 2, 29), date(2024, 2, 29), 20),
        (date(2020, 1, 1), date(2020, 1, 1), 0),
    ],
)
def test_an_age_counts_full_years(born: date, day: date, years: int) -> None:
    assert ages.age_on(born, day) == years


@pytest.mark.parametrize(
    ("born", "possible"),
    [
        (date(2026, 5, 1), True),
        (date(2026, 5, 2), False),
        (date(1906, 5, 1), True),
        (date(1905, 5, 1), False),
        (date(206, 5, 1), False),
    ],
)
def test_nobody_is_born_tomorrow_or_lives_for_ever(born: date, possible: bool) -> None:
    assert ages.is_possible(born, date(2026, 5, 1)) is possible
