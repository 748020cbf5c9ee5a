"""What is locked stays so until somebody with both roles allows it, or an appeal takes the decision back: then it is as any other."""

import re
from collections.abc import Mapping
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import audit, leaving, privacy
from accounts.models import AuditEntry, Role, User
from chatapp import conversations
from chatapp.models import Conversation, Message
from chatapp.subjects import KIND as ANSWER
from moderation import appeals, decisions, ending, flags
from moderation.locked import forgetting, handing_over
from moderation.measures import Measure
from moderation.models import Case, Handover, RefusedPrompt
from moderation.models.case import Lane
from studio import assets, kept
from studio.models import Asset, Lineage
from studio.subject_kinds import ASSET
from tests.accounts.people import person, signed_in
from tests.chatapp.answers import answered
from tests.moderation.clock import Clock
from tests.moderation.deeds import ALLOW, HIDE, LOCK, REFUSED, REMOVE, flagged, later
from tests.moderation.shelf import Shelf
from tests.studio.hung import hang, stored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_folder")]


def decided(case: Case, by: User, *chosen: Measure) -> Any:
    return decisions.decide(case, reviewer=by, measures=list(chosen), reason="So.")


def settled(clock: Clock) -> None:
    """The decision can no longer be taken back with a key."""
    clock.is_at(timezone.now() + timedelta(minutes=2))


def locked_now(case: Case) -> bool:
    case.refresh_from_db()
    there = Case.objects.locked().filter(pk=case.pk).exists()
    assert there == case.is_locked
    return there


def test_what_was_allowed_is_its_owners_to_destroy_and_everybodys_to_judge_once_it_cannot_be_undone(
    alice: User, rosa: User, ruth: User, clock: Clock, tmp_path: Path
) -> None:
    source, last = stored(hang(alice, "first"), b"first", tmp_path), stored(hang(alice, "last"), b"last", tmp_path)
    Lineage.objects.create(child=last, parent=source, role="source")
    case = flagged(alice, LOCK, subject=last.public_id, kind=ASSET)
    address = reverse("case", args=[case.public_id])
    before = signed_in(rosa).get(address).status_code

    decided(case, ruth, ALLOW)
    at_once = kept.things()
    settled(clock)
    assets.delete(alice, last.public_id, at_once=True)
    Asset.objects.filter(pk=last.pk).update(purge_after=timezone.now() - timedelta(hours=1))
    assets.purge_due()

    assert (before, signed_in(rosa).get(address).status_code) == (404, 200)
    assert at_once == {source.pk, last.pk}
    assert list(Asset.objects.values_list("alt", flat=True)) == ["first"]
    with pytest.raises(handing_over.NotLocked):
        handing_over.ask(case, by=ruth, authority="The police", reference="1", reason="They asked.")


def test_who_left_meanwhile_is_forgotten_when_it_is_allowed(alice: User, ruth: User, clock: Clock) -> None:
    turn = answered(alice, answer="The words.")
    talk = flagged(alice, LOCK, subject=turn.answer.public_id, kind=ANSWER)
    refused = flags.refuse_prompt(alice, "The prompt.", "studio", LOCK)
    assert refused is not None
    leaving.leave(alice)
    for case in (talk, refused.case):
        decided(case, ruth, ALLOW)

    forgetting.forget_let_go()
    early = RefusedPrompt.objects.get().text
    settled(clock)
    again = [forgetting.forget_let_go(), forgetting.forget_let_go()]
    Conversation.objects.update(delete_after=timezone.now() - timedelta(hours=1))
    conversations.purge()

    assert (early, RefusedPrompt.objects.get().text, again) == ("The prompt.", "", [1, 1])
    assert not Message.objects.exists()


def test_who_left_is_forgotten_however_late_the_sweep_comes_and_once(alice: User, ruth: User, clock: Clock) -> None:
    refused = flags.refuse_prompt(alice, "The prompt.", "studio", LOCK)
    assert refused is not None
    leaving.leave(alice)
    decided(refused.case, ruth, ALLOW)
    clock.is_at(timezone.now() + timedelta(days=30))

    swept = [forgetting.forget_let_go(), forgetting.forget_let_go()]

    assert (swept, RefusedPrompt.objects.get().text) == ([1, 0], "")


def test_who_cannot_be_erased_just_now_keeps_nobody_else_from_being_forgotten(
    alice: User, ruth: User, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    jammed, seen, bob = {alice.pk}, list[bool](), person("bob")

    def emptied(somebody: User) -> Mapping[str, int]:
        if somebody.pk in jammed:
            raise OSError("It does not come loose.")
        audit.record(None, "drawer.emptied", "drawer")
        return {}

    def looked(somebody: User) -> Mapping[str, int]:
        seen.append(AuditEntry.objects.filter(action="drawer.emptied").exists())
        return {}

    for each in (alice, bob):
        refused = flags.refuse_prompt(each, "The prompt.", "studio", LOCK)
        assert refused is not None
        leaving.leave(each)
        decided(refused.case, ruth, ALLOW)
    clock.is_at(timezone.now() + timedelta(days=2))
    monkeypatch.setattr(privacy, "_stores", dict(privacy._stores))
    privacy.register("beside", export=lambda _: [], erase=looked)
    privacy.register("drawer", export=lambda _: [], erase=emptied)

    first = forgetting.forget_let_go()
    left = set(Case.objects.filter(forgotten_at=None).values_list("owner", flat=True))
    jammed.clear()

    assert (first, left, forgetting.forget_let_go()) == (1, {alice.pk}, 1)
    assert (seen[0], AuditEntry.objects.filter(action="drawer.emptied").count()) == (False, 2)


def test_what_was_taken_back_is_locked_as_before(alice: User, ruth: User, shelf: Shelf, clock: Clock) -> None:
    case = flagged(alice, LOCK)
    decision = decided(case, ruth, ALLOW)

    decisions.undo(decision, reviewer=ruth)
    settled(clock)

    assert locked_now(case)
    assert Case.objects.open().held().get() == case
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(freed_at=timezone.now())


def test_where_a_newer_case_waits_it_carries_the_lock_of_what_was_taken_back(
    alice: User, rosa: User, ruth: User, shelf: Shelf, clock: Clock
) -> None:
    case = flagged(alice, LOCK)
    decision = decided(case, ruth, ALLOW)
    newer = flagged(alice, REFUSED, subject=case.subject)

    decisions.undo(decision, reviewer=ruth)
    newer.refresh_from_db()
    carries = newer.lane
    decided(newer, ruth, ALLOW)
    settled(clock)

    assert carries == Lane.LOCKED
    assert not Case.objects.held().exists()


@pytest.mark.parametrize("how", [REMOVE, HIDE, Measure("warn"), Measure("label")], ids=lambda each: each.name)
def test_no_other_decision_lets_go_but_an_appeal_that_takes_it_back_does(
    alice: User, ruth: User, shelf: Shelf, clock: Clock, how: Measure
) -> None:
    case = flagged(alice, LOCK)
    decision = decided(case, ruth, how)
    settled(clock)
    before = locked_now(case)
    sam = person("sam", Role.REVIEWER, Role.ADMINISTRATOR)

    if decision.restricts:
        appeal = appeals.appeal(decision, owner=alice, words="It is a statue.")
        appeals.judge(appeal, judge=sam, outcome="overturned", answer="It is.")
        assert not locked_now(case)

    assert before


def test_an_appeal_that_only_changes_the_decision_leaves_it_locked(alice: User, ruth: User, shelf: Shelf) -> None:
    case = flagged(alice, LOCK)
    appeal = appeals.appeal(decided(case, ruth, REMOVE), owner=alice, words="It is a statue.")
    sam = person("sam", Role.REVIEWER, Role.ADMINISTRATOR)

    appeals.judge(appeal, judge=sam, outcome="changed", answer="Hidden is enough.", measures=[HIDE])

    assert locked_now(case)


def test_a_new_word_locks_again_what_was_allowed(alice: User, ruth: User, shelf: Shelf, clock: Clock) -> None:
    case = flagged(alice, LOCK)
    decided(case, ruth, ALLOW)
    settled(clock)

    again = flagged(alice, LOCK, subject=case.subject)

    assert (locked_now(case), locked_now(again)) == (False, True)


def test_a_machines_allow_lets_nothing_go(alice: User, shelf: Shelf, clock: Clock) -> None:
    case = flagged(alice, LOCK)
    decisions.decide(case, reviewer=None, measures=[ALLOW], reason="So.")
    settled(clock)

    assert locked_now(case)


def test_what_was_allowed_or_overturned_before_there_was_a_word_for_it_is_let_go(
    alice: User, ruth: User, shelf: Shelf
) -> None:
    allowed, overturned, removed, waiting = (flagged(alice, LOCK) for _ in range(4))
    decided(allowed, ruth, ALLOW)
    decided(removed, ruth, REMOVE)
    appeal = appeals.appeal(decided(overturned, ruth, REMOVE), owner=alice, words="It is a statue.")
    judge = person("sam", Role.REVIEWER, Role.ADMINISTRATOR)
    appeals.judge(appeal, judge=judge, outcome="overturned", answer="It is.")
    Case.objects.update(freed_at=None)

    import_module("moderation.migrations.0016_locked_until_let_go").let_go(apps, None)

    assert set(Case.objects.held()) == {removed, waiting}


def test_who_left_long_before_there_was_a_word_for_it_is_forgotten(
    alice: User, ruth: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = flags.refuse_prompt(alice, "The prompt.", "studio", LOCK)
    assert refused is not None
    then = timezone.now() - timedelta(days=90)
    with monkeypatch.context() as spring:
        spring.setattr(timezone, "now", lambda: then)
        leaving.leave(alice)
        decided(refused.case, ruth, ALLOW)
    Case.objects.update(freed_at=None)

    import_module("moderation.migrations.0016_locked_until_let_go").let_go(apps, None)
    forgetting.forget_let_go()

    assert RefusedPrompt.objects.get().text == ""


def test_nothing_more_is_handed_over_of_what_was_let_go(alice: User, ruth: User, shelf: Shelf, clock: Clock) -> None:
    case, sam = flagged(alice, LOCK), person("sam", Role.REVIEWER, Role.ADMINISTRATOR)
    handover = handing_over.ask(case, by=ruth, authority="The police", reference="1", reason="They asked.")
    handing_over.release(handover, by=sam, reason="I looked.")
    decided(case, ruth, ALLOW)
    settled(clock)

    page, desk = reverse("handover", args=[case.public_id]), signed_in(ruth)
    fetched = desk.get(reverse("handover-package", args=[handover.public_id])).status_code

    assert "was let go by a later decision" in desk.get(page).content.decode()
    assert (fetched, desk.post(page, {"authority": "x", "reference": "x", "reason": "x"}).status_code) == (404, 404)
    assert Handover.objects.count() == 1


def test_what_is_locked_or_suspected_goes_along_with_nothing(alice: User, ruth: User, shelf: Shelf) -> None:
    mild, other, locked, suspected = flagged(alice), flagged(alice), flagged(alice, LOCK), flagged(alice)
    Case.objects.filter(pk=suspected.pk).update(suspected_at=timezone.now())
    cases, desk = (mild, other, locked, suspected), signed_in(ruth)
    address, filled = reverse("case", args=[mild.public_id]), {"measures": ["allow"], "reason": "So."}

    offered = re.findall(r'name="with" value="([^"]+)"', desk.get(address).content.decode())
    desk.post(
        reverse("case_decide", args=[mild.public_id]), {**filled, "with": [str(each.public_id) for each in cases[1:]]}
    )
    alone = {**filled, "seen": "1", "with": [str(suspected.public_id)]}
    desk.post(reverse("case_decide", args=[locked.public_id]), alone)

    assert offered == [str(other.public_id)]
    assert Case.objects.open().get() == suspected


def test_no_clock_shows_what_is_locked(alice: User, rosa: User, ruth: User, shelf: Shelf, clock: Clock) -> None:
    decided(flagged(alice, subject=(subject := uuid4())), rosa, Measure("hide", later()))
    locked = flagged(alice, LOCK, subject=subject)
    with pytest.raises(decisions.Conflict, match="a person has to look again"):
        decided(locked, ruth, Measure("hide", later()))

    clock.is_at(later(8))
    at_its_end = ending.end_due(), subject in shelf.hidden
    decided(locked, ruth, ALLOW)
    settled(clock)

    assert at_its_end == (0, True)
    assert ending.end_due() == 1
