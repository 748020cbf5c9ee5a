"""What was made with AI says so wherever it is seen, and in the pixels of what leaves the house to be looked at."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageChops

from accounts.models import User
from foundation.storage import media
from studio.media import previews
from studio.models import Asset
from studio.sharing import shares, stills
from tests.chatapp.links import reader
from tests.studio.likenesses import sought
from tests.studio.steps import order_picture, order_video, work
from tests.studio.test_desk import case_about, reviewed_job
from tests.studio.test_links import fetch
from tests.studio.test_sweeping import bells
from tests.support.simulator import Simulator

TEMPLATES = Path(settings.BASE_DIR) / "templates"
SHOWS = re.compile(r"""<(?:img|video)[^>]*(?:'asset-(?:small|large|file)'|each\.large)""")
SAYS = ("studio/_label.html", "Made with AI")
# At most 44 pixels, where no word can be read, each on a page or beside a line that says it; and what only others include.
TOO_SMALL = {
    "studio/_arrivals.html", "studio/_chip.html", "studio/_slots.html", "studio/_trail.html", "studio/_tray_job.html",
    "studio/styles/_style.html",
}  # fmt: skip
INCLUDED = {"studio/_stage.html"}


@pytest.fixture
def picture(alice: User, upstream: Simulator) -> Asset:
    asset: Asset = work(order_picture(alice)).assets.get()
    return asset


def words(answer: Any) -> str:
    return str(answer.content.decode())


def seen(place: str) -> Image.Image:
    """What somebody who follows this address sees."""
    somebody = reader()
    return Image.open(io.BytesIO(fetch(somebody.get(place)["Location"], somebody)[2]))


def test_every_template_that_shows_a_thing_labels_it() -> None:
    names = {path.relative_to(TEMPLATES).as_posix(): path.read_text() for path in TEMPLATES.rglob("*.html")}
    showing = {name for name, text in names.items() if SHOWS.search(text)}

    silent = {name for name in showing if not any(says in names[name] for says in SAYS)}

    assert silent == TOO_SMALL | INCLUDED
    for name in {name for name, text in names.items() if "studio/_stage.html" in text} - INCLUDED:
        assert SAYS[0] in names[name]


@pytest.mark.parametrize(
    "place",
    ["", "pick/?kind=picture", "assets/{}/", "assets/{}/lineage/", "compare/?a={}", "share/?asset={}", "styles/new/"],
)
def test_every_page_that_shows_it_says_so(tab: Client, picture: Asset, place: str) -> None:
    page = words(tab.get("/studio/" + place.format(picture.public_id), follow=True))

    assert str(picture.public_id) in page
    assert "Made with AI" in page


def by_link(picture: Asset) -> str:
    return f"/made/{shares.share(picture.owner, [picture.public_id], key=uuid4().hex).token}/{picture.public_id}/large/"


def to_whom_it_shows(picture: Asset) -> str:
    return reverse("consent-picture", args=[sought(picture).token])


@pytest.mark.parametrize("place", [by_link, to_whom_it_shows])
def test_what_a_link_shows_says_so_in_its_pixels(picture: Asset, place: Callable[[Asset], str]) -> None:
    shown = seen(place(picture))

    with media().open(picture.preview_key("large.webp")) as stored, Image.open(stored) as opened:
        plain = opened.convert("RGB")
    changed = ImageChops.difference(plain, shown.convert("RGB")).convert("L").point(lambda value: 255 * (value > 60))
    left, top, right, bottom = changed.getbbox() or (0, 0, 0, 0)
    assert shown.size == plain.size
    assert left < plain.width * 0.1
    assert top > plain.height * 0.8  # the lower left corner, and nothing else
    assert right - left > plain.width * 0.2
    assert bottom <= plain.height
    assert previews.MARK in shown.info["xmp"]


def test_the_labelled_copy_is_drawn_once_and_goes_with_the_thing(picture: Asset) -> None:
    share = shares.share(picture.owner, [picture.public_id], key=uuid4().hex)
    place = f"/made/{share.token}/{picture.public_id}/large/"

    first, second = (reader().get(place)["Location"].partition("?")[0] for _ in range(2))

    picture.refresh_from_db()
    copies = [name for name in picture.previews if name.startswith("shown-")]
    assert len(copies) == 1
    assert copies[0] in first
    assert picture.preview_key(copies[0]) in picture.stored_keys
    assert first == second


def test_the_copy_is_drawn_when_the_link_is_made_and_who_looks_first_does_not_wait(picture: Asset) -> None:
    rung = bells("media")

    share = shares.share(picture.owner, [picture.public_id], key=uuid4().hex)
    assert bells("media") == rung + 1
    stills.label_all(share.pk)

    picture.refresh_from_db()
    (copy,) = (name for name in picture.previews if name.startswith("shown-"))
    assert copy in reader().get(f"/made/{share.token}/{picture.public_id}/large/")["Location"]


def test_a_films_poster_says_so_too(alice: User, upstream: Simulator) -> None:
    film = work(order_video(alice)).assets.get()
    share = shares.share(alice, [film.public_id], key=uuid4().hex)

    poster = seen(f"/made/{share.token}/{film.public_id}/large/")

    assert previews.MARK in poster.info["xmp"]
    assert "made-label" in words(reader().get(f"/made/{share.token}/"))  # the poster is gone when it plays


def test_who_judges_it_reads_it_too(alice: User, rosa: User, upstream: Simulator, client: Client) -> None:
    reviewed_job(alice, rosa)
    client.force_login(rosa)

    assert "Made with AI" in words(client.get(f"/desk/cases/{case_about('asset').public_id}/"))


def test_the_words_about_ai_are_open_to_anyone_and_named_where_things_are_shown(picture: Asset) -> None:
    share = shares.share(picture.owner, [picture.public_id], key=uuid4().hex)

    assert 'href="/about-ai/"' in words(reader().get(f"/made/{share.token}/"))
    assert "never proves that no AI made a thing" in words(reader().get("/about-ai/"))
