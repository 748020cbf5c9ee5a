"""That a child is in danger, said by anybody: never lost, seen by two roles alone, and locked when more than a stranger says so."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Role, User
from moderation import decisions, queue
from moderation.finding import Found
from moderation.locked import handing_over
from moderation.models import Case, Report
from moderation.models.case import Lane
from moderation.models.flag import Source
from moderation.reports import categories, faith
from moderation.reports.receiving import MOST_STRANGERS, receive
from moderation.verdicts import Action, Verdict
from studio import assets
from studio.models import Asset
from studio.sharing import shares
from studio.subject_kinds import ASSET
from tests.accounts.people import person, signed_in
from tests.moderation.clock import Clock
from tests.moderation.deeds import ALLOW, REMOVE, flagged
from tests.studio.hung import hang, stored

pytestmark = pytest.mark.django_db

CHILD, OTHER = categories.of("child"), categories.of("other")
LIKENESS = Verdict(action=Action.REVIEW, check="rules", policy_version="", clause="likeness.2")
DOUBT = Verdict(action=Action.REVIEW, check="rules", policy_version="", clause="minors.5")


@pytest.fixture
def asset(alice: User, tmp_path: Path, settings: Settings) -> Asset:
    settings.MEDIA_ROOT = tmp_path / "media"
    return stored(hang(alice, "a fox"), b"fox", tmp_path)


def found(asset: Asset) -> Found:
    return Found(ASSET, asset.public_id, asset.owner, "A picture")


def lanes(reviewer: User) -> list[Case]:
    return [line.case for group in queue.lanes(reviewer) for line in group.lines]


def test_a_strangers_lone_word_is_seen_first_by_both_roles_keeps_the_evidence_and_locks_nothing(
    asset: Asset, alice: User, rosa: User, ruth: User
) -> None:
    older = flagged(alice, Verdict(action=Action.REVIEW, check="rules", policy_version=""), kind=ASSET)

    receive(found(asset), CHILD, "Look.")
    assets.delete(alice, asset.public_id, at_once=True)
    assets.purge_due()
    assets.purge(asset)

    case = Case.objects.get(subject=asset.public_id)
    assert (case.lane, case.is_locked) == (Lane.OTHER, False)
    assert (lanes(ruth), lanes(rosa)) == ([case, older], [older])
    assert Asset.objects.filter(pk=asset.pk).exists()
    page = signed_in(ruth).get(f"/desk/cases/{case.public_id}/").content.decode()
    assert "suspected, both roles only" in page
    assert signed_in(rosa).get(f"/desk/cases/{case.public_id}/").status_code == 404


def test_it_moves_no_case_that_waits(asset: Asset, alice: User, rosa: User, ruth: User) -> None:
    case = flagged(alice, LIKENESS, subject=asset.public_id, kind=ASSET)
    before = lanes(rosa)

    for _ in range(3):  # strangers are one stranger
        receive(found(asset), CHILD, "Look.")

    case.refresh_from_db()
    assert (case.lane, case.is_locked) == (Lane.LIKENESS, False)
    assert (before, lanes(rosa), lanes(ruth)) == ([case], [], [case])


def test_with_a_check_that_found_the_same_it_locks(asset: Asset, alice: User) -> None:
    case = flagged(alice, DOUBT, subject=asset.public_id, kind=ASSET)

    receive(found(asset), CHILD, "Look.")

    case.refresh_from_db()
    assert case.is_locked


def test_the_word_of_somebody_with_an_account_locks_and_lowered_words_add_up(asset: Asset, alice: User) -> None:
    bob, carla = person("bob"), person("carla")
    for each in (bob, carla):
        receive(Found(ASSET, hang(alice).public_id, alice, "A picture"), OTHER, "", by=each)
        faith.found_bad(Report.objects.get(owner=each), reviewer=person(f"r{each.pk}", Role.REVIEWER), reason="So.")

    said = []
    for each in (bob, carla):
        receive(found(asset), CHILD, "", by=each)
        said.append(Case.objects.get(subject=asset.public_id).lane)

    assert said == [Lane.OTHER, Lane.LOCKED]
    other = hang(alice)
    receive(Found(ASSET, other.public_id, alice, "A picture"), CHILD, "", by=person("dora"))
    assert Case.objects.get(subject=other.public_id).lane == Lane.LOCKED


def test_whoever_judges_the_suspicion_locks_it_by_anything_but_an_allow(
    asset: Asset, rosa: User, ruth: User, clock: Clock
) -> None:
    receive(found(asset), CHILD, "Look.")
    case = Case.objects.get()
    decision = decisions.decide(case, reviewer=ruth, measures=[REMOVE], reason="So.")

    confirmed = Case.objects.get().is_locked
    handing_over.ask(Case.objects.get(), by=ruth, authority="The police", reference="1", reason="It is one.")
    decisions.undo(decision, reviewer=ruth)
    decisions.decide(Case.objects.get(), reviewer=ruth, measures=[ALLOW], reason="A fox.")
    clock.is_at(timezone.now() + timedelta(minutes=2))

    assert confirmed
    assert not Case.objects.held().exists()
    assert Case.objects.shown_to(rosa).exists()


def test_it_is_not_lost_among_others_nor_as_a_second_word(asset: Asset, alice: User, rosa: User) -> None:
    bob, other = person("bob"), hang(alice)
    for each in range(MOST_STRANGERS):
        receive(found(asset), OTHER, "", contact=f"{each}@example.org")
    receive(Found(ASSET, other.public_id, alice, "A picture"), OTHER, "", by=bob)

    too_many, suspicion = receive(found(asset), OTHER, ""), receive(found(asset), CHILD, "")
    second = receive(Found(ASSET, other.public_id, alice, "A picture"), CHILD, "", by=bob)

    assert (too_many, suspicion is None) == (None, False)
    assert second == Report.objects.get(owner=bob)
    assert Case.objects.get(subject=asset.public_id).suspected_at
    assert Case.objects.get(subject=other.public_id).lane == Lane.LOCKED
    assert not queue.lanes(rosa)


def test_who_has_reported_much_can_still_report_a_child(asset: Asset, alice: User, settings: Settings) -> None:
    settings.MAX_OPEN_CASES_PER_PERSON = 1
    bob = person("bob")
    receive(Found(ASSET, hang(alice).public_id, alice, "A picture"), OTHER, "", by=bob)

    assert receive(found(asset), OTHER, "", by=bob) is None
    assert receive(found(asset), CHILD, "", by=bob)

    assert Case.objects.get(subject=asset.public_id).lane == Lane.LOCKED


def test_a_stranger_reads_the_same_answer_whatever_they_report(asset: Asset, alice: User) -> None:
    place = f"/made/{shares.share(alice, [asset.public_id], key='k').token}/"

    answers = [Client().post("/report/", {"at": place, "category": each}) for each in ("hate", "child")]

    assert [each.status_code for each in answers] == [303, 303]
    assert Case.objects.get().flags.filter(source=Source.PERSON).count() == 2
