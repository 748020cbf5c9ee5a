"""Work shown by link: what whoever has it sees, for as long as its owner lets them, and nothing else."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from PIL import Image

from accounts import leaving, privacy
from accounts.models import User
from studio import assets
from studio.lineage import subtree
from studio.media import credentials
from studio.models import Asset, Share
from studio.sharing import shares
from tests.chatapp.links import reader, signed_in
from tests.studio.steps import order_picture, order_video, work
from tests.studio.storages import Store
from tests.studio.test_links import fetch
from tests.support.simulator import Simulator

WORDS = "a fox crossing a river"


@pytest.fixture
def picture(alice: User, upstream: Simulator) -> Asset:
    asset: Asset = work(order_picture(alice)).assets.get()
    return asset


def shared(*shown: Asset, **how: Any) -> Share:
    return shares.share(shown[0].owner, [each.public_id for each in shown], key=uuid4().hex, **how)


def address(share: Share, more: str = "") -> str:
    return f"/made/{share.token}/{more}"


def words(answer: Any) -> str:
    return str(answer.content.decode())


def test_whoever_has_the_link_sees_it_labelled_and_learns_nothing_else(alice: User, picture: Asset) -> None:
    share = shared(picture)

    page = reader().get(address(share))

    assert page.status_code == 200
    assert "Made with AI" in words(page)
    assert address(share, f"{picture.public_id}/large/") in words(page)
    assert "noindex" in page["X-Robots-Tag"]
    assert page["Cache-Control"] == "private, no-store"
    for secret in (WORDS, alice.email, alice.name, "¢"):
        assert secret not in words(page)


def test_the_prompt_is_shown_only_when_it_is_ticked(picture: Asset) -> None:
    bare, told = shared(picture), shared(picture, with_words=True)

    assert WORDS in words(reader().get(address(told)))
    for place in (f"{picture.public_id}/download/", f"{picture.public_id}/file/"):
        assert "fox" not in reader().get(address(bare, place))["Location"]


def test_the_page_says_what_the_file_says(picture: Asset) -> None:
    said = words(
        reader().get(address(shared(picture), f"{picture.public_id}/credentials/"), headers={"HX-Request": "1"})
    )

    assert "Made with AI, and the file says so itself." in said
    assert "Signed by this house (Salon), made with grok-imagine-image-2.0, Salon." in said
    assert "nothing was changed since" in said


def test_the_preview_is_what_somebody_sees(tab: Client, picture: Asset) -> None:
    place = f"/studio/share/?asset={picture.public_id}"
    plain = words(tab.get(place))
    asked = {"asset": str(picture.public_id), "ticked": str(picture.public_id), "with_words": "on"}
    ticked = words(tab.get("/studio/share/", asked, headers={"HX-Request": "true"}))

    preview = plain.split('id="share-preview"')[1]
    assert "Made with AI" in preview
    assert WORDS not in preview
    assert WORDS in ticked


def test_a_form_makes_one_link_however_often_it_is_sent(tab: Client, alice: User, picture: Asset) -> None:
    said = {"key": uuid4().hex, "days": "7", "password": "", "ticked": str(picture.public_id)}

    answers = [tab.post(f"/studio/share/?asset={picture.public_id}", said) for _ in range(2)]

    share = Share.objects.get()
    assert [answer.status_code for answer in answers] == [303, 303]
    assert share.link in words(tab.get(answers[0]["Location"]))
    assert share.link in words(signed_in(alice).get("/shares/"))
    assert timedelta(days=6, hours=23) < share.expires_at - timezone.now() <= timedelta(days=7)


@pytest.mark.parametrize(
    "said",
    [
        {"days": "31"},
        {"days": "x"},
        {"password": "short"},
        {"ticked": []},
        {"ticked": "no-file"},
        {"ticked": "00000000-0000-4000-8000-000000000000"},
    ],
    ids=str,
)
def test_a_form_that_makes_no_sense_makes_no_link(tab: Client, picture: Asset, said: dict[str, Any]) -> None:
    plain = {"key": uuid4().hex, "days": "7", "password": "", "ticked": str(picture.public_id)}

    answer = tab.post(f"/studio/share/?asset={picture.public_id}", {**plain, **said})

    assert answer.status_code == 422
    assert not Share.objects.exists()


def test_nobody_shares_what_is_not_theirs(bob: User, alice: User, picture: Asset) -> None:
    theirs = signed_in(bob)

    assert theirs.get(f"/studio/share/?asset={picture.public_id}").status_code == 404
    assert theirs.get("/studio/share/?asset=nonsense").status_code == 404
    with pytest.raises(Asset.DoesNotExist):
        shares.share(bob, [picture.public_id], key=uuid4().hex)
    assert theirs.post(f"/studio/shares/{shared(picture).public_id}/revoke/").status_code == 404


# --- the end of a link -----------------------------------------------------------------------------------------------


def ends_by_revoking(share: Share, asset: Asset) -> None:
    shares.revoke(share.owner, share.public_id)


def ends_by_expiry(share: Share, asset: Asset) -> None:
    past = timezone.now() - timedelta(days=1)
    Share.objects.filter(pk=share.pk).update(made_at=past - timedelta(days=2), expires_at=past)


def ends_by_deleting(share: Share, asset: Asset) -> None:
    assets.delete(share.owner, asset.public_id)


def ends_by_deleting_and_taking_back(share: Share, asset: Asset) -> None:
    assets.delete(share.owner, asset.public_id)
    assets.restore(share.owner, asset.public_id)


def ends_by_deleting_a_family_and_taking_it_back(share: Share, asset: Asset) -> None:
    subtree.delete(share.owner, asset.public_id)
    subtree.restore(share.owner, asset.public_id)


@transaction.atomic
def ends_by_the_desk(share: Share, asset: Asset) -> None:
    assets.hide(asset.public_id)


def judged_for_removal(share: Share, asset: Asset) -> None:
    Asset.objects.filter(pk=asset.pk).update(takedown_at=timezone.now())


def ends_by_leaving(share: Share, asset: Asset) -> None:
    leaving.leave(share.owner)


@pytest.mark.parametrize(
    "end",
    [
        ends_by_revoking,
        ends_by_expiry,
        ends_by_deleting,
        ends_by_deleting_and_taking_back,
        ends_by_deleting_a_family_and_taking_it_back,
        ends_by_the_desk,
        ends_by_leaving,
    ],
    ids=lambda end: end.__name__,
)
def test_an_ended_link_looks_like_one_that_never_was(picture: Asset, end: Callable[[Share, Asset], None]) -> None:
    share, browser = shared(picture), reader()
    doors = [f"{picture.public_id}/{door}/" for door in ("large", "file", "download")]
    assert [browser.get(address(share, door)).status_code for door in doors] == [302, 302, 302]
    assert browser.get(address(share, "still.jpg")).status_code == 200

    end(share, picture)

    gone, never = browser.get(address(share)), browser.get("/made/no-such-token/")
    strip = re.compile(r'<meta name="csrf-token"[^>]*>')
    assert (gone.status_code, never.status_code) == (404, 404)
    assert strip.sub("", words(gone)) == strip.sub("", words(never))
    doors += [f"{picture.public_id}/credentials/", "still.jpg"]
    assert {browser.get(address(share, door)).status_code for door in doors} == {404}


@pytest.mark.parametrize(
    ("end", "why"),
    [
        (ends_by_deleting, "What it showed was deleted"),
        (ends_by_the_desk, "hidden by a decision"),
        (judged_for_removal, "if that may stay, it opens again"),
    ],
)
def test_the_list_of_links_says_which_open_nothing_and_why(
    tab: Client, picture: Asset, end: Callable[[Share, Asset], None], why: str
) -> None:
    share = shared(picture)
    assert f"Opens until {share.expires_at:%-d %B %Y}" in words(tab.get("/shares/"))

    end(share, picture)
    listed = words(tab.get("/shares/"))

    assert "Opens nothing now. " in listed
    assert why in listed
    assert "Copy link" not in listed
    assert reader().get(address(share)).status_code == 404


def test_what_is_deleted_of_several_is_not_shown_and_the_others_are(alice: User, upstream: Simulator) -> None:
    first, second = work(order_picture(alice, n=2)).assets.order_by("part")
    share = shared(first, second)

    assets.delete(alice, first.public_id)

    page = words(reader().get(address(share)))
    assert str(second.public_id) in page
    assert str(first.public_id) not in page


def test_revoking_works_at_once_on_every_store_and_a_download_keeps_its_credentials(
    alice: User, upstream: Simulator, store: Store, tmp_path: Any
) -> None:
    film = work(order_video(alice)).assets.get()
    share, browser = shared(film), reader()

    status, headers, body = fetch(browser.get(address(share, f"{film.public_id}/download/"))["Location"], browser)
    shares.revoke(alice, share.public_id)

    saved = tmp_path / "saved.mp4"
    saved.write_bytes(body)
    seal = credentials.read(saved, "video/mp4")
    assert (status, headers["content-disposition"]) == (
        200,
        f"attachment; filename*=UTF-8''salon-{film.public_id.hex[:6]}.mp4",
    )
    assert seal is not None
    assert seal.state == "Trusted"
    assert browser.get(address(share, f"{film.public_id}/download/")).status_code == 404


# --- password, machines, the still -----------------------------------------------------------------------------------


def test_a_password_is_asked_for_before_anything_is_told_and_not_for_ever(picture: Asset, settings: Any) -> None:
    settings.SHARE_PASSWORD_TRIES = 2
    share, browser = shared(picture, password="seven swans"), reader()

    door = browser.get(address(share))
    wrong = browser.post(address(share), {"password": "eight swans"})
    right = browser.post(address(share), {"password": "seven swans"})
    too_often = browser.post(address(share), {"password": "seven swans"})

    assert "asks for a password" in words(door)
    assert "og:" not in words(door)
    assert [wrong.status_code, right.status_code, too_often.status_code] == [422, 303, 429]
    assert "Made with AI" in words(browser.get(address(share)))
    assert "og:image" not in words(browser.get(address(share)))
    for door_ in (f"{picture.public_id}/large/", "still.jpg"):
        assert reader().get(address(share, door_)).status_code == 404


def test_a_view_is_counted_once_and_never_a_machines(picture: Asset) -> None:
    share, browser = shared(picture), reader()

    for who in (browser, browser, Client(HTTP_USER_AGENT="Slackbot-LinkExpanding 1.0"), signed_in(share.owner)):
        who.get(address(share))

    share.refresh_from_db()
    assert share.views == 1


@pytest.mark.parametrize("film", [False, True], ids=["picture", "film"])
def test_where_the_link_is_posted_stands_a_small_labelled_still(alice: User, upstream: Simulator, film: bool) -> None:
    asset = work(order_video(alice) if film else order_picture(alice)).assets.get()
    share = shared(asset)

    page = words(reader().get(address(share)))
    still = reader().get(address(share, "still.jpg"))

    assert f'property="og:image" content="{share.link}still.jpg"' in page
    assert still["Content-Type"] == "image/jpeg"
    image = Image.open(io.BytesIO(still.content)).convert("L")
    assert image.size == (1200, 630)
    label = image.crop((28, 540, 370, 604)).tobytes()
    assert sum(value > 225 for value in label) > 800  # the letters
    assert sum(value < 60 for value in label) > len(label) // 3  # what they stand on
    if film:
        assert min(image.crop((600, 310, 610, 320)).tobytes()) > 225  # ▶


def test_what_is_taken_along_tells_of_links_and_opens_none(alice: User, picture: Asset) -> None:
    share = shared(picture)

    (told,) = privacy.export_of(alice)["stores"]["studio.shares"]["records"]

    assert told["shows"] == [str(picture.public_id)]
    assert share.token not in str(told)
