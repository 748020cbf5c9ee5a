"""Copies and equal cases go the same way together, in an order in which nobody waits for ever."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import audit
from accounts.models import AuditEntry, Role, User
from moderation import decisions
from moderation.measures import Measure
from moderation.models import Case
from moderation.models.case import Lane
from moderation.models.decision import Scope
from tests.accounts.people import person, signed_in
from tests.moderation.deeds import ALLOW, HIDE, REMOVE, decided, flagged, later
from tests.moderation.shelf import Shelf

pytestmark = pytest.mark.django_db


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


def test_allowing_the_copies_shows_none_that_is_locked_whoever_decides(alice: User, shelf: Shelf) -> None:
    ruth, case, locked = person("ruth", Role.REVIEWER, Role.ADMINISTRATOR), flagged(alice), flagged(alice)
    Case.objects.filter(pk=locked.pk).update(lane=Lane.LOCKED)
    shelf.alike[case.subject] = [locked.subject]

    decided(case, ruth, ALLOW, scope=Scope.COPIES)

    assert shelf.shown == {case.subject}


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
