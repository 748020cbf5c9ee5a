"""A decision that is taken back leaves what others decided, and only that."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import audit
from accounts.models import AuditEntry, Notice, Role, User
from moderation import appeals, decisions, ending, standing
from moderation.decisions import restoring
from moderation.measures import Measure
from moderation.models import Appeal, Decision, KnownHash, Reversal
from tests.accounts.people import person
from tests.moderation.chain import held_for_nothing_else
from tests.moderation.clock import Clock
from tests.moderation.deeds import ALLOW, HIDE, REMOVE, decided, flagged, later
from tests.moderation.shelf import Shelf

pytestmark = pytest.mark.django_db


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


def test_an_appeal_against_what_is_taken_back_waits_for_nobody(alice: User, rosa: User, shelf: Shelf) -> None:
    decision = decided(flagged(alice), rosa, HIDE)
    stale = Decision.objects.get(pk=decision.pk)
    assert stale.stands
    appeals.appeal(decision, owner=alice, words="It is a statue.")

    with CaptureQueriesContext(connection) as asked:
        decisions.undo(decision, reviewer=rosa)

    assert held_for_nothing_else(asked)
    assert not Appeal.objects.exists()
    assert "Your appeal against it is not needed any more" in Notice.objects.get(owner=alice, code="case_undone").body
    assert AuditEntry.objects.filter(action="appeal.dropped").exists()
    with pytest.raises(appeals.Closed, match="taken back"):  # whose page is a moment old
        appeals.appeal(stale, owner=alice, words="It is a statue.")


def test_what_a_decision_writes_into_the_audit_waits_until_all_else_of_it_is_done(
    alice: User, rosa: User, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = flagged(alice)

    def told(subject: UUID, sentence: str) -> str:
        audit.record(rosa, "thing.hidden", f"thing {subject}")
        return sentence

    monkeypatch.setattr(shelf, "hide", told)
    with CaptureQueriesContext(connection) as asked:
        decided(case, rosa, HIDE)

    assert held_for_nothing_else(asked)
    acts = AuditEntry.objects.filter(action__in=["thing.hidden", "case.decided"]).order_by("number")
    assert [each.action for each in acts] == ["thing.hidden", "case.decided"]


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


def test_an_old_suspension_that_is_over_keeps_nobody_out(alice: User, rosa: User, shelf: Shelf, clock: Clock) -> None:
    decided(flagged(alice), rosa, Measure("suspend", later(2)))
    clock.is_at(timezone.now() + timedelta(days=3))
    newer = decided(flagged(alice), rosa, Measure("suspend", later(30)))

    decisions.undo(newer, reviewer=rosa)

    alice.refresh_from_db()
    assert not alice.is_suspended
    assert "Your account is open again." in newer.reversal.effect


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


def test_what_was_allowed_after_a_removal_is_neither_destroyed_nor_kept_hidden_by_it(
    alice: User, rosa: User, shelf: Shelf, clock: Clock
) -> None:
    thing = uuid4()
    decided(flagged(alice, subject=thing), rosa, REMOVE)
    decided(flagged(alice, subject=thing), rosa, ALLOW)
    clock.is_at(timezone.now() + timedelta(days=170))
    decided(flagged(alice, subject=thing), rosa, Measure("hide", later(30)))

    clock.is_at(timezone.now() + timedelta(days=14))
    ending.purge_due()
    hidden = dict(shelf.hidden)
    clock.is_at(timezone.now() + timedelta(days=17))
    ending.end_due()

    assert shelf.purged == []
    assert (thing in hidden, thing in shelf.hidden) == (True, False)


def test_what_an_open_appeal_is_about_is_not_destroyed_by_an_older_removal(
    alice: User, rosa: User, shelf: Shelf, clock: Clock
) -> None:
    thing = uuid4()
    decided(flagged(alice, subject=thing), rosa, REMOVE)
    clock.is_at(timezone.now() + timedelta(days=170))
    appeals.appeal(decided(flagged(alice, subject=thing), rosa, HIDE), owner=alice, words="It is a statue.")
    clock.is_at(timezone.now() + timedelta(days=14))

    assert ending.purge_due() == 0


def test_what_cannot_be_put_back_or_destroyed_just_now_keeps_nothing_else_waiting(
    alice: User, rosa: User, shelf: Shelf, clock: Clock
) -> None:
    made = [(flagged(alice), chosen) for chosen in (Measure("hide", later(2)), REMOVE) for _ in range(2)]
    for case, chosen in made:
        decided(case, rosa, chosen)
    shelf.stuck = {made[0][0].subject, made[2][0].subject}
    clock.is_at(timezone.now() + timedelta(days=184))

    assert (ending.end_due(), ending.purge_due()) == (1, 1)
    shelf.stuck.clear()
    assert (ending.end_due(), ending.purge_due()) == (1, 1)


def test_a_round_whose_time_is_up_ends_there(
    alice: User, rosa: User, shelf: Shelf, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided(flagged(alice), rosa, Measure("hide", later(2)))
    clock.is_at(timezone.now() + timedelta(days=3))

    def too_long(subject: UUID, state: Any) -> str:
        raise SoftTimeLimitExceeded

    monkeypatch.setattr(shelf, "restore", too_long)
    with pytest.raises(SoftTimeLimitExceeded):
        ending.end_due()
