"""Bytes are had by short links minted at the click, by their owner only; they seek, and they die."""

import asyncio
import http.client
import time
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from accounts.models import User
from studio import assets
from studio.models import Asset
from tests.studio.steps import order_picture, order_video, work
from tests.studio.storages import Store, on_a_folder
from tests.support.simulator import Simulator

DOORS = ["file", "small", "large", "download", "recipe", ""]


@pytest.fixture
def film(alice: User, upstream: Simulator, store: Store) -> Asset:
    asset: Asset = work(order_video(alice)).assets.get()
    return asset


def link(tab: Client, asset: Asset, door: str = "file") -> str:
    answer = tab.get(f"/studio/assets/{asset.public_id}/{door}/")
    assert answer.status_code == 302
    return str(answer["Location"])


def fetch(url: str, tab: Client, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """What a link gives: from the house itself, or from the S3 server it names."""
    if url.startswith("/"):
        answer = tab.get(url, headers=headers)
        return answer.status_code, {name.lower(): value for name, value in answer.headers.items()}, body_of(answer)
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    connection.request("GET", f"{parts.path}?{parts.query}", headers=headers)
    reply = connection.getresponse()
    return reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read()


def body_of(answer: Any) -> bytes:
    """The whole body, streamed by asyncio or not."""

    async def read() -> bytes:
        return b"".join([piece async for piece in answer.streaming_content])

    return asyncio.run(read()) if answer.streaming else bytes(answer.content)


def test_a_link_leads_to_the_very_bytes(tab: Client, film: Asset, store: Store) -> None:
    status, headers, body = fetch(link(tab, film), tab)

    assert status == 200
    assert headers["content-type"] == "video/mp4"
    assert body == store.read(film.key)


def test_a_film_can_be_entered_in_the_middle(tab: Client, film: Asset, store: Store) -> None:
    whole = store.read(film.key)

    status, headers, body = fetch(link(tab, film), tab, Range="bytes=1000-1999")

    assert status in {200, 206}  # rclone sends the right part under the wrong number
    assert headers["content-range"] == f"bytes 1000-1999/{len(whole)}"
    assert body == whole[1000:2000]


@on_a_folder
def test_a_redirect_is_kept_by_nobody(tab: Client, film: Asset) -> None:
    answer = tab.get(f"/studio/assets/{film.public_id}/file/")

    assert answer["Cache-Control"] == "private, no-store"


def test_a_download_has_a_name_that_says_what_it_is(tab: Client, film: Asset) -> None:
    _, headers, _ = fetch(link(tab, film, "download"), tab)

    name = f"a-fox-crossing-a-river-{film.public_id.hex[:6]}.mp4"
    assert headers["content-disposition"] == f"attachment; filename*=UTF-8''{name}"


def test_a_link_dies(tab: Client, film: Asset, settings: Any, store: Store) -> None:
    if store.name == "moto":
        pytest.skip("moto accepts links that are over")
    settings.MEDIA_LINK_SECONDS = 1
    minted = link(tab, film)
    alive, _, _ = fetch(minted, tab)

    time.sleep(2.1)
    dead, _, _ = fetch(minted, tab)

    assert alive == 200
    assert dead in {400, 403, 404}


def test_what_is_not_yours_is_not_there(alice: User, bob: User, upstream: Simulator, client: Client) -> None:
    asset = work(order_picture(alice)).assets.get()
    client.force_login(bob)

    answers = {door: (client.get(path(asset, door)), client.get(path(bob, door))) for door in DOORS}

    told = {door: (foreign.status_code, missing.status_code) for door, (foreign, missing) in answers.items()}
    assert told == dict.fromkeys(DOORS, (404, 404))


def test_what_is_deleted_is_not_there_at_once(alice: User, upstream: Simulator, tab: Client) -> None:
    asset = work(order_picture(alice)).assets.get()
    before = {door: tab.get(path(asset, door)).status_code for door in DOORS}

    assets.delete(alice, asset.public_id)

    assert set(before.values()) <= {200, 302}
    assert {door: tab.get(path(asset, door)).status_code for door in DOORS} == dict.fromkeys(DOORS, 404)


def path(thing: Asset | User, door: str) -> str:
    """Where something with this id would be."""
    return f"/studio/assets/{thing.public_id}/{door}{'/' if door else ''}"


def test_a_recipe_is_every_parameter(alice: User, upstream: Simulator, tab: Client) -> None:
    job = work(order_picture(alice, n=2))
    asset = job.assets.get(part=1)

    recipe = tab.get(f"/studio/assets/{asset.public_id}/recipe/").json()

    assert recipe.items() >= {**job.order, "part": 1, "sha256": asset.sha256, "id": str(asset.public_id)}.items()


def test_no_link_is_written_into_a_log(tab: Client, film: Asset, caplog: pytest.LogCaptureFixture) -> None:
    minted = link(tab, film)

    secret = minted.rsplit("Signature=", 1)[-1] if "Signature=" in minted else minted.split("/")[2]
    assert secret not in caplog.text
