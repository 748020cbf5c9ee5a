"""A link that is over tells whoever was asked so, and nobody who was named is replaced behind their back."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Role, User
from moderation.consent import answering, asking, signing
from moderation.models import Consent
from moderation.models.consent import Cause, Standing
from tests.chatapp.links import reader, signed_in
from tests.studio.conftest import person
from tests.studio.families import thing
from tests.studio.likenesses import agreed, sought


@pytest.fixture
def alice(db: None) -> User:
    return person("alice", Role.CREATOR)


def opened(consent: Consent, more: str = "") -> str:
    """What the link shows, which is a page and never a 404."""
    answer = reader().get(f"/consent/{consent.token}/{more}")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", str(answer.content.decode()))


def ran_out(consent: Consent) -> None:
    past = timezone.now() - timedelta(days=1)
    Consent.objects.filter(pk=consent.pk).update(made_at=past - timedelta(days=9), expires_at=past)


ENDS: dict[str, Callable[[Consent], Any]] = {
    "You did not agree": lambda consent: signing.refuse(consent.pk),
    "took the question back": lambda consent: answering.end(consent.owner, consent.public_id),
    "The time for an answer was over": ran_out,
}


@pytest.mark.parametrize("says", ENDS)
def test_a_link_that_is_over_says_how_and_shows_nothing_of_the_picture(alice: User, says: str) -> None:
    consent = sought(thing(alice, "a portrait", previews=["large.webp"]))

    ENDS[says](consent)

    assert says in opened(consent)
    assert "/picture/" not in opened(consent)
    assert reader().get(f"/consent/{consent.token}/picture/").status_code == 404
    assert reader().post(f"/consent/{consent.token}/", {"answer": "yes"}).status_code == 200
    consent.refresh_from_db()
    assert consent.state != Standing.GIVEN


def test_who_took_it_back_reads_what_is_held_and_has_their_name_forgotten_there_afterwards(alice: User) -> None:
    consent = agreed(thing(alice))
    forget = f"/consent/{consent.token}/forget/"
    reader().post(forget)
    assert "Carla Costa" in opened(consent, "held/")  # what still counts is taken back first

    reader().post(f"/consent/{consent.token}/withdraw/")

    assert "It is taken back" in opened(consent)
    assert "Carla Costa" in opened(consent, "held/")
    reader().post(forget)
    consent.refresh_from_db()
    assert (consent.signature, consent.words) == ("", "")
    assert "Your name is forgotten" in opened(consent)
    assert "Carla" not in opened(consent, "held/")


def answers(browser: Client, consent: Consent, **said: str) -> Any:
    return browser.post(f"/consents/{consent.public_id}/", said)


@pytest.mark.parametrize("first", [{"who": "somebody", "words": "Carla"}, {"who": "me"}], ids=str)
def test_who_is_named_while_the_question_is_open_cannot_become_nobody(alice: User, first: dict[str, str]) -> None:
    consent, browser = asking.ask(alice, "asset", thing(alice).public_id, Cause.PICTURE), signed_in(alice)
    answers(browser, consent, **first)

    page = str(browser.get(f"/consents/{consent.public_id}/").content.decode())
    refused = answers(browser, consent, who="nobody")

    assert 'value="nobody"' not in page
    assert refused.status_code == 422
    consent.refresh_from_db()
    assert consent.who == first["who"]


@pytest.mark.parametrize("second", [{"who": "somebody", "words": "Bella"}, {"who": "me"}], ids=str)
def test_whoever_has_the_link_reads_there_that_its_owner_said_something_else(
    alice: User, second: dict[str, str]
) -> None:
    consent = sought(thing(alice), "Carla")

    place = answers(signed_in(alice), consent, **second)["Location"]

    assert str(consent.public_id) not in place
    assert "took the question back" in opened(consent)
    assert signed_in(alice).get(place).status_code == 200
    newest = asking.latest(consent.subject_kind, consent.subject)
    assert newest is not None
    assert (newest.who, newest.is_open) == (second["who"], True)
