"""Holds always end, also when whoever held them died."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from config.celery import app
from tests.usage.money_spent import CENT, held, sent
from usage import allowances, attempts, holds, subjects, sweeps, tasks
from usage.models import Attempt, Budget, Charge, Hold
from usage.schedule import SCHEDULE


@pytest.fixture(autouse=True)
def _kinds_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subjects, "_kinds", dict(subjects._kinds))


def time_passes() -> None:
    """Every hold is due."""
    Hold.objects.update(due_at=timezone.now() - timedelta(seconds=1))


def test_a_send_whose_fate_nobody_tells_is_booked_to_the_house_when_it_is_due(alice: User) -> None:
    hold = held(alice, 40 * CENT)
    send = sent(hold)
    time_passes()

    tasks.end_due_holds()

    entry = Charge.objects.get()
    assert (entry.attempt, entry.ticks) == (send, 40 * CENT)
    assert (entry.payer, entry.exactness, entry.error_type) == ("house", "estimated", "unresolved")
    assert allowances.standing(alice).left == 1000 * CENT
    assert Budget.objects.get().spent == 40 * CENT
    assert not Hold.objects.open().exists()


def test_beat_rings_bells_that_somebody_answers() -> None:
    app.loader.import_default_modules()

    assert {str(bell["task"]) for bell in SCHEDULE.values()} <= set(app.tasks)
    assert {bell["options"]["queue"] for bell in app.conf.beat_schedule.values()} >= {"sweeps"}
    assert set(SCHEDULE) <= set(app.conf.beat_schedule)


def test_a_hold_that_is_not_due_is_left_alone(alice: User) -> None:
    sent(held(alice, 40 * CENT))

    assert sweeps.end_due_holds() == 0

    assert Hold.objects.open().count() == 1
    assert Attempt.objects.open().count() == 1


def test_each_send_gives_its_hold_the_whole_time_again(alice: User, settings: Settings) -> None:
    settings.UNCERTAIN_HOLD_HOURS = 24
    hold = held(alice, 40 * CENT)
    time_passes()

    sent(hold)

    assert sweeps.end_due_holds() == 0
    hold.refresh_from_db()
    assert hold.due_at > timezone.now() + timedelta(hours=23)


def test_a_hold_whose_owner_died_before_sending_is_given_back(alice: User) -> None:
    held(alice, 40 * CENT)
    time_passes()

    sweeps.end_due_holds()

    assert allowances.standing(alice).left == 1000 * CENT
    assert not Charge.objects.exists()


def test_a_charged_hold_nobody_settled_is_settled(alice: User) -> None:
    attempts.charge(sent(held(alice, 40 * CENT)), ticks=11 * CENT, exact=True)
    time_passes()

    sweeps.end_due_holds()

    standing = allowances.standing(alice)
    assert (standing.held, standing.spent) == (0, 11 * CENT)


def test_an_order_that_waits_for_a_person_keeps_its_money(alice: User) -> None:
    waiting, ended = uuid.uuid4(), uuid.uuid4()
    subjects.register("video", words="Film", over=lambda _: {ended})
    kept = holds.reserve(alice, 40 * CENT, purpose="video", subject=waiting)
    holds.reserve(alice, 3 * CENT, purpose="video", subject=ended)
    time_passes()

    sweeps.end_due_holds()

    assert Hold.objects.open().get() == kept
    assert Hold.objects.get(pk=kept.pk).due_at > timezone.now()


def test_a_send_forgotten_by_a_hold_that_was_settled_is_booked_all_the_same(alice: User) -> None:
    hold = held(alice, 40 * CENT)
    sent(hold)
    holds.settle(hold)
    time_passes()

    sweeps.end_due_holds()

    assert Charge.objects.get().payer == "house"
    assert Budget.objects.get().spent == 40 * CENT
    assert not Attempt.objects.open().exists()


def test_only_what_is_unknown_is_guessed(alice: User) -> None:
    hold = held(alice, 40 * CENT)
    attempts.not_billed(sent(hold), error_type="rate_limited", status=429)
    attempts.charge(sent(hold), ticks=5 * CENT, exact=True)
    lost = sent(hold)
    time_passes()

    sweeps.end_due_holds()

    assert {entry.attempt_id: entry.payer for entry in Charge.objects.filter(exactness="estimated")} == {
        lost.pk: "house"
    }
    assert allowances.standing(alice).spent == 5 * CENT


def test_a_late_word_about_a_guessed_send_changes_nothing(alice: User) -> None:
    hold = held(alice, 40 * CENT)
    send = sent(hold)
    time_passes()
    sweeps.end_due_holds()

    entry = attempts.charge(send, ticks=7 * CENT, exact=True)

    assert entry == Charge.objects.get()
    assert entry.exactness == "estimated"
