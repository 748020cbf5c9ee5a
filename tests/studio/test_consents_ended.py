"""A consent that is taken back, runs out or grows narrower reaches everything that was made from the thing, at once."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry, Notice, Role, User
from moderation import decisions
from moderation.consent import answering, asking, ending, signing, stating
from moderation.models import Consent
from moderation.models.consent import Standing
from studio import tasks
from studio.consents import telling
from studio.models import Asset
from studio.sharing import shares
from studio.takedowns import Things
from tests.moderation.deeds import ALLOW
from tests.studio.conftest import person
from tests.studio.families import thing
from tests.studio.likenesses import ALL, Clock, agreed, edit, made_from, now, reviewed_case, sought
from tests.studio.likenesses import clock as clock
from tests.studio.steps import order_picture, work
from tests.studio.storages import Store, on_a_folder
from tests.support.simulator import Simulator
from usage.models import Hold


@pytest.fixture
def picture(alice: User, upstream: Simulator) -> Asset:
    """With bytes, so that it can be sent."""
    return work(order_picture(alice)).assets.get()


@pytest.fixture
def sam() -> User:
    """Reviewer and administrator both."""
    return person("sam", Role.REVIEWER, Role.ADMINISTRATOR)


def test_taking_it_back_reaches_the_fourth_generation_at_once(tab: Client, alice: User) -> None:
    picture = thing(alice, "Carla")
    consent = agreed(picture)
    family = [picture]
    for n in range(4):
        family.append(made_from(family[-1], f"generation {n}"))
    stranger = thing(alice, "a fox")
    share = shares.share(alice, [family[4].public_id, stranger.public_id], key=uuid4().hex)
    job = edit(alice, family[4])
    assert {tab.get(f"/studio/assets/{each.public_id}/").status_code for each in family} == {200}

    signing.withdraw(consent.pk)

    assert {tab.get(f"/studio/assets/{each.public_id}/").status_code for each in family} == {403}
    assert {tab.get(f"/studio/assets/{each.public_id}/file/").status_code for each in family} == {404}
    assert "generation" not in str(tab.get("/studio/").content.decode().split('id="order"')[0])
    assert [shown.asset for shown in share.shown.all()] == [stranger]
    assert now(job) == ("refused", "no_consent")
    assert Hold.objects.get(subject=job.public_id).settled_at
    assert Notice.objects.owned_by(alice).filter(code="consent_withdrawn").count() == 1
    telling.audit_of_things()
    assert told("withheld") == {f"asset {each.public_id}" for each in family}
    assert told("unlinked") == {f"share {share.public_id}"}
    assert told("stopped") == {f"order {job.public_id}"}
    assert told("withdrawn") == {f"consent {consent.public_id}"}


def told(said: str) -> set[str]:
    """About what the audit says this."""
    return set(AuditEntry.objects.filter(action=f"consent.{said}").values_list("target", flat=True))


def test_a_question_asked_late_binds_what_was_made_before_it_and_outlives_what_it_came_from(alice: User) -> None:
    first = thing(alice)
    last = thing(alice, "child's child", thing(alice, "child", first))

    consent = agreed(first)
    first.delete()  # purged: no line of lineage leads to it any more
    signing.withdraw(consent.pk)

    last.refresh_from_db()
    assert not last.is_approved


def test_what_comes_home_after_a_no_is_never_seen_and_is_when_they_agree_again(
    alice: User, sam: User, picture: Asset, upstream: Simulator
) -> None:
    from studio.pipeline import fetching, inspecting, submitting

    consent = agreed(picture)
    job = edit(alice, picture)
    submitting.send_next("picture")
    fetching.fetch(job.pk)

    signing.withdraw(consent.pk)
    inspecting.inspect(job.pk)

    child = job.assets.get()
    assert now(job) == ("blocked", "consent_ended")
    assert set(Asset.objects.visible_to(alice)) == set()

    second = answering.somebody(alice, asking.again(alice, consent.public_id).public_id, "Carla")
    signing.agree(second.pk, scopes=["edit"], until=timezone.now() + timedelta(days=9), signature="Carla Costa")
    assert set(Asset.objects.visible_to(alice)) == set()  # somebody had said no: both roles look first
    decisions.decide(reviewed_case(alice), reviewer=sam, measures=[ALLOW], reason="Carla wrote to us.")
    assert set(Asset.objects.visible_to(alice)) == {picture, child}


def test_a_queued_order_is_not_sent_after_a_no(alice: User, picture: Asset, upstream: Simulator) -> None:
    from studio.pipeline import submitting

    consent = agreed(picture)
    job = edit(alice, picture)
    # As if the withdrawal had been killed before it reached the order.
    Consent.objects.filter(pk=consent.pk).update(state=Standing.WITHDRAWN, revoked_at=timezone.now())

    submitting.send_next("picture")

    assert now(job) == ("refused", "no_consent")


def test_what_a_kill_left_of_a_withdrawal_is_finished_by_the_sweep(alice: User) -> None:
    picture = thing(alice)
    child = made_from(picture, "child") if (consent := agreed(picture)) else None
    Consent.objects.filter(pk=consent.pk).update(state=Standing.WITHDRAWN, revoked_at=timezone.now())

    ending.sweep()

    assert child is not None
    assert not Asset.objects.visible_to(alice).exists()
    consent.refresh_from_db()
    assert consent.reached_at
    assert ending.sweep() == 0


def test_a_consent_ends_on_its_day_and_so_does_all_made_under_it(alice: User, tab: Client, clock: Clock) -> None:
    picture = thing(alice)
    consent = agreed(picture, days=9)
    child = made_from(picture, "child")

    clock.to(consent.expires_at - timedelta(seconds=1))
    assert now(edit(alice, child))[0] == "queued"
    assert ending.sweep() == 0
    clock.to(consent.expires_at)
    assert now(edit(alice, child, "later"))[0] == "refused"  # also before any sweep
    assert shares.shareable(alice, [child.public_id]) == []
    assert ending.sweep() == 1

    consent.refresh_from_db()
    assert consent.state == Standing.EXPIRED
    assert tab.get(f"/studio/assets/{child.public_id}/").status_code == 403
    assert "has run out" in Notice.objects.owned_by(alice).newest_first()[0].body


def test_one_that_cannot_be_ended_stops_none_of_the_others(alice: User, clock: Clock) -> None:
    stuck, picture = agreed(thing(alice), days=9), thing(alice)
    Consent.objects.filter(pk=stuck.pk).update(subject_kind="of no room")
    consent = agreed(picture, days=9)
    clock.to(consent.expires_at)

    tasks.sweep_consents()

    consent.refresh_from_db()
    assert consent.state == Standing.EXPIRED
    assert told("withheld") == {f"asset {picture.public_id}"}


def test_who_does_not_answer_in_time_has_not_agreed(alice: User, clock: Clock, settings: Any) -> None:
    picture = thing(alice)
    consent, job = sought(picture), edit(alice, picture)

    clock.on(days=settings.CONSENT_ASK_DAYS, seconds=-1)
    assert ending.sweep() == 0
    assert Consent.objects.live().filter(pk=consent.pk).exists()
    clock.on(seconds=1)
    assert not Consent.objects.live().filter(pk=consent.pk).exists()
    ending.sweep()

    assert now(job) == ("refused", "no_consent")
    assert "has not answered in time" in Notice.objects.owned_by(alice).newest_first()[0].body


@on_a_folder
def test_a_link_to_the_bytes_dies_within_its_five_minutes_and_no_other_is_made(
    store: Store, tab: Client, picture: Asset, clock: Clock, settings: Any
) -> None:
    consent = agreed(picture)
    clock.to(clock.now.replace(microsecond=0))  # a link is minted to the second
    door = f"/studio/assets/{picture.public_id}/file/"
    minted = str(tab.get(door)["Location"])

    signing.withdraw(consent.pk)

    assert tab.get(door).status_code == 404
    assert tab.get(door.replace("file", "large")).status_code == 404
    assert settings.MEDIA_LINK_SECONDS <= 300
    clock.on(seconds=settings.MEDIA_LINK_SECONDS)
    assert tab.get(minted).status_code == 200
    clock.on(seconds=1)
    assert tab.get(minted).status_code == 404


def test_who_agrees_to_less_than_before_keeps_the_rest_from_sight(alice: User, sam: User) -> None:
    picture = thing(alice, "Carla")
    consent = agreed(picture)
    made_from(picture, "edited")
    film = made_from(picture, "animated")
    Asset.objects.filter(pk=film.pk).update(verb="animate")

    signing.withdraw(consent.pk)
    again = answering.somebody(alice, asking.again(alice, consent.public_id).public_id, "Carla")
    signing.agree(again.pk, scopes=["edit"], until=timezone.now() + timedelta(days=9), signature="Carla Costa")
    decisions.decide(reviewed_case(alice), reviewer=sam, measures=[ALLOW], reason="Carla wrote to us.")

    assert set(Asset.objects.visible_to(alice).values_list("alt", flat=True)) == {"Carla", "edited"}


def test_a_word_taken_back_and_given_again_while_a_request_holds_it_loses_nothing(alice: User) -> None:
    picture = thing(alice)
    consent = agreed(picture)
    Things().withhold(picture.public_id)

    signing.withdraw(consent.pk)
    newer = answering.somebody(alice, asking.again(alice, consent.public_id).public_id, "Carla")
    with transaction.atomic():
        stating.given(newer, by=None, scopes=ALL, until=timezone.now() + timedelta(days=9), signature="Carla Costa")
    assert not Asset.objects.visible_to(alice).exists()
    assert Things().give_back(picture.public_id)

    assert Asset.objects.visible_to(alice).exists()


def test_a_reviewer_does_not_show_what_somebody_does_not_agree_to(alice: User) -> None:
    from studio import assets

    picture = thing(alice)
    consent = agreed(picture)
    signing.withdraw(consent.pk)

    with transaction.atomic():
        assets.approve(picture.public_id)

    assert not Asset.objects.visible_to(alice).exists()


def test_what_was_made_before_anybody_was_asked_is_seen_as_far_as_they_allow(alice: User) -> None:
    picture = thing(alice, "Carla")
    edited, film = thing(alice, "edited", picture), thing(alice, "animated", picture, verb="animate")

    agreed(picture, scopes=["edit"])

    assert set(Asset.objects.visible_to(alice)) == {picture, edited}
    assert film.likenesses.get().withheld_at
