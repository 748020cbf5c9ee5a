"""Whoever is under age is given less, and told so in words; whoever never told us their age is taken to be."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from chatapp.relay.judging import Judge
from moderation import gates
from moderation.verdicts import Action
from tests.accounts.people import born, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def tim() -> User:
    return person("tim", age=15)


def test_the_studio_is_closed_to_them_whatever_they_ask_for(tim: User, alice: User) -> None:
    closed = gates.before_sending("a fox crossing a river", room="studio", person=tim)

    assert (closed.action, closed.clause, closed.check) == (Action.REFUSE, "minors.3", "birth_date")
    assert "when you are of age" in closed.sentence
    assert gates.before_sending("a fox crossing a river", room="studio", person=alice).passes


def test_adult_topics_are_not_theirs_and_questions_about_growing_up_are(tim: User, alice: User) -> None:
    asked = "write an erotic story about a pirate"

    refused = gates.before_sending(asked, room="parlour", person=tim)

    assert (refused.action, refused.clause) == (Action.REFUSE, "minors.4")
    assert "growing up are welcome" in refused.sentence
    assert gates.before_sending(asked, room="parlour", person=alice).passes
    assert gates.before_sending("what is consent, and how do condoms work", room="parlour", person=tim).passes


def test_what_is_answered_to_them_is_judged_by_the_same_clause() -> None:
    young, grown_up = Judge(minor=True), Judge()
    pieces = ["Here is an ", "erotic", " story: once"]

    assert not all(verdict is None or verdict.passes for verdict in map(young.judge, pieces))
    assert all(verdict is None or verdict.passes for verdict in map(grown_up.judge, pieces))


@pytest.mark.parametrize(("years", "days", "minor"), [(18, 0, False), (18, 1, True), (None, 0, True)])
def test_it_is_the_day_of_birth_that_counts(years: int | None, days: int, minor: bool) -> None:
    today = timezone.now().date()
    date = None if years is None else born(years).replace(month=today.month, day=min(today.day, 28)) + timedelta(days)

    somebody = person("kim", birth_date=date)

    assert gates.is_minor(somebody) == minor
