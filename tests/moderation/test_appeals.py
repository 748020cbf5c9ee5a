"""Whoever was decided about asks once; somebody else looks, and the database itself keeps the first one from judging."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import privacy
from accounts.models import Notice, Role, User
from moderation import appeals, decisions, ending, flags, standing
from moderation.measures import Measure
from moderation.models import Appeal, Case, Decision, MeasureEnd, Reversal, ReviewerSettings, TestMaterial
from moderation.verdicts import Action, Verdict
from tests.accounts.people import person, signed_in
from tests.moderation.clock import Clock
from tests.moderation.deeds import ALLOW, HIDE, REFUSED, REMOVE, flagged
from tests.moderation.shelf import Shelf

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruth() -> User:
    return person("ruth", Role.REVIEWER)


def decided(owner: User, by: User, *chosen: Measure, case: Case | None = None) -> Decision:
    return decisions.decide(case or flagged(owner), reviewer=by, measures=chosen, reason="Explicit.")


def appealed(decision: Decision) -> Appeal:
    return appeals.appeal(decision, owner=decision.case.owner, words="It is a statue.")


def test_an_owner_appeals_once_talks_and_is_heard_by_somebody_else(
    alice: User, rosa: User, ruth: User, shelf: Shelf
) -> None:
    decision = decided(alice, rosa, HIDE, Measure("limit", timezone.now() + timedelta(days=7)))
    here, owner = reverse("decision", args=[decision.public_id]), signed_in(alice)

    owner.post(f"{here}appeal/", {"words": "It is a statue."})
    owner.post(f"{here}appeal/", {"words": "It still is."})
    appeal = Appeal.objects.get()
    desk, address = signed_in(ruth), reverse("appeal", args=[appeal.public_id])
    desk.post(f"{address}ask/", {"words": "Where does it stand?"})
    owner.post(f"{here}say/", {"words": "In Florence."})
    looked = desk.get(address).content.decode()
    desk.post(f"{address}judge/", {"outcome": "overturned", "reason": "A statue indeed."})

    assert [said.text for said in appeal.talk.all()] == ["It is a statue.", "Where does it stand?", "In Florence."]
    assert "the words in question" in looked
    assert decision.statement[:40] in looked
    assert "<h1>Taken back: hidden, limited</h1>" in owner.get(here).content.decode()
    assert not shelf.hidden
    assert (standing.limited_until(alice), standing.strikes(alice)) == (None, [])
    told = Notice.objects.get(owner=alice, code="appeal_judged").body
    assert "A statue indeed." in told
    closed = (
        signed_in(person("olga", Role.REVIEWER)).get(reverse("case", args=[decision.case.public_id])).content.decode()
    )
    assert ("heard the owner’s appeal" in closed, 'aria-label="Decide"' in closed) == (True, False)
    page = owner.get(here).content.decode()
    assert "Taken back" in page
    assert rosa.name not in page
    assert ruth.name not in page


def test_the_database_refuses_the_first_reviewer_as_judge(alice: User, rosa: User, ruth: User, shelf: Shelf) -> None:
    appeal = appealed(decided(alice, rosa, HIDE))
    judged = "UPDATE moderation_appeal SET judge_id = %s, outcome = 'upheld', judged_at = now(), answer = 'So.' WHERE id = %s"

    for sql, values in (
        (judged, [rosa.pk, appeal.pk]),
        ("UPDATE moderation_appeal SET first_reviewer_id = %s WHERE id = %s", [ruth.pk, appeal.pk]),
        ("UPDATE moderation_appeal SET first_reviewer_id = NULL WHERE id = %s", [appeal.pk]),
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    with connection.cursor() as cursor:
        cursor.execute(judged, [ruth.pk, appeal.pk])

    assert Appeal.objects.get().judge == ruth


def test_who_decided_neither_sees_nor_judges_it_and_a_machine_is_judged_by_anybody(
    alice: User, rosa: User, shelf: Shelf
) -> None:
    appeal = appealed(decided(alice, rosa, HIDE))
    machines = decisions.decide(flagged(alice), reviewer=None, measures=[HIDE], reason="A known file.")

    with pytest.raises(appeals.NotYours):
        appeals.judge(appeal, judge=rosa, outcome="upheld", answer="I was right.")
    assert signed_in(rosa).get(reverse("appeal", args=[appeal.public_id])).status_code == 404
    assert "1 appeal about your own decisions waits" in signed_in(rosa).get(reverse("appeals")).content.decode()
    assert "No person looked at it before." in machines.statement
    appeals.judge(appealed(machines), judge=rosa, outcome="upheld", answer="It is that file.")


@pytest.mark.parametrize(("days", "open_"), [(182, True), (184, False)])
def test_six_months(alice: User, rosa: User, shelf: Shelf, clock: Clock, days: int, open_: bool) -> None:
    decision = decided(alice, rosa, HIDE)
    clock.is_at(decision.decided_at + timedelta(days=days))

    if open_:
        assert appealed(decision).judged_at is None
    else:
        with pytest.raises(appeals.Closed, match="six months"):
            appealed(decision)


def test_an_appeal_is_veiled_as_its_judge_wants(alice: User, rosa: User, ruth: User, shelf: Shelf) -> None:
    appeal = appealed(decided(alice, rosa, HIDE))
    ReviewerSettings.objects.update_or_create(owner=ruth, defaults={"blur": "strong", "grey": False})

    page = signed_in(ruth).get(f"/desk/appeals/{appeal.public_id}/").content.decode()

    assert 'data-blur="strong" data-grey="off"' in page


def test_what_took_nothing_or_was_taken_back_is_not_appealed(alice: User, rosa: User, shelf: Shelf) -> None:
    undone = decided(alice, rosa, HIDE)
    decisions.undo(undone, reviewer=rosa)

    for decision in (Decision.objects.get(pk=undone.pk), decided(alice, rosa, ALLOW)):
        with pytest.raises(appeals.Closed):
            appealed(decision)


def test_another_decision_takes_its_place_and_is_final(alice: User, rosa: User, ruth: User, shelf: Shelf) -> None:
    appeal = appealed(decided(alice, rosa, REMOVE))

    appeals.judge(appeal, judge=ruth, outcome="changed", answer="Adults may see it.", measures=[Measure("age_limit")])

    appeal.refresh_from_db()
    assert appeal.instead is not None
    assert (shelf.hidden, shelf.adults) == ({}, {appeal.decision.case.subject})
    assert Case.objects.get().decision == appeal.instead
    assert "is final here" in appeal.instead.statement
    with pytest.raises(appeals.Closed, match="final"):
        appealed(appeal.instead)


def test_a_change_that_cannot_be_leaves_everything_as_it_was(alice: User, rosa: User, ruth: User, shelf: Shelf) -> None:
    appeal = appealed(decided(alice, rosa, HIDE))

    with pytest.raises(appeals.Conflict):
        appeals.judge(appeal, judge=ruth, outcome="changed", answer="So.", measures=[Measure("limit")])

    assert shelf.hidden
    assert not Reversal.objects.exists()
    assert Appeal.objects.get().judged_at is None


def test_what_was_overturned_is_test_material_without_who_it_was(
    alice: User, rosa: User, ruth: User, shelf: Shelf
) -> None:
    flag = flags.refuse_prompt(alice, "Alice’s naked mole rat, write to alice@example.org", "studio", REFUSED)
    assert flag is not None
    appeal = appealed(decided(alice, rosa, REMOVE, case=flag.case))
    appeals.judge(appeal, judge=ruth, outcome="overturned", answer="An animal.")

    printed = StringIO()
    call_command("export_test_material", stdout=printed)

    assert TestMaterial.objects.get().wanted == "passes"
    assert "naked mole rat" in printed.getvalue()
    assert 'room = "studio"' in printed.getvalue()
    assert "alice" not in printed.getvalue().lower()


def test_what_was_hidden_for_a_while_is_shown_when_it_is_over(
    alice: User, rosa: User, shelf: Shelf, clock: Clock
) -> None:
    until = timezone.now() + timedelta(days=7)
    decided(alice, rosa, Measure("hide", until))

    assert ending.end_due() == 0
    clock.is_at(until + timedelta(minutes=1))
    assert (ending.end_due(), ending.end_due()) == (1, 0)

    assert not shelf.hidden
    assert "is over" in Notice.objects.get(owner=alice, code="case_ended").body
    assert MeasureEnd.objects.get().how == "ran_out"


def test_what_was_removed_is_purged_when_nobody_can_appeal_but_never_what_is_locked_or_waits(
    alice: User, rosa: User, shelf: Shelf, clock: Clock
) -> None:
    first, locked, asked, undone = (decided(alice, rosa, REMOVE) for _ in range(4))
    appealed(asked)
    decisions.undo(undone, reviewer=rosa)
    lock = Verdict(action=Action.LOCK, check="rules", policy_version="", clause="minors.1")
    flags.raise_flag(subject_kind="thing", subject=locked.case.subject, owner=alice, verdict=lock)

    assert ending.purge_due() == 0
    clock.is_at(timezone.now() + timedelta(days=184))
    assert (ending.purge_due(), ending.purge_due()) == (1, 0)

    assert shelf.purged == [first.case.subject]


def test_a_person_takes_decisions_and_appeals_along_and_their_words_go_with_them(
    alice: User, rosa: User, ruth: User, shelf: Shelf
) -> None:
    decision = decided(alice, rosa, HIDE)
    appeal = appealed(decision)

    stores: dict[str, Any] = privacy.export_of(alice)["stores"]
    privacy.erase_all(alice)

    assert stores["moderation.decisions"]["records"][0]["statement"] == decision.statement
    assert stores["moderation.appeals"]["records"][0]["talk"][0]["text"] == "It is a statue."
    assert rosa.name not in str(stores)
    assert [said.text for said in appeal.talk.all()] == [""]
