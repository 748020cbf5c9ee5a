"""What the viewer keeps of a thing: a star, a rating, and words for who cannot see it."""

import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.db.transaction import atomic
from django.test import Client
from django.utils import timezone

from accounts.models import User
from studio import assets, captions, privacy
from studio.models import Asset
from tests.studio.families import thing
from tests.studio.steps import order_picture, order_video, work
from tests.support.simulator import Simulator
from usage.models import Charge, Hold, Payer

HTMX = {"HX-Request": "true"}


def words(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_star_and_a_rating_are_set_changed_and_taken_away(tab: Client, alice: User) -> None:
    asset = thing(alice)
    place = f"/studio/assets/{asset.public_id}"

    shown = words(tab.post(f"{place}/star/", {"on": "1"}, headers=HTMX))
    tab.post(f"{place}/rate/", {"rating": "4"}, headers=HTMX)

    asset.refresh_from_db()
    assert (asset.starred, asset.rating) == (True, 4)
    assert 'id="star" type="submit" aria-pressed="true"' in shown
    tab.post(f"{place}/star/", {"on": ""}, headers=HTMX)
    assert tab.post(f"{place}/rate/", {"rating": "0"}).status_code == 302
    asset.refresh_from_db()
    assert (asset.starred, asset.rating) == (False, 0)


@pytest.mark.parametrize("rating", ["6", "-1", "five", "", "4.5", "٣"])
def test_what_is_no_rating_changes_nothing(rating: str, tab: Client, alice: User) -> None:
    asset = thing(alice, rating=3)

    answer = tab.post(f"/studio/assets/{asset.public_id}/rate/", {"rating": rating}, headers=HTMX)

    asset.refresh_from_db()
    assert (answer.status_code, asset.rating) == (400, 3)


@pytest.mark.parametrize("order", [order_picture, order_video])
def test_an_engine_that_sees_describes_it_at_the_price_shown(
    order: Any, tab: Client, alice: User, upstream: Simulator
) -> None:
    asset = work(order(alice)).assets.get()
    place = f"/studio/assets/{asset.public_id}/"
    before = words(tab.get(place))

    asked = words(tab.post(f"{place}caption/ask/", headers=HTMX))
    captions.answer(asset.pk)
    captions.answer(asset.pk)  # a bell that rings twice
    answer = tab.get(f"{place}caption/", headers=HTMX)

    asset.refresh_from_db()
    assert "An engine is looking at it" in asked
    assert 'hx-trigger="every 2s"' in asked
    assert 'hx-trigger="every 2s"' not in words(answer)
    assert "Have it written" in before
    assert "at most" in before
    assert asset.caption.startswith("A fox crossing a river, drawn in")
    assert asset.caption in words(answer)
    assert f'{"Film: " if asset.is_video else ""}{asset.caption}"' in words(tab.get(place))
    charge = Charge.objects.get(purpose=captions.PURPOSE)
    hold = Hold.objects.get(purpose=captions.PURPOSE)
    assert (charge.payer, charge.subject, charge.owner) == (Payer.PERSON, asset.public_id, alice)
    assert 0 < charge.person_ticks <= hold.ticks == captions.price(asset)


def test_without_money_or_an_engine_nothing_is_asked_and_the_words_stay(
    tab: Client, alice: User, upstream: Simulator, settings: Any
) -> None:
    settings.ALLOWANCE_USD = 0.0401  # a picture costs four cents of it
    asset = work(order_picture(alice)).assets.get()
    place = f"/studio/assets/{asset.public_id}/caption/"
    tab.post(place, {"caption": "My own words."})

    def asked() -> Any:
        tab.post(f"{place}ask/", headers=HTMX)
        captions.answer(asset.pk)
        return tab.get(place, headers=HTMX)

    poor = asked()
    settings.ALLOWANCE_USD = 10
    upstream.set_scene("wrong_key", helpers=True)
    broken = asked()

    assert "Your allowance does not cover this" in words(poor)
    assert "could not look at it now" in words(broken)
    asset.refresh_from_db()
    assert (asset.caption, asset.caption_begun_at) == ("My own words.", None)


def test_words_by_hand_are_kept_in_one_line_and_bounded(tab: Client, alice: User) -> None:
    asset = thing(alice)
    place = f"/studio/assets/{asset.public_id}/caption/"

    tab.post(place, {"caption": "  A fox,\n\n by the\x07 river. "})
    long = tab.post(place, {"caption": "x" * 601}, headers=HTMX)

    asset.refresh_from_db()
    assert asset.caption == "A fox, by the river."
    assert long.status_code == 422
    assert "at most 600 characters; this has 601" in words(long)
    assert 'alt="A fox, by the river."' in words(tab.get("/studio/"))
    tab.post(place, {"caption": " "})
    asset.refresh_from_db()
    assert asset.caption == ""


def test_words_of_one_s_own_are_not_lost_to_an_engine(tab: Client, alice: User, upstream: Simulator) -> None:
    asset = work(order_picture(alice)).assets.get()
    place = f"/studio/assets/{asset.public_id}/caption/"

    asked = words(tab.post(f"{place}ask/", {"caption": "Half a thou"}, headers=HTMX))
    refused = tab.post(f"{place}ask/", {"caption": "Half a thought"}, headers=HTMX)
    waiting = tab.get(place, {"caption": "Half a thought and", "was": ""}, headers=HTMX)
    captions.answer(asset.pk)
    ended = words(tab.get(place, {"caption": "Half a thought and more", "was": ""}, headers=HTMX))

    assert "textarea" not in asked  # what is typed since the click stays, too
    assert re.search(r'id="caption-ask" hx-swap-oob="true"[^>]+ disabled', asked)
    assert refused.status_code == 422
    assert "Half a thought</textarea>" in words(refused)
    assert waiting.status_code == 204  # nothing is drawn anew beneath who types
    assert "Half a thought and more</textarea>" in ended
    assert "An engine wrote “A fox crossing" in ended


def test_an_engine_writes_over_nothing_that_happened_meanwhile(tab: Client, alice: User, upstream: Simulator) -> None:
    def answered(asset: Asset) -> None:
        try:
            captions.answer(asset.pk)
        finally:
            connections.close_all()

    def meanwhile(act: Callable[[Asset], object]) -> str:
        asset = work(order_picture(alice)).assets.get()
        captions.ask(alice, asset.public_id)
        upstream.set_scene("slow_first_token seconds=1", helpers=True)
        before = len(upstream.requests())
        with ThreadPoolExecutor(1) as beside:
            answering = beside.submit(answered, asset)
            upstream.wait_for(lambda engine: len(engine.requests()) > before)
            atomic(act)(asset)
            answering.result()
        upstream.set_scene("", helpers=True)
        asset.refresh_from_db()
        return asset.caption

    assert meanwhile(lambda _asset: None) != ""
    assert meanwhile(lambda asset: captions.write(alice, asset.public_id, "My own words.")) == "My own words."
    assert meanwhile(lambda asset: assets.delete(alice, asset.public_id)) == ""
    assert meanwhile(lambda asset: assets.hide(asset.public_id)) == ""
    assert meanwhile(lambda _asset: privacy.erase_assets(alice)) == ""


def test_only_one_engine_is_asked_at_a_time(alice: User, upstream: Simulator) -> None:
    asset = work(order_picture(alice)).assets.get()
    Asset.objects.filter(pk=asset.pk).update(caption_begun_at=timezone.now())

    with pytest.raises(captions.NotWritten, match="being written already"):
        captions.ask(alice, asset.public_id)

    assert not Charge.objects.filter(purpose=captions.PURPOSE).exists()


def test_an_engine_that_never_answers_is_given_up_and_can_be_asked_again(
    tab: Client, alice: User, upstream: Simulator, settings: Any
) -> None:
    asset = work(order_picture(alice)).assets.get()
    place = f"/studio/assets/{asset.public_id}/"
    tab.post(f"{place}caption/ask/", headers=HTMX)
    long_ago = timezone.now() - timedelta(seconds=2 * settings.CALL_SECONDS + 1)
    Asset.objects.filter(pk=asset.pk).update(caption_begun_at=long_ago)

    captions.answer(asset.pk)  # its bell comes very late
    page = words(tab.get(place))

    assert "It took too long and was given up" in page
    assert "Have it written" in page
    assert not Charge.objects.filter(purpose=captions.PURPOSE).exists()
    assert "An engine is looking at it" in words(tab.post(f"{place}caption/ask/", headers=HTMX))


def test_the_recipe_has_all_that_another_order_needs_and_promises_no_more(
    tab: Client, alice: User, upstream: Simulator
) -> None:
    job = work(order_picture(alice, "a lighthouse", ratio="16:9"))
    seen, hidden = thing(alice, "seen"), thing(alice, "a secret", approved_sha256="")
    asset = job.assets.get()
    for parent in (seen, hidden):
        asset.parent_edges.create(parent=parent, role="source")

    recipe = json.loads(words(tab.get(f"/studio/assets/{asset.public_id}/recipe/")))

    assert {name: recipe[name] for name in job.order} == job.order
    assert recipe["made_from"] == [
        {"role": "source", "id": str(seen.public_id), "sha256": seen.sha256},
        {"role": "source", "gone": True},
    ]
    assert "does not make the same picture" in recipe["promise"]
    assert str(hidden.public_id) not in json.dumps(recipe)
