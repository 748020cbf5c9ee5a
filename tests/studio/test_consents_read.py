"""What its owner reads where a consent is missing: whose it is, and the way to ask, never that there is nothing."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Role, User
from moderation.consent import answering, signing
from studio.models import Arrival, Asset
from tests.chatapp.links import signed_in
from tests.studio.conftest import person
from tests.studio.families import thing
from tests.studio.likenesses import agreed, asked, made_from


@pytest.fixture
def alice(db: None) -> User:
    return person("alice", Role.CREATOR)


def read(browser: Client, place: str) -> tuple[int, str]:
    answer = browser.get(place, follow=True)
    return answer.status_code, answer.content.decode()


def page_of(asset: Asset) -> str:
    return f"/studio/assets/{asset.public_id}/"


def sharing(asset: Asset) -> str:
    return f"/studio/share/?asset={asset.public_id}"


def test_sharing_what_somebody_did_not_agree_to_show_leads_to_them(alice: User) -> None:
    picture = thing(alice, "Carla")
    consent = agreed(picture, scopes=["edit"])
    child = made_from(picture, "with a straw hat")
    browser = signed_in(alice)

    assert sharing(child) not in read(browser, page_of(child))[1]
    assert browser.get(sharing(child))["Location"] == f"/consents/{consent.public_id}/"
    assert "Carla has not agreed to showing it by link" in read(browser, sharing(child))[1]
    assert signed_in(person("bob", Role.CREATOR)).get(sharing(child)).status_code == 404


def test_a_withheld_things_own_page_says_why_and_strangers_find_nothing(alice: User) -> None:
    picture = thing(alice, "Carla")
    consent = agreed(picture)
    child = made_from(picture, "with a straw hat")
    signing.withdraw(consent.pk)

    status, page = read(signed_in(alice), page_of(child))

    assert status == 403
    assert "“Carla” does not agree to it" in page
    assert f"/consents/{consent.public_id}/" in page
    assert "straw hat" not in page
    assert signed_in(person("bob", Role.CREATOR)).get(page_of(child)).status_code == 404
    Asset.objects.filter(pk=child.pk).update(
        hidden_at=consent.made_at
    )  # by the desk: that is not for them to read here
    assert signed_in(alice).get(page_of(child)).status_code == 404


def test_what_an_order_lacks_is_said_before_it_is_sent(alice: User) -> None:
    picture = thing(alice, "Carla")
    agreed(picture, scopes=["edit"])
    browser = signed_in(alice)

    animate = read(browser, f"/studio/?verb=animate&with={picture.public_id}")[1]
    edit = read(browser, f"/studio/?verb=edit&with={picture.public_id}")[1]

    assert "Carla has not agreed to this (“Animate it”)" in animate
    assert "has not agreed" not in edit


def test_the_page_of_the_question_remembers_whom_they_meant_and_calls_a_word_a_word(alice: User) -> None:
    consent = agreed(thing(alice, "Carla"))
    signing.withdraw(consent.pk)
    browser = signed_in(alice)

    place = browser.post(f"/consents/{consent.public_id}/again/")["Location"]

    page = read(browser, place)[1]
    assert 'value="Carla"' in page
    assert "optional" not in page
    nobody = answering.nobody(alice, asked(thing(alice, "a statue")).public_id)
    page = read(browser, f"/consents/{nobody.public_id}/")[1]
    assert "your word, " in page
    assert "Take my word back" in page
    assert "It and all that was made from it are not shown any more then" in page


@pytest.mark.parametrize(("back", "leads"), [("", True), ("//elsewhere.example/", False)])
def test_a_selfie_is_brought_from_the_page_of_its_question_and_leads_back_there(
    alice: User, back: str, leads: bool
) -> None:
    browser, question = signed_in(alice), asked(thing(alice, "me"))
    place = f"/consents/{question.public_id}/"
    browser.post(place, {"who": "me"})
    page = read(browser, place)[1]
    assert f'name="back" value="{place}"' in page

    answer = browser.post("/studio/bring/", {"back": back or place}, headers={"Accept": "text/html"})

    assert answer["Location"] == (place if leads else "/studio/bring/")


def chip_of(asset: Asset, browser: Client) -> str:
    return read(browser, "/studio/bring/list/")[1].partition(f'data-arrival="{asset.arrival.public_id}"')[2]


def test_what_was_brought_asks_who_it_is_until_that_is_answered_and_says_that_it_is_kept_from_sight(
    alice: User,
) -> None:
    picture, browser = thing(alice, "Carla", recipe={"face": True}), signed_in(alice)
    Arrival.objects.create(
        owner=alice, origin="uploaded", name="carla.png", stage="ready", asset=picture, ended_at=timezone.now()
    )
    question = asked(picture)
    assert f'href="/consents/{question.public_id}/">Who is this?' in chip_of(picture, browser)

    consent = agreed(picture)
    assert "On your wall" in chip_of(picture, browser)
    assert "Who is this?" not in chip_of(picture, browser)

    signing.withdraw(consent.pk)
    chip = chip_of(picture, browser)
    assert "Kept from sight" in chip
    assert f'href="{page_of(picture)}"' in chip  # where it says why
    for untrue in ("<img", "data-hung", "data-card", "On your wall", "Who is this?"):
        assert untrue not in chip
