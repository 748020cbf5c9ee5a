"""Whoever was asked: at their link, without an account, for ever, and nobody else."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts import audit, leaving, privacy
from accounts.models import Role, User
from moderation.consent import asking
from moderation.models import Consent
from moderation.models.consent import Standing
from studio.models import Asset
from tests.chatapp.links import reader, signed_in
from tests.studio.conftest import person
from tests.studio.families import thing
from tests.studio.likenesses import agreed, asked, sought

STRIP = re.compile(r'<meta name="csrf-token"[^>]*>')


@pytest.fixture
def alice(db: None) -> User:
    return person("alice", Role.CREATOR)


@pytest.fixture
def consent(alice: User) -> Consent:
    return sought(thing(alice, "a portrait", previews=["large.webp"]))


def address(consent: Consent, more: str = "") -> str:
    return f"/consent/{consent.token}/{more}"


def words(answer: Any) -> str:
    return STRIP.sub("", str(answer.content.decode()))


def signed(**more: Any) -> dict[str, Any]:
    until = timezone.now() + timedelta(days=30)
    return {"answer": "yes", "scopes": ["edit"], "until": f"{until:%Y-%m-%d}", "signature": "Carla Costa", **more}


def test_they_see_the_very_picture_sign_and_can_take_it_back_at_the_same_link(consent: Consent, alice: User) -> None:
    browser = reader()
    page = browser.get(address(consent))
    assert alice.name in words(page)
    assert alice.email not in words(page)
    assert "large.webp" in browser.get(address(consent, "picture/"))["Location"]
    assert "noindex" in page["X-Robots-Tag"]
    assert page["Cache-Control"] == "private, no-store"

    assert browser.post(address(consent), signed()).status_code == 303
    consent.refresh_from_db()
    assert (consent.state, consent.scopes, consent.signature) == (Standing.GIVEN, ["edit"], "Carla Costa")
    assert "You agreed" in words(reader().get(address(consent)))
    assert "Carla Costa" in words(reader().get(address(consent, "held/")))
    assert "Carla Costa" in str(reader().get(address(consent, "held/file/")).json())

    done = reader().post(address(consent, "withdraw/"), {"forget": "1"}, follow=True)
    assert "It is taken back" in words(done)
    consent.refresh_from_db()
    assert (consent.state, consent.signature) == (Standing.WITHDRAWN, "")
    assert [row.action for row in audit.about(f"consent {consent.public_id}")][:2] == [
        "consent.withdrawn", "consent.given",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "said",
    [
        {"scopes": []}, {"scopes": ["sell"]}, {"until": ""}, {"until": "tomorrow"}, {"until": "2020-01-01"},
        {"until": "9999-12-31"}, {"signature": " "}, {"signature": "x" * 121}, {"signature": "a\x00b"},
    ],
    ids=str,
)  # fmt: skip
def test_an_answer_that_makes_no_sense_agrees_to_nothing(consent: Consent, said: dict[str, Any]) -> None:
    assert reader().post(address(consent), signed(**said)).status_code == 422

    consent.refresh_from_db()
    assert consent.state == Standing.WAITING


def test_who_asks_does_not_answer_for_the_person(consent: Consent, alice: User) -> None:
    answer = signed_in(alice).post(address(consent), signed())

    assert answer.status_code == 422
    assert "somebody else has to answer" in words(answer)
    consent.refresh_from_db()
    assert consent.state == Standing.WAITING


def test_links_of_who_left_of_nobody_and_unknown_ones_look_alike(alice: User) -> None:
    bob = person("bob", Role.CREATOR)
    left, unasked = sought(thing(bob)), asked(thing(alice))
    leaving.leave(bob)

    never = words(reader().get("/consent/no-such-token/"))

    for consent in (left, unasked):
        answer = reader().get(address(consent))
        assert answer.status_code == 404
        assert words(answer) == never
        assert reader().get(address(consent, "picture/")).status_code == 404
        assert reader().post(address(consent, "withdraw/")).status_code == 404


def test_who_guesses_too_often_opens_nothing(consent: Consent, settings: Any) -> None:
    settings.SHARE_GUESSES_PER_MINUTE = 2
    browser = reader()
    for _ in range(3):
        browser.get(f"/consent/{uuid4().hex}/")

    assert browser.get(address(consent)).status_code == 404


def test_a_consent_is_its_owners_alone(alice: User, consent: Consent) -> None:
    bob = signed_in(person("bob", Role.CREATOR))
    place = f"/consents/{consent.public_id}/"

    assert {bob.get(place).status_code, bob.post(f"{place}end/").status_code} == {404}
    assert bob.post("/consents/about/", {"kind": "asset", "thing": str(consent.subject)}).status_code == 404
    assert "a portrait" not in words(bob.get("/consents/"))
    assert "a portrait" in words(signed_in(alice).get("/consents/"))
    assert consent.token in words(signed_in(alice).get(place))


def test_the_owner_answers_on_the_page(alice: User) -> None:
    browser, picture = signed_in(alice), thing(alice)
    place = browser.post("/consents/about/", {"kind": "asset", "thing": str(picture.public_id)})["Location"]
    assert browser.post("/consents/about/", {"kind": "asset", "thing": str(picture.public_id)})["Location"] == place

    assert browser.post(place, {"who": "somebody", "words": ""}).status_code == 422
    assert browser.post(place, {"who": "a bishop"}).status_code == 422
    assert browser.post(f"{place}selfie/", {"picture": "no id"}).status_code == 422
    browser.post(place, {"who": "me"})
    found = Consent.objects.get()
    assert found.phrase in words(browser.get(place))
    browser.post(place, {"who": "somebody", "words": "Carla"})
    assert "/consent/" in words(browser.get(place))
    browser.post(f"{place}end/")
    again = browser.post(f"{place}again/")["Location"]
    assert again != place
    assert browser.post(f"{place}again/")["Location"] == again


@pytest.mark.parametrize("kind", ["asset", "message", "", "x" * 300])
def test_nothing_is_asked_about_what_is_not_theirs(alice: User, kind: str) -> None:
    browser = signed_in(alice)

    for named in (str(uuid4()), "no id", ""):
        assert browser.post("/consents/about/", {"kind": kind, "thing": named}).status_code == 404


def test_both_sides_take_their_words_along_and_have_them_erased(alice: User) -> None:
    consent = agreed(thing(alice))
    (told,) = privacy.export_of(alice)["stores"]["moderation.consents"]["records"]
    assert (told["whom"], told["signature"], told["allows"]) == ("Carla", "Carla Costa", ["edit", "animate", "publish"])
    assert consent.token not in str(told)

    leaving.leave(alice)

    consent.refresh_from_db()
    assert (consent.words, consent.signature, consent.state) == ("", "", Standing.WITHDRAWN)


def test_a_question_is_asked_once(alice: User) -> None:
    picture: Asset = thing(alice)

    assert asked(picture) == asked(picture)
    with pytest.raises(asking.NotOver):
        asking.again(alice, asked(picture).public_id)


def test_strangers_find_no_list(db: None) -> None:
    assert Client().get("/consents/").status_code == 302
