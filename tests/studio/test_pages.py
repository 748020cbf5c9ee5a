"""The bench, the cards, the tray: what a person sees, types and never loses."""

import uuid
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from foundation.wakeups import group
from studio import assets, jobs
from studio.models import Job
from studio.states import State
from tests.studio.steps import order_picture, order_video, step, work
from tests.support.simulator import Simulator

PICTURE = {
    "kind": "picture", "prompt": "a heron at dawn", "engine": "grok-imagine-image-2.0", "ratio": "16:9",
    "resolution": "1k", "quality": "low", "n": "2",
}  # fmt: skip
FILM = {
    "kind": "video", "prompt": "a heron at dawn", "engine": "grok-imagine-video", "ratio": "16:9",
    "resolution": "480p", "seconds": "4",
}  # fmt: skip
HTMX = {"HX-Request": "true"}


def words(answer: Any) -> str:
    return str(answer.content.decode())


def order(tab: Client, form: dict[str, str], **changes: str) -> Any:
    return tab.post("/studio/orders/", {**form, "key": uuid.uuid4().hex, **changes}, headers=HTMX)


@pytest.mark.parametrize("kind", ["picture", "video"])
def test_the_bench_shows_a_form_with_its_price(kind: str, tab: Client) -> None:
    shown = words(tab.get(f"/studio/?kind={kind}"))

    assert 'name="prompt"' in shown
    assert ("4.00 ¢" if kind == "picture" else "40.00 ¢") in shown


@pytest.mark.parametrize(
    ("form", "changes", "price"),
    [
        (PICTURE, {}, "8.00 ¢"),
        (PICTURE, {"n": "10", "quality": "medium", "resolution": "2k"}, "80.00 ¢"),
        (PICTURE, {"engine": "grok-imagine-image", "n": "1"}, "2.00 ¢"),
        (FILM, {}, "20.00 ¢"),
        (FILM, {"seconds": "15", "resolution": "720p"}, "$1.05"),
        (FILM, {"engine": "grok-imagine-video-1.5", "resolution": "1080p"}, "$1.00"),
    ],
)
def test_the_price_is_shown_before_the_click(
    form: dict[str, str], changes: dict[str, str], price: str, tab: Client
) -> None:
    quote = tab.get("/studio/quote/", {**form, **changes}, headers=HTMX)

    assert price in words(quote)


def test_the_price_shown_is_the_price_held_and_paid(tab: Client, alice: User, upstream: Simulator) -> None:
    shown = words(tab.get("/studio/quote/", PICTURE, headers=HTMX))
    order(tab, PICTURE)

    job = work(Job.objects.get())

    assert "8.00 ¢" in shown
    assert "It cost you 8.00 ¢." in words(tab.get(f"/studio/jobs/{job.public_id}/"))


@pytest.mark.parametrize(
    ("form", "changes", "sentence"),
    [
        (PICTURE, {"prompt": ""}, "Write what you would like to see."),
        (PICTURE, {"prompt": "  \n "}, "Write what you would like to see."),
        (PICTURE, {"prompt": "x" * 4001}, "This has 4,001 characters; 4,000 are the most."),
        (PICTURE, {"prompt": "a\x07bell"}, "control characters"),
        (PICTURE, {"n": "11"}, "At most 10 pictures in one order."),
        (PICTURE, {"n": "many"}, "A whole number from 1 to 10."),
        (PICTURE, {"ratio": "7:5"}, "7:5 is not offered."),
        (PICTURE, {"engine": "grok-imagine-image", "ratio": "21:9"}, "grok-imagine-image does not take 21:9."),
        (PICTURE, {"engine": "dall-e"}, "dall-e is not offered."),
        (FILM, {"seconds": "16"}, "grok-imagine-video makes films of 1 to 15 seconds."),
        (FILM, {"seconds": "0"}, "grok-imagine-video makes films of 1 to 15 seconds."),
        (FILM, {"resolution": "1080p"}, "grok-imagine-video does not take 1080p. It takes 480p, 720p."),
    ],
)
def test_a_mistake_gets_one_clear_sentence_and_loses_nothing_typed(
    form: dict[str, str], changes: dict[str, str], sentence: str, tab: Client
) -> None:
    answer = order(tab, form, **changes)

    assert answer.status_code == 422
    assert sentence in words(answer)
    typed = {**form, **changes}["prompt"].strip()
    assert typed.replace("\x07", "") in words(answer).replace("\x07", "")
    assert not Job.objects.exists()


def test_a_megabyte_gets_a_sentence_too(tab: Client) -> None:
    answer = order(tab, PICTURE, prompt="x" * 1_000_000)

    assert answer.status_code == 422
    assert "1,000,000 characters" in words(answer)


def test_an_order_the_allowance_does_not_cover_says_what_is_left(tab: Client, settings: Any) -> None:
    settings.ALLOWANCE_USD = 0.05

    answer = order(tab, PICTURE)

    assert answer.status_code == 422
    assert "This costs 8.00 ¢ and your allowance has 5.00 ¢ left this month." in words(answer)
    assert "a heron at dawn" in words(answer)
    assert not Job.objects.exists()


def test_an_order_gives_a_fresh_form_and_a_card(tab: Client) -> None:
    answer = order(tab, PICTURE)

    job = Job.objects.get()
    assert answer.status_code == 200
    assert f'data-job="{job.public_id}"' in words(answer)
    assert "Queued" in words(answer)


def test_the_back_button_and_another_click_are_one_order(tab: Client) -> None:
    key = uuid.uuid4().hex

    order(tab, PICTURE, key=key)
    again = order(tab, PICTURE, key=key)

    assert again.status_code == 200
    assert Job.objects.count() == 1


def test_without_a_script_an_order_leads_to_its_page(tab: Client) -> None:
    answer = tab.post("/studio/orders/", {**FILM, "key": uuid.uuid4().hex})

    assert (answer.status_code, answer["Location"]) == (302, f"/studio/jobs/{Job.objects.get().public_id}/")


def test_a_card_asks_again_until_its_job_has_ended(tab: Client, alice: User, upstream: Simulator) -> None:
    job = order_video(alice)
    on_its_way = words(tab.get(f"/studio/jobs/{job.public_id}/card/"))

    work(job)
    ended = words(tab.get(f"/studio/jobs/{job.public_id}/card/"))

    assert "every 5s" in on_its_way
    assert "every" not in ended
    assert f"/studio/assets/{job.assets.get().public_id}/small/" in ended


def test_the_page_of_a_job_tells_each_step(tab: Client, alice: User, upstream: Simulator) -> None:
    job = work(order_video(alice))

    shown = words(tab.get(f"/studio/jobs/{job.public_id}/")).lower()

    for state in (State.QUEUED, State.SUBMITTING, State.RENDERING, State.FETCHING, State.INSPECTING, State.READY):
        assert str(state.label) in shown


def test_an_uncertain_order_offers_both_ways_out(tab: Client, alice: User, upstream: Simulator) -> None:
    upstream.set_scene("accept_then_drop", routes=["videos"])
    job = work(order_video(alice))
    upstream.set_scene("")

    shown = words(tab.get(f"/studio/jobs/{job.public_id}/card/"))
    answer = tab.post(f"/studio/jobs/{job.public_id}/resubmit/", {"key": f"again-{job.public_id}"}, headers=HTMX)

    assert "may have been charged" in shown
    assert "Order it again" in shown
    assert "Let it go" in shown
    assert "Queued" in words(answer)
    job.refresh_from_db()
    assert job.state == State.CANCELLED


def test_a_film_plays_with_its_poster_before_it(tab: Client, alice: User, upstream: Simulator) -> None:
    asset = work(order_video(alice)).assets.get()

    shown = words(tab.get(f"/studio/assets/{asset.public_id}/"))

    assert "<video controls playsinline" in shown
    assert f'poster="/studio/assets/{asset.public_id}/large/"' in shown


def test_the_tray_shows_what_is_open_and_what_ended_just_now(
    tab: Client, alice: User, upstream: Simulator, settings: Any
) -> None:
    done, waiting = work(order_picture(alice)), order_video(alice)
    both = words(tab.get("/studio/tray/"))
    settings.STUDIO_TRAY_SECONDS = 0

    later = words(tab.get("/studio/tray/"))

    assert str(done.public_id) in both
    assert str(waiting.public_id) in both
    assert str(done.public_id) not in later


def test_the_wall_is_hung_in_stretches(
    tab: Client, alice: User, upstream: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assets, "PAGE", 4)
    work(order_picture(alice, n=6), seconds=60)

    first = words(tab.get("/studio/"))
    following = first.split('hx-get="/studio/?after=')[1].split('"')[0]
    second = words(tab.get(f"/studio/?after={following}", headers=HTMX))

    assert first.count("data-asset=") == 4
    assert second.count("data-asset=") == 2
    assert "after=" not in second


def test_the_wall_asks_the_database_the_same_few_times_however_much_hangs_on_it(
    tab: Client, alice: User, upstream: Simulator, django_assert_max_num_queries: Any
) -> None:
    work(order_picture(alice, n=4), seconds=60)
    for _ in range(4):
        order_picture(alice)

    with django_assert_max_num_queries(17):  # boards, tags and kept searches among them
        tab.get("/studio/")


def test_another_persons_job_is_not_there(alice: User, bob: User, client: Client) -> None:
    job = order_video(alice)
    client.force_login(bob)

    for path in ("", "card/"):
        assert client.get(f"/studio/jobs/{job.public_id}/{path}").status_code == 404
    for verb in ("cancel/", "resubmit/"):
        assert client.post(f"/studio/jobs/{job.public_id}/{verb}").status_code == 404
    assert str(job.public_id) not in words(client.get("/studio/tray/"))


def test_each_move_wakes_its_owners_tabs_and_nobody_elses(alice: User, upstream: Simulator) -> None:
    from asgiref.sync import async_to_sync
    from channels.layers import get_channel_layer

    heard: list[dict[str, str]] = []

    async def listen() -> None:
        import asyncio

        layer = get_channel_layer()
        channel = await layer.new_channel()
        await layer.group_add(group(alice.public_id), channel)
        await asyncio.to_thread(lambda: jobs.cancel(alice, order_video(alice).public_id))
        for _ in range(2):
            async with asyncio.timeout(5):
                heard.append(await layer.receive(channel))

    async_to_sync(listen)()

    assert {(message["topic"], message["id"]) for message in heard} == {("job", str(Job.objects.get().public_id))}


def test_a_cancelled_card_says_so_at_once(tab: Client, alice: User, upstream: Simulator) -> None:
    job = order_video(alice)
    while job.state == State.QUEUED:
        step(job)

    answer = tab.post(f"/studio/jobs/{job.public_id}/cancel/", headers=HTMX)

    assert "Being cancelled" in words(answer)
