"""What a reviewer takes back is as it was: a waiting order, a waiting result, a picture on a wall and behind its link."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from moderation import decisions, standing
from moderation.consent import signing
from moderation.flags import raise_flag
from moderation.measures import Measure
from moderation.models import Case, Decision
from moderation.verdicts import Action, Verdict
from studio import jobs
from studio.consents import bonds, reaching
from studio.models import Asset, Job
from studio.sharing import shares
from studio.states import State
from studio.subject_kinds import ASSET
from studio.subjects import Thing
from tests.moderation.deeds import ALLOW, REMOVE
from tests.studio.bills import check_money
from tests.studio.families import thing
from tests.studio.likenesses import ALL, agreed, edit, now, sought
from tests.studio.steps import order_picture, work
from tests.support.simulator import Simulator

LOOKED_AT = "the pope on a skateboard"
SEEN_TOO = "a child in the bath, foam up to the chin"  # its result waits, too
REPORTED = Verdict(action=Action.REVIEW, check="person", policy_version="")


def decided(kind: str, by: User, *chosen: Measure) -> Decision:
    case = Case.objects.open().get(subject_kind=kind)
    return decisions.decide(case, reviewer=by, measures=chosen, reason="Looked at it.")


def reported(asset: Asset) -> Case:
    flag = raise_flag(
        subject_kind="asset", subject=asset.public_id, owner=asset.owner, verdict=REPORTED, source="person"
    )
    assert flag is not None
    return flag.case


def test_a_refused_order_waits_again_with_its_money_put_aside(alice: User, rosa: User, upstream: Simulator) -> None:
    job = work(order_picture(alice, LOOKED_AT))

    decisions.undo(decided("order", rosa, REMOVE), reviewer=rosa)

    job.refresh_from_db()
    assert (job.state, job.ended_at) == (State.AWAITING, None)
    assert job.hold is not None
    assert job.hold.is_open
    decided("order", rosa, ALLOW)
    job.refresh_from_db()
    work(job)
    assert job.state == State.READY
    check_money(alice)


def test_an_allowed_order_waits_again_as_long_as_it_was_not_sent(alice: User, rosa: User, upstream: Simulator) -> None:
    job = work(order_picture(alice, LOOKED_AT))

    decisions.undo(decided("order", rosa, ALLOW), reviewer=rosa)

    job.refresh_from_db()
    assert (job.state, job.cleared_at) == (State.AWAITING, None)
    sent = decided("order", rosa, ALLOW)
    job.refresh_from_db()
    work(job)
    decisions.undo(sent, reviewer=rosa)
    assert "has gone on since" in sent.reversal.effect


def test_an_allow_taken_back_is_no_allow_when_whoever_it_shows_agrees(alice: User, rosa: User) -> None:
    picture = thing(alice)
    consent = sought(picture)
    job = edit(alice, picture, LOOKED_AT)
    before = (now(job), job.sentence)

    decisions.undo(decided("order", rosa, ALLOW), reviewer=rosa)

    assert ((now(job), job.sentence), job.cleared_at) == (before, None)
    signing.agree(consent.pk, scopes=ALL, until=timezone.now() + timedelta(days=9), signature="Carla Costa")
    assert now(job)[0] == State.AWAITING
    assert Case.objects.open().filter(subject=job.public_id).exists()


def test_nor_when_somebody_has_said_no_in_between(alice: User, rosa: User) -> None:
    picture = thing(alice)
    consent, job = sought(picture), edit(alice, picture, LOOKED_AT)
    decision = decided("order", rosa, ALLOW)
    signing.refuse(consent.pk)

    decisions.undo(decision, reviewer=rosa)

    job.refresh_from_db()
    assert (job.state, job.cleared_at) == (State.REFUSED, None)


@pytest.mark.parametrize("first", [ALLOW, REMOVE])
def test_a_looked_at_result_waits_again_and_its_job_with_it(
    alice: User, rosa: User, upstream: Simulator, first: Measure
) -> None:
    job = work(order_picture(alice, SEEN_TOO))
    decided("order", rosa, ALLOW)
    job.refresh_from_db()
    work(job)
    before = Asset.objects.values().get()

    decisions.undo(decided("asset", rosa, first), reviewer=rosa)

    job.refresh_from_db()
    assert job.state == State.REVIEWING
    assert Asset.objects.values().get() == before
    decided("asset", rosa, ALLOW)
    assert Job.objects.get(pk=job.pk).state == State.READY


def test_a_result_that_is_shown_ends_its_order_though_whom_it_shows_does_not_agree(
    alice: User, rosa: User, upstream: Simulator
) -> None:
    job = work(order_picture(alice, SEEN_TOO))
    decided("order", rosa, ALLOW)
    job.refresh_from_db()
    picture, made = thing(alice), work(job).assets.get()
    consent = agreed(picture)
    bonds.hand_on([made], bonds.of_assets([picture.pk])[picture.pk])
    signing.withdraw(consent.pk)

    decision = decided("asset", rosa, ALLOW)

    assert now(job) == (State.READY, "")
    assert not Asset.objects.visible_to(alice).filter(pk=made.pk).exists()
    assert "as soon as everybody it shows agrees" in decision.statement
    with transaction.atomic():
        reaching.bring_back(ASSET, picture.public_id, scopes=ALL)  # as when they agree again
    assert Asset.objects.visible_to(alice).filter(pk=made.pk).exists()


def test_a_picture_taken_down_by_mistake_hangs_where_it_hung_and_its_link_opens(
    alice: User, rosa: User, upstream: Simulator, client: Client
) -> None:
    asset = work(order_picture(alice)).assets.get()
    shared = shares.share(alice, [asset.public_id], key=uuid4().hex)
    before = Asset.objects.values().get()
    reported(asset)

    assert not Thing().purge(asset.public_id)  # what is shown is never destroyed
    decision = decided("asset", rosa, REMOVE, Measure("block_hash"))
    hidden = client.get(f"/made/{shared.token}/").status_code
    decisions.undo(decision, reviewer=rosa)

    assert hidden == 404
    assert Asset.objects.values().get() == before
    assert client.get(f"/made/{shared.token}/").status_code == 200


def test_a_label_stands_on_the_page_and_behind_the_link_and_adults_only_asks_who_comes(
    alice: User, bob: User, rosa: User, upstream: Simulator, client: Client
) -> None:
    asset = work(order_picture(alice)).assets.get()
    shared = shares.share(alice, [asset.public_id], key=uuid4().hex)
    at = f"/made/{shared.token}/"
    case = reported(asset)
    decisions.decide(
        case, reviewer=rosa, measures=[Measure("label"), Measure("age_limit")], reason="So.", label="Not a photograph."
    )

    stranger = client.get(at).content.decode()
    stranger_bytes = client.get(f"{at}{asset.public_id}/file/").status_code
    client.force_login(bob)
    adult = client.get(at).content.decode()
    client.force_login(alice)
    own = client.get(f"/studio/assets/{asset.public_id}/").content.decode()

    assert "1 for adults only" in stranger
    assert '<h1 class="shared-title">For adults only</h1>' in stranger
    assert (str(asset.public_id) in stranger, stranger_bytes) == (False, 404)
    assert "Not a photograph." in adult
    assert "Not a photograph." in own


def test_who_is_limited_orders_and_publishes_nothing_until_then(
    alice: User, rosa: User, upstream: Simulator, client: Client
) -> None:
    asset = work(order_picture(alice)).assets.get()
    reported(asset)
    decision = decided("asset", rosa, Measure("limit", timezone.now() + timedelta(days=7)))

    with pytest.raises(jobs.Limited):
        order_picture(alice)
    with pytest.raises(standing.Limited):
        shares.share(alice, [asset.public_id], key=uuid4().hex)
    client.force_login(alice)
    link = client.post(f"/studio/share/?asset={asset.public_id}", {"ticked": str(asset.public_id), "days": "7"})
    assert (link.status_code, "lets you make no links until" in link.content.decode()) == (422, True)
    decisions.undo(decision, reviewer=rosa)

    assert order_picture(alice).state == State.QUEUED
