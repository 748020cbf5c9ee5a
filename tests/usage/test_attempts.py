"""Every accepted request has exactly one entry, with a payer."""

import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from foundation.append_only import ChangedHistory
from tests.usage.money_spent import CENT, bought, held, sent
from usage import allowances, attempts, holds
from usage.models import Attempt, Budget, Charge, Payer
from xai.values import Usage


def test_an_entry_says_what_was_used_what_it_cost_and_how_long_it_took(alice: User) -> None:
    hold = held(alice, 50 * CENT)
    send = sent(hold)
    usage = Usage(
        input_tokens=642, cached_tokens=512, image_tokens=30, output_tokens=173, reasoning_tokens=28, total_tokens=843
    )

    attempts.charge(
        send, ticks=15_540_000, exact=True, usage=usage, upstream_request_id="up-1", status=200,
        first_token_ms=210, last_token_ms=1_900,
    )  # fmt: skip

    entry = Charge.objects.owned_by(alice).get()
    assert (entry.input_tokens, entry.cached_tokens, entry.image_tokens) == (642, 512, 30)
    assert (entry.output_tokens, entry.reasoning_tokens, entry.total_tokens) == (173, 28, 843)
    assert (entry.ticks, entry.person_ticks, entry.exactness, entry.payer) == (
        15_540_000,
        15_540_000,
        "reported",
        "person",
    )
    assert (entry.first_token_ms, entry.last_token_ms, entry.status) == (210, 1_900, 200)
    assert (entry.request_id, entry.trace, entry.upstream_request_id) == (send.request_id, send.trace, "up-1")
    assert (entry.engine, entry.endpoint, entry.purpose) == ("grok-4.7", "/v1/responses", "reply")
    assert entry.subject == hold.subject


@pytest.mark.parametrize(("said", "booked"), [(-5, 0), (10**30, 10**16)])
def test_a_bill_beyond_sense_is_booked_as_far_as_it_makes_any(alice: User, said: int, booked: int) -> None:
    hold = held(alice, 5 * CENT)
    nonsense = Usage(input_tokens=-1, output_tokens=10**12, total_tokens=10**12)

    attempts.charge(
        sent(hold), ticks=said, exact=True, usage=nonsense, upstream_request_id="x" * 5_000, error_type="y" * 99
    )
    holds.settle(hold)

    entry = Charge.objects.get()
    assert (entry.ticks, entry.input_tokens, entry.output_tokens) == (booked, 0, 2**31 - 1)
    assert allowances.standing(alice).spent == min(booked, 5 * CENT)


def test_sends_without_a_click_have_traces_of_their_own(alice: User) -> None:
    hold = held(alice, 5 * CENT, "title")

    send = attempts.begin(hold, endpoint="/v1/responses", engine="grok-4.7", request_id="")

    assert send.trace == f"title-{send.public_id.hex}"


def test_a_second_charge_of_a_send_is_the_first(alice: User) -> None:
    hold = held(alice, 5 * CENT)
    send = sent(hold)

    first = attempts.charge(send, ticks=CENT, exact=True)
    second = attempts.charge(send, ticks=3 * CENT, exact=False)
    holds.settle(hold)

    assert second == first
    assert second.ticks == CENT
    assert allowances.standing(alice).spent == CENT


def test_the_trace_joins_the_click_to_the_send(alice: User) -> None:
    hold = held(alice, 5 * CENT)

    first = attempts.begin(hold, endpoint="/v1/responses", engine="grok-4.7", request_id="c0ffee00")
    second = attempts.begin(hold, endpoint="/v1/responses", engine="grok-4.7", request_id="c0ffee00")

    assert first.trace == f"c0ffee00-{first.public_id.hex[:8]}"
    assert (first.n, second.n) == (1, 2)
    assert first.trace != second.trace


def test_our_own_repeat_is_the_houses(alice: User) -> None:
    hold = held(alice, 50 * CENT)
    died, again = sent(hold), sent(hold)

    attempts.charge(again, ticks=20 * CENT, exact=True)
    attempts.charge(died, ticks=19 * CENT, exact=False)
    holds.settle(hold)

    assert {entry.payer: entry.ticks for entry in Charge.objects.all()} == {"person": 20 * CENT, "house": 19 * CENT}
    assert allowances.standing(alice).spent == 20 * CENT
    assert Budget.objects.get().spent == 39 * CENT


def test_a_send_after_one_that_was_refused_is_the_persons(alice: User) -> None:
    hold = held(alice, 50 * CENT)
    attempts.not_billed(sent(hold), error_type="rate_limited", status=429)

    entry = attempts.charge(sent(hold), ticks=20 * CENT, exact=True)

    assert entry.payer == Payer.PERSON


def test_what_goes_beyond_the_hold_is_the_houses(alice: User) -> None:
    entry = bought(alice, 30 * CENT, hold=25 * CENT)

    assert (entry.ticks, entry.person_ticks, entry.house_ticks) == (30 * CENT, 25 * CENT, 5 * CENT)
    assert allowances.standing(alice).spent == 25 * CENT
    assert Budget.objects.get().spent == 30 * CENT


def test_a_charge_after_the_hold_has_ended_is_the_houses_and_in_its_budget(alice: User) -> None:
    hold = held(alice, 50 * CENT)
    send = sent(hold)
    holds.settle(hold)

    entry = attempts.charge(send, ticks=7 * CENT, exact=True)

    assert (entry.payer, entry.person_ticks) == (Payer.HOUSE, 0)
    assert allowances.standing(alice).spent == 0
    assert Budget.objects.get().spent == 7 * CENT


def test_nothing_is_sent_without_money_behind_it(alice: User) -> None:
    hold = held(alice, 50 * CENT)
    holds.settle(hold)

    with pytest.raises(attempts.HoldEnded):
        sent(hold)

    assert not Attempt.objects.exists()


def test_a_send_known_to_be_free_leaves_no_entry(alice: User) -> None:
    send = sent(held(alice, CENT))

    assert attempts.not_billed(send, error_type="connect_failed") is True
    assert attempts.not_billed(send, error_type="connect_failed") is False

    send.refresh_from_db()
    assert (send.state, send.error_type, send.status) == ("not_billed", "connect_failed", None)
    assert not Charge.objects.exists()


def test_a_charge_is_not_undone_by_a_later_word_that_it_was_free(alice: User) -> None:
    send = sent(held(alice, CENT))
    attempts.charge(send, ticks=CENT, exact=True)

    assert attempts.not_billed(send, error_type="late") is False

    assert Attempt.objects.get().state == "charged"


def test_a_send_taken_for_free_is_charged_when_the_provider_says_otherwise(alice: User) -> None:
    send = sent(held(alice, CENT))
    attempts.not_billed(send, error_type="unavailable", status=503)

    attempts.charge(send, ticks=CENT, exact=True)

    assert Attempt.objects.get().state == "charged"
    assert Charge.objects.count() == 1


def test_an_entry_is_never_changed_by_the_application(alice: User) -> None:
    entry = bought(alice, CENT)

    entry.ticks = 1
    with pytest.raises(ChangedHistory):
        entry.save()
    with pytest.raises(ChangedHistory):
        entry.delete()
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        Charge.objects.update(ticks=1)


@pytest.mark.parametrize(
    "broken",
    [
        "UPDATE usage_allowance SET held = -1",
        "UPDATE usage_allowance SET spent = -1",
        'UPDATE usage_allowance SET spent = "limit" + 1',
        "UPDATE usage_budget SET held = -1",
        "UPDATE usage_budget SET spent = -1",
        "UPDATE usage_hold SET ticks = -1",
        "UPDATE usage_hold SET paid = ticks + 1, charged = ticks + 1",
        "UPDATE usage_hold SET payer = 'nobody'",
        "UPDATE usage_attempt SET state = 'lost'",
        "UPDATE usage_attempt SET closed_at = NULL",
    ],
)
def test_the_database_refuses_what_must_never_be_true(alice: User, broken: str) -> None:
    bought(alice, CENT)

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(broken)


@pytest.mark.parametrize(
    "wrong",
    [
        {"ticks": -1, "person_ticks": -1},
        {"person_ticks": 2 * CENT},
        {"payer": "house", "person_ticks": CENT},
        {"exactness": "guessed"},
        {},  # a second one that a person pays, under the same hold
    ],
)
def test_the_database_refuses_an_entry_that_cannot_be_true(alice: User, wrong: dict[str, object]) -> None:
    entry = bought(alice, CENT)
    other = Attempt.objects.create(
        hold=entry.hold, n=2, payer="person", endpoint="e", engine="g", request_id="r", trace=uuid.uuid4().hex
    )
    columns = {"payer": "person", "ticks": CENT, "person_ticks": CENT, "exactness": "reported", **wrong}

    with pytest.raises(IntegrityError), transaction.atomic():
        Charge.objects.create(
            attempt=other, hold=entry.hold, owner=alice, month=entry.month, purpose="reply", subject=entry.subject,
            request_id="r", trace="t", engine="g", endpoint="e", **columns,
        )  # fmt: skip
