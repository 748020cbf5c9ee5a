"""Ordering: one click is one order, at the price shown, within the allowance, past the gate."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import Role, User
from foundation import heartbeats
from foundation.idempotency import KeyReused
from moderation.models import Case
from studio import jobs
from studio.models import Job
from studio.outcomes import Outcome
from studio.sharing import shares
from studio.states import State
from tests.studio.bills import check_money
from tests.studio.conftest import person
from tests.studio.steps import order_picture, order_video, picture_order, video_order, work
from tests.support.simulator import Simulator
from usage.allowances import standing
from usage.holds import OverAllowance
from xai.prices import picture_ticks, video_ticks


def test_an_order_holds_its_price_and_is_queued(alice: User) -> None:
    job = order_video(alice, seconds=5, resolution="720p")

    assert job.state == State.QUEUED
    assert standing(alice).held == video_ticks("grok-imagine-video", "720p", 5)


def test_the_price_of_pictures_counts_each(alice: User) -> None:
    order_picture(alice, n=4, resolution="2k", quality="medium")

    assert standing(alice).held == picture_ticks("grok-imagine-image-2.0", "2k", "medium", 4)


def test_the_same_key_again_is_the_same_order(alice: User) -> None:
    key = uuid.uuid4().hex

    first = jobs.request(alice, picture_order(), key=key)
    again = jobs.request(alice, picture_order(), key=key)

    assert first == again
    assert Job.objects.count() == 1
    assert standing(alice).held == picture_order().price


def test_the_same_key_with_another_order_is_refused(alice: User) -> None:
    key = uuid.uuid4().hex
    jobs.request(alice, picture_order(), key=key)

    with pytest.raises(KeyReused):
        jobs.request(alice, picture_order("another thing"), key=key)

    assert Job.objects.count() == 1


@pytest.mark.parametrize(
    ("order", "wrong"),
    [
        (picture_order(ratio="7:5"), "ratio"),
        (picture_order(n=11), "count"),
        (video_order(seconds=16), "length"),
        (video_order("x" * 5000), "prompt_long"),
    ],
)
def test_what_the_engine_does_not_take_is_not_accepted_by_whatever_door(order: Any, wrong: str, alice: User) -> None:
    with pytest.raises(jobs.NotOffered, match=wrong):
        jobs.request(alice, order, key=uuid.uuid4().hex)

    assert not Job.objects.exists()
    assert standing(alice).held == 0


def test_two_clicks_at_the_same_moment_are_one_order(alice: User) -> None:
    key = uuid.uuid4().hex

    def click(_: int) -> int:
        try:
            return jobs.request(alice, picture_order(), key=key).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as clicks:
        made = set(clicks.map(click, range(4)))

    assert len(made) == 1
    assert Job.objects.count() == 1
    check_money(alice)


def test_parallel_orders_cannot_overdraw_an_allowance(alice: User, settings: Any) -> None:
    settings.ALLOWANCE_USD = 0.10  # two pictures of 4 ¢

    def click(_: int) -> bool:
        try:
            order_picture(alice)
        except OverAllowance:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(5) as clicks:
        taken = sum(clicks.map(click, range(5)))

    assert taken == 2
    assert Job.objects.count() == 2
    check_money(alice)


def test_there_is_an_end_to_open_orders(alice: User, settings: Any) -> None:
    settings.MAX_OPEN_JOBS_PER_PERSON = 2
    order_picture(alice)
    order_picture(alice)

    with pytest.raises(jobs.TooManyOpen):
        order_picture(alice)

    assert standing(alice).held == 2 * picture_order().price


def test_a_prompt_the_policy_forbids_never_leaves_the_house(alice: User, upstream: Simulator) -> None:
    job = work(order_picture(alice, "a naked man on a horse"))

    assert (job.state, job.outcome) == (State.REFUSED, Outcome.POLICY)
    assert "no explicit pictures" in job.sentence
    assert standing(alice).held == 0
    assert upstream.requests() == []


def test_a_prompt_the_policy_wants_looked_at_waits_and_holds_its_price(alice: User, upstream: Simulator) -> None:
    job = work(order_picture(alice, "the pope on a skateboard"))

    assert (job.state, job.outcome) == (State.AWAITING, Outcome.UNDER_REVIEW)
    assert Case.objects.open().get().subject == job.public_id
    assert standing(alice).held == job.frozen_order.price
    assert upstream.requests() == []


def test_the_gate_is_passed_again_before_sending(
    alice: User, upstream: Simulator, settings: Any, tmp_path: Any
) -> None:
    job = order_video(alice, "a fox crossing a river")
    (tmp_path / "1.toml").write_text(
        '[[clause]]\nid = "fox.1"\ntitle = "No foxes"\nsays = "No foxes."\nverdict = "refuse"\nsentence = "No foxes."\n'
        '[[clause.rule]]\nwords = ["fox"]\n'
    )
    settings.POLICY_DIR = tmp_path

    work(job)

    assert (job.state, job.outcome, job.sentence) == (State.REFUSED, Outcome.POLICY, "No foxes.")
    assert upstream.requests() == []
    check_money(alice)


def test_what_the_policy_labels_goes_through_and_its_sentence_stands_beside_what_was_made(
    alice: User, upstream: Simulator, client: Client, settings: Any, tmp_path: Any
) -> None:
    (tmp_path / "1.toml").write_text(
        '[[clause]]\nid = "fox.1"\ntitle = "Foxes"\nsays = "Foxes."\nverdict = "label"\nsentence = "No real fox."\n'
        '[[clause.rule]]\nwords = ["fox"]\n'
    )
    settings.POLICY_DIR = tmp_path

    asset = work(order_picture(alice, "a fox crossing a river")).assets.get()
    link = shares.share(alice, [asset.public_id], key=uuid.uuid4().hex)
    shared = client.get(f"/made/{link.token}/").content.decode()
    client.force_login(alice)

    assert "No real fox." in shared
    for place in ("/studio/", f"/studio/assets/{asset.public_id}/"):
        assert "No real fox." in client.get(place).content.decode()


def test_an_owner_suspended_after_the_click_gets_nothing_sent(alice: User, upstream: Simulator) -> None:
    job = order_video(alice)
    alice.roles = ["user"]
    alice.save()

    work(job)

    assert (job.state, job.outcome) == (State.REFUSED, Outcome.NOT_ALLOWED)
    assert upstream.requests() == []
    check_money(alice)


def test_the_provider_is_asked_for_exactly_what_was_ordered(alice: User, upstream: Simulator) -> None:
    order = video_order("a heron, at dawn", seconds=3, ratio="9:16", resolution="480p")

    job = work(jobs.request(alice, order, key=uuid.uuid4().hex))

    asset = job.assets.get()
    assert job.frozen_order == order
    assert asset.height > asset.width
    assert asset.seconds == pytest.approx(3, abs=0.2)
    assert asset.recipe == {**order.columns(), "part": 0}
    assert asset.alt == "a heron, at dawn"


def test_an_answer_is_a_sign_of_life_of_the_provider(alice: User, upstream: Simulator) -> None:
    before = heartbeats.ages().get("upstream")

    work(order_picture(alice))

    assert before is None
    assert heartbeats.ages()["upstream"] < 30


def test_ten_pictures_are_ten_assets(alice: User, upstream: Simulator) -> None:
    job = work(order_picture(alice, n=10), seconds=60)

    assert job.state == State.READY
    assert [asset.part for asset in job.assets.visible_to(alice).order_by("part")] == list(range(10))


def test_nobody_under_age_orders_by_whatever_door(upstream: Simulator, transactional_db: None) -> None:
    tim = person("tim", Role.CREATOR, birth_date=timezone.now().date() - timedelta(days=15 * 365))

    job = work(order_picture(tim))

    assert (job.state, job.outcome) == (State.REFUSED, Outcome.POLICY)
    assert "when you are of age" in job.sentence
    assert standing(tim).held == 0
    assert upstream.requests() == []


@pytest.mark.parametrize(("clause", "score", "ends"), [("none", 0.97, State.READY), ("none", 0.5, State.AWAITING)])
def test_what_the_rules_are_not_sure_of_an_engine_may_settle_before_a_person_is_asked(
    alice: User, upstream: Simulator, settings: Any, clause: str, score: float, ends: State
) -> None:
    settings.CLASSIFIER = True
    answer = f'{{\\"clause\\": \\"{clause}\\", \\"score\\": {score}}}'
    upstream.set_scene(f'echo times=1 text="{answer}"', routes=["responses"], helpers=True)

    job = work(order_picture(alice, "the pope on a skateboard"))

    assert job.state == ends
    assert Case.objects.open().count() == (ends == State.AWAITING)
    assert len(upstream.requests(accepted=True)) == (2 if ends == State.READY else 1)
    check_money(alice)
