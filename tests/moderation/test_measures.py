"""A decision does several things at once, and says each."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice, Role, User
from moderation import decisions, measures, standing
from moderation.measures import Conflict, Measure
from moderation.models import Case
from tests.accounts.people import person
from tests.moderation.clock import Clock
from tests.moderation.deeds import ALLOW, HIDE, REMOVE, decided, flagged, later
from tests.moderation.shelf import Shelf

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)


def test_one_decision_does_several_things_and_the_owner_reads_each_and_how_long(
    alice: User, rosa: User, shelf: Shelf
) -> None:
    case, until = flagged(alice), later()

    decided(case, rosa, Measure("limit", until), Measure("hide", until), Measure("age_limit", until), Measure("warn"))

    said = Notice.objects.get(owner=alice).body
    assert case.subject in shelf.hidden
    assert case.subject in shelf.adults
    assert standing.limited_until(alice) == until
    for words in (
        "It stands in the cellar.", "top shelf", "This is a warning.", "You cannot order in the studio",
        "everywhere in this house, ", f"until {until:%-d %B %Y}", "Our rules matched it by themselves", "The rule: ",
        "A person decided this.", "You can appeal once, until ", "/decisions/",
    ):  # fmt: skip
        assert words in said


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ([], "Choose what is to happen"),
        ([ALLOW, Measure("warn")], "contradict"),
        ([HIDE, REMOVE], "hides it as well"),
        ([HIDE, HIDE], "twice"),
        ([Measure("suspend")], "needs an end"),
        ([Measure("warn", timezone.now() + WEEK)], "has no end"),
        ([Measure("hide", timezone.now() - WEEK)], "has passed"),
        ([Measure("escalate"), Measure("warn")], "stands alone"),
        ([Measure("banish")], "no such action"),
    ],
)
def test_what_does_not_go_together_is_said_and_nothing_is_done(
    alice: User, rosa: User, shelf: Shelf, chosen: list[Measure], words: str
) -> None:
    case = flagged(alice)

    with pytest.raises(Conflict, match=words):
        decided(case, rosa, *chosen)

    case.refresh_from_db()
    assert (case.decided_at, shelf.hidden) == (None, {})


def test_a_form_with_days_and_a_conflict_shows_a_sentence(alice: User, rosa: User, shelf: Shelf) -> None:
    case, client = flagged(alice), Client()
    client.force_login(rosa, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = reverse("case_decide", args=[case.public_id])

    refused = client.post(address, {"measures": ["allow", "limit"], "until_limit": "7", "reason": "So."})
    nonsense = client.post(address, {"measures": ["limit"], "until_limit": "soon", "reason": "So."})
    taken = client.post(address, {"measures": ["limit"], "until_limit": "7", "reason": "So."})

    assert (refused.status_code, nonsense.status_code, taken.status_code) == (422, 422, 302)
    assert "contradict each other" in refused.content.decode()
    assert "This is no end." in nonsense.content.decode()
    assert standing.limited_until(alice) is not None


def test_leaving_it_to_a_senior_decides_nothing_and_never_comes_back(alice: User, rosa: User, shelf: Shelf) -> None:
    case = flagged(alice)
    with pytest.raises(Conflict, match="Nobody else"):
        decisions.escalate(case, reviewer=rosa, reason="Beyond me.")
    ruth, olga = person("ruth", Role.REVIEWER, Role.ADMINISTRATOR), person("olga", Role.REVIEWER)

    decisions.escalate(case, reviewer=rosa, reason="Beyond me.")

    assert not Notice.objects.filter(owner=alice).exists()
    for who in (rosa, olga):
        assert not Case.objects.open().shown_to(who).exists()
        with pytest.raises(decisions.NotYours):
            decided(case, who, ALLOW)
    decided(case, ruth, ALLOW)
    assert Case.objects.shown_to(rosa).filter(pk=case.pk).exists()  # what came of it may be read


def test_strikes_are_counted_while_they_stand_and_are_young(
    alice: User, rosa: User, shelf: Shelf, clock: Clock
) -> None:
    first = decided(flagged(alice), rosa, Measure("warn"))
    decided(flagged(alice), rosa, ALLOW)
    second = decided(flagged(alice), rosa, HIDE)
    decisions.undo(second, reviewer=rosa)

    assert [each.pk for each in standing.strikes(alice)] == [first.pk]
    assert standing.suggestion(1).name == "limit"
    clock.is_at(timezone.now() + timedelta(days=91))
    assert standing.strikes(alice) == []


def test_how_long_it_took_is_counted_from_claiming(alice: User, rosa: User, shelf: Shelf, clock: Clock) -> None:
    case = flagged(alice)
    Case.objects.claim(case.pk, rosa)
    Case.objects.filter(pk=case.pk).update(taken_at=timezone.now() - timedelta(seconds=40))
    Case.objects.claim(case.pk, rosa)  # looking once more is still the same looking

    assert decided(case, rosa, ALLOW).took_seconds in (40, 41)
    assert decided(flagged(alice), rosa, ALLOW).took_seconds is None


def test_every_measure_has_a_key_of_its_own() -> None:
    keys = [act.key for act in measures.ACTS.values()]

    assert len(set(keys)) == len(keys)
