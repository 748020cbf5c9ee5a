"""A decision does several things at once, says each, and takes every one of them back."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import audit
from accounts.models import AuditEntry, Notice, Role, User
from moderation import decisions, ending, measures, standing
from moderation.decisions import restoring
from moderation.measures import Conflict, Measure
from moderation.models import Case, Decision, KnownHash, Reversal
from moderation.models.case import Lane
from moderation.models.decision import Scope
from tests.accounts.people import person, signed_in
from tests.moderation.clock import Clock
from tests.moderation.deeds import ALLOW, HIDE, REMOVE, flagged
from tests.moderation.shelf import Shelf

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)


def decided(case: Case, by: User, *chosen: Measure, **more: Any) -> Decision:
    return decisions.decide(case, reviewer=by, measures=chosen, reason="Looked at it.", **more)


def later(days: int = 7) -> Any:
    return timezone.now() + timedelta(days=days)


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
        f"in this house until {until:%-d %B %Y}", "Our rules matched it by themselves", "The rule: ",
        "A person decided this.", "You can appeal once, until ", "/decisions/",
    ):  # fmt: skip
        assert words in said


def test_undo_puts_everything_back_as_if_nothing_had_been_decided(alice: User, rosa: User, shelf: Shelf) -> None:
    case = flagged(alice)
    shelf.labels[case.subject] = "Found in an attic."
    chosen = [HIDE, *(Measure(name) for name in ("label", "age_limit", "block_hash", "warn"))]
    chosen += [Measure("limit", later()), Measure("suspend", later())]

    decision = decided(case, rosa, *chosen, label="Not for everybody.")
    alice.refresh_from_db()
    assert alice.is_suspended
    assert shelf.labels[case.subject] == "Found in an attic. Not for everybody."
    assert KnownHash.objects.in_force().count() == 2
    decisions.undo(decision, reviewer=rosa)

    alice.refresh_from_db()
    case.refresh_from_db()
    assert (shelf.hidden, shelf.adults, alice.is_suspended) == ({}, set(), False)
    assert shelf.labels[case.subject] == "Found in an attic."
    assert not KnownHash.objects.in_force().exists()
    assert (standing.limited_until(alice), standing.strikes(alice)) == (None, [])
    assert (case.decided_at, case.claimed_by) == (None, rosa)
    assert not Notice.objects.filter(owner=alice, code="case_decided").exists()
    assert case.decision is None


def test_what_the_owner_has_read_is_corrected_instead_of_taken_away(alice: User, rosa: User, shelf: Shelf) -> None:
    decision = decided(flagged(alice), rosa, HIDE)
    Notice.objects.filter(owner=alice).update(read_at=timezone.now())

    decisions.undo(decision, reviewer=rosa)

    assert "was taken back a moment later" in Notice.objects.get(owner=alice, code="case_undone").body


def test_only_who_decided_takes_it_back_and_only_for_seconds_and_once(
    alice: User, rosa: User, shelf: Shelf, clock: Clock
) -> None:
    decision = decided(flagged(alice), rosa, HIDE)

    with pytest.raises(decisions.NotYours):
        decisions.undo(decision, reviewer=person("ruth", Role.REVIEWER))
    clock.is_at(decision.decided_at + timedelta(seconds=14))
    with pytest.raises(decisions.TooLate):
        decisions.undo(decision, reviewer=rosa)
    clock.is_at(decision.decided_at + timedelta(seconds=10))
    decisions.undo(decision, reviewer=rosa)
    with pytest.raises(decisions.AlreadyDecided):
        decisions.undo(decision, reviewer=rosa)

    assert Reversal.objects.count() == 1


def test_a_thing_stays_hidden_while_another_decision_hides_it_and_is_shown_when_the_last_goes(
    alice: User, rosa: User, shelf: Shelf
) -> None:
    thing = uuid4()
    first = decided(flagged(alice, subject=thing), rosa, HIDE)
    second = decided(flagged(alice, subject=thing), rosa, REMOVE)

    decisions.undo(first, reviewer=rosa)
    between = dict(shelf.hidden)
    decisions.undo(second, reviewer=rosa)

    assert thing in between
    assert thing not in shelf.hidden


def test_copies_go_the_same_way_and_come_back(alice: User, rosa: User, shelf: Shelf) -> None:
    case, copy = flagged(alice), uuid4()
    shelf.alike[case.subject] = [copy]

    decision = decided(case, rosa, HIDE, scope=Scope.COPIES)
    assert set(shelf.hidden) == {case.subject, copy}
    assert "one exact copy" in decision.statement
    decisions.undo(decision, reviewer=rosa)

    assert not shelf.hidden


def test_a_decision_does_not_reach_a_copy_that_is_locked_to_who_decides(alice: User, rosa: User, shelf: Shelf) -> None:
    ruth = person("ruth", Role.REVIEWER, Role.ADMINISTRATOR)
    case, other, locked = flagged(alice), flagged(alice), flagged(alice)
    Case.objects.filter(pk=locked.pk).update(lane=Lane.LOCKED)
    shelf.alike[case.subject] = shelf.alike[other.subject] = [locked.subject]

    decided(case, rosa, HIDE, scope=Scope.COPIES)
    assert set(shelf.hidden) == {case.subject}
    address = f"/desk/cases/{other.public_id}/"
    assert ["1 exact copy" in signed_in(each).get(address).content.decode() for each in (rosa, ruth)] == [False, True]
    decided(other, ruth, HIDE, scope=Scope.COPIES)
    assert locked.subject in shelf.hidden


def test_allowing_the_copies_shows_none_that_another_decision_hides(alice: User, rosa: User, shelf: Shelf) -> None:
    case, hidden, free = flagged(alice), flagged(alice), uuid4()
    shelf.alike[case.subject] = [hidden.subject, free]
    decided(hidden, rosa, REMOVE)

    decided(case, rosa, ALLOW, scope=Scope.COPIES)

    assert shelf.shown == {case.subject, free}
    assert set(shelf.hidden) == {hidden.subject}


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


def test_equal_cases_are_decided_and_taken_back_in_one_go(alice: User, rosa: User, shelf: Shelf) -> None:
    cases = [flagged(alice) for _ in range(3)]
    decided(cases[0], rosa, ALLOW)

    alike = decisions.decide_alike(cases, reviewer=rosa, measures=[HIDE], reason="All the same.")
    assert (len(alike.decisions), alike.missed, len(shelf.hidden)) == (2, 1, 2)
    with pytest.raises(decisions.NotYours):
        decisions.undo_bundle(alike.bundle, reviewer=person("ruth", Role.REVIEWER))
    decisions.undo_bundle(alike.bundle, reviewer=rosa)

    assert not shelf.hidden
    assert Case.objects.open().count() == 2


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


def test_an_old_suspension_that_is_over_keeps_nobody_out(alice: User, rosa: User, shelf: Shelf, clock: Clock) -> None:
    decided(flagged(alice), rosa, Measure("suspend", later(2)))
    clock.is_at(timezone.now() + timedelta(days=3))
    newer = decided(flagged(alice), rosa, Measure("suspend", later(30)))

    decisions.undo(newer, reviewer=rosa)

    alice.refresh_from_db()
    assert not alice.is_suspended


def test_a_suspension_taken_back_leaves_the_one_that_still_runs(alice: User, rosa: User, shelf: Shelf) -> None:
    week, longer, between = later(7), later(30), later(14)
    decided(flagged(alice), rosa, Measure("suspend", week))
    mistake = decided(flagged(alice), rosa, Measure("suspend", longer))
    needless = decided(flagged(alice), rosa, Measure("suspend", between))

    decisions.undo(mistake, reviewer=rosa)

    alice.refresh_from_db()
    assert alice.suspended_until == between
    assert "Your account is suspended as it was before." in mistake.reversal.effect
    assert needless.stands


def test_an_earlier_suspension_taken_back_meanwhile_does_not_come_back(alice: User, rosa: User, shelf: Shelf) -> None:
    first = decided(flagged(alice), rosa, Measure("suspend", later(7)))
    second = decided(flagged(alice), rosa, Measure("suspend", later(30)))

    decisions.undo(first, reviewer=rosa)
    decisions.undo(second, reviewer=rosa)

    alice.refresh_from_db()
    assert not alice.is_suspended


def test_allowed_by_mistake_is_hidden_again_though_it_was_allowed_before(alice: User, rosa: User, shelf: Shelf) -> None:
    thing = uuid4()
    decided(flagged(alice, subject=thing), rosa, ALLOW)
    decided(flagged(alice, subject=thing), rosa, HIDE)
    mistake = decided(flagged(alice, subject=thing), rosa, ALLOW)

    decisions.undo(mistake, reviewer=rosa)

    assert thing in shelf.hidden


def test_an_allow_taken_back_does_not_show_what_was_hidden_since(alice: User, rosa: User, shelf: Shelf) -> None:
    thing = uuid4()
    mistake = decided(flagged(alice, subject=thing), rosa, ALLOW)
    decided(flagged(alice, subject=thing), rosa, HIDE)

    decisions.undo(mistake, reviewer=rosa)

    assert thing in shelf.hidden


def test_a_second_label_goes_and_the_first_stays(alice: User, rosa: User, shelf: Shelf) -> None:
    thing = uuid4()
    first = decided(flagged(alice, subject=thing), rosa, Measure("label"), label="One.")
    second = decided(flagged(alice, subject=thing), rosa, Measure("label"), label="Two.")

    decisions.undo(second, reviewer=rosa)
    between = shelf.labels[thing]
    decisions.undo(first, reviewer=rosa)

    assert (between, shelf.labels[thing]) == ("One.", "")


def test_a_hide_whose_time_ran_out_under_another_is_over_with_it(
    alice: User, rosa: User, shelf: Shelf, clock: Clock
) -> None:
    thing = uuid4()
    decided(flagged(alice, subject=thing), rosa, Measure("hide", later(2)))
    clock.is_at(timezone.now() + timedelta(days=1))
    second = decided(flagged(alice, subject=thing), rosa, REMOVE)
    clock.is_at(timezone.now() + timedelta(days=3))
    ending.end_due()
    between = dict(shelf.hidden)

    restoring.put_back(second, by=rosa, for_good=True)

    assert thing in between
    assert thing not in shelf.hidden


def test_a_suspension_is_rehearsed_and_taken_back_under_the_administrators_lock_first(
    alice: User, rosa: User, shelf: Shelf
) -> None:
    case, until = flagged(alice), [Measure("suspend", later())]
    decision = decided(flagged(alice), rosa, *until)

    with CaptureQueriesContext(connection) as rehearsed:
        decisions.rehearse(case, reviewer=rosa, measures=[HIDE, *until], reason="So.")
    with CaptureQueriesContext(connection) as undone:
        decisions.undo(decision, reviewer=rosa)

    for queries in (rehearsed, undone):
        locks = [each["sql"] for each in queries if "FOR UPDATE" in each["sql"]]
        assert "accounts_user" in locks[0]
        assert "administrator" in locks[0]


def test_many_at_once_hold_the_audit_last_and_each_is_in_it(alice: User, rosa: User, shelf: Shelf) -> None:
    cases = [flagged(alice) for _ in range(3)]
    decided(cases[0], rosa, ALLOW)

    with CaptureQueriesContext(connection) as deciding:
        alike = decisions.decide_alike(
            cases, reviewer=rosa, measures=[HIDE, Measure("suspend", later())], reason="All the same."
        )
    with CaptureQueriesContext(connection) as undoing:
        decisions.undo_bundle(alike.bundle, reviewer=rosa)

    for queries in (deciding, undoing):
        said = [each["sql"] for each in queries]
        chain = next(at for at, sql in enumerate(said) if "pg_advisory_xact_lock" in sql)
        assert not [sql for sql in said[chain:] if "FOR UPDATE" in sql or sql.startswith("UPDATE")]
    written = list(AuditEntry.objects.order_by("number").values_list("action", flat=True))
    assert [written.count(action) for action in ("case.decided", "case.undone")] == [3, 2]
    assert audit.check().number == len(written)
