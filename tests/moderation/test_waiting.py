"""How long a case has waited, in a word or two, and how urgent that looks."""

from datetime import timedelta

import pytest
from django.utils import timezone

from moderation.templatetags.waiting import urgency, waited


@pytest.mark.parametrize(
    ("seconds", "words", "colour"),
    [
        (3, "just now", ""),
        (50, "1 min", ""),
        (1800, "30 min", ""),
        (4000, "1 h", "clock"),
        (86_500, "1 day", "late"),
        (300_000, "3 days", "late"),
    ],
)
def test_waiting_is_said_in_a_word_or_two(seconds: int, words: str, colour: str) -> None:
    since = timezone.now() - timedelta(seconds=seconds)

    assert (waited(since), urgency(since)) == (words, colour)
