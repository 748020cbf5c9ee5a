"""Whoever is shown against their will is heard: without an account, whatever they write, and hidden in the same moment."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts import links
from accounts.models import Notice, User
from chatapp.models import Message
from moderation import letters
from moderation.consent import signing
from moderation.models import Consent, Takedown
from moderation.models.takedown import Why
from moderation.takedowns import judging, sweeping
from moderation.takedowns.receiving import Request, ask
from studio.models import Asset
from studio.sharing import shares as work
from studio.subject_kinds import ORDER
from tests.access_cases.parlour_links import made_share
from tests.accounts.people import signed_in
from tests.moderation.takedowns.asking import (
    BEA,
    SAID,
    asked,
    link,
    seen,
    send,
)
from tests.studio.likenesses import sought

pytestmark = pytest.mark.django_db


def test_what_is_named_is_hidden_in_the_same_moment_and_both_sides_are_told(
    picture: Asset, alice: User, mailoutbox: list[Any]
) -> None:
    place = link(picture)

    answer = send(place)

    assert seen(picture) == [False]
    assert Client().get(place).status_code == 404
    page = Client().get(answer["Location"]).content.decode()
    assert "What you named is hidden" in page
    assert "47 h left" in page or "48 h left" in page
    sweeping.sweep_due()
    sweeping.sweep_due()
    letters.send_due()
    assert sorted(mail.to[0] for mail in mailoutbox) == [alice.email, BEA, BEA]
    assert "no judgement" in Notice.objects.get(owner=alice).body
    assert not any(word in Notice.objects.get(owner=alice).body for word in ("Bea", BEA))


NOWHERE = {
    "another house": "https://example.com/made/abc/",
    "words alone": "my picture, I saw it on somebody's phone",
    "a script": "javascript:alert(1)//",
    "markup": "<script>alert(1)</script>",
    "brackets": "http://[::1/made/",
    "gone": "/made/abc/",
}


@pytest.mark.parametrize("place", NOWHERE.values(), ids=NOWHERE)
def test_what_we_cannot_find_is_taken_nevertheless_and_a_person_looks(place: str, rosa: User, picture: Asset) -> None:
    answer = Client().post("/removal/", {**SAID, "where": place, "who": "<script>alert(1)</script>"})

    page = Client().get(answer["Location"]).content.decode()
    assert "A person looks for it" in page
    takedown = Takedown.objects.get()
    shown = signed_in(rosa).get(f"/desk/removals/{takedown.public_id}/").content.decode()
    assert "<script>alert" not in page + shown

    signed_in(rosa).post(f"/desk/removals/{takedown.public_id}/point/", {"where": link(picture)})
    assert seen(picture) == [False]
    assert takedown.reached.get().why == Why.NAMED


@pytest.mark.parametrize("missing", ["who", "intimate", "contact", "signature", "good_faith", "where"])
def test_without_signature_place_good_faith_or_contact_nothing_is_hidden(missing: str, picture: Asset) -> None:
    said = {**SAID, "where": links.absolute(link(picture)), missing: ""}

    assert Client().post("/removal/", said).status_code == 422
    assert Client().post("/removal/", {**said, missing: "x" * 100_000, "contact": "none"}).status_code == 422

    assert seen(picture) == [True]


def test_a_dead_link_and_the_address_of_a_stored_file_are_found(picture: Asset) -> None:
    place = link(picture)
    work.revoke(picture.owner, work.mine(picture.owner)[0].public_id)
    Asset.objects.filter(pk=picture.pk).update(base=f"assets/{'a' * 32}/0-{'b' * 8}")

    assert asked(place).reached.count() == 1
    stored = f"https://store.example.net/bucket/assets/{'a' * 32}/0-{'b' * 8}.large.webp?sig=1"
    other = ask(Request(who="me", contact="c@example.org", where=stored, why="", signature="C", intimate=False))
    assert other.reached.get().subject == picture.public_id


def test_a_shared_conversation_is_not_emptied_unseen_but_one_message_is(alice: User) -> None:
    share = made_share(alice)
    one = Request(
        who="me", contact=BEA, where=links.absolute(f"/s/{share.token}/"), why="", signature="B", intimate=False,
        only=share.leaf.public_id,
    )  # fmt: skip

    takedown = ask(one)

    assert [each.subject for each in takedown.reached.all()] == [share.leaf.public_id]
    assert Message.objects.get(pk=share.leaf_id).in_its_place.startswith("Somebody asked")
    judging.withdraw(takedown)
    assert Message.objects.get(pk=share.leaf_id).in_its_place == ""


def test_who_repeats_a_request_gets_no_key_to_the_first_and_many_from_one_place_are_counted(
    picture: Asset, settings: Settings
) -> None:
    place = link(picture)
    settings.TAKEDOWNS_PER_HOUR = 2

    answers = [send(place) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [303, 303, 429]
    first, second = (answer["Location"] for answer in answers[:2])
    assert first != second
    Client().post(f"{second}withdraw/")
    assert "What you named is hidden" in Client().get(first).content.decode()
    assert seen(picture) == [False]


def test_a_second_request_reaches_a_message_that_a_first_one_keeps_hidden(alice: User) -> None:
    share = made_share(alice)
    leaf = share.leaf.public_id
    said = Request(
        who="me",
        contact=BEA,
        where=links.absolute(f"/s/{share.token}/"),
        why="",
        signature="B",
        intimate=False,
        only=leaf,
    )
    first = ask(said)

    second = ask(replace(said, contact="cleo@example.org"))

    assert [each.subject for each in second.reached.all()] == [leaf]
    judging.withdraw(first)
    assert Message.objects.get(pk=share.leaf_id).in_its_place


def test_search_engines_lead_to_the_empty_form_and_to_none_that_names_something(client: Client) -> None:
    for form in (reverse("removal"), reverse("report")):
        empty, named = client.get(form), client.get(form, {"at": "/made/some-secret/"})

        assert "noindex" not in empty.content.decode()
        assert "X-Robots-Tag" not in empty
        assert "noindex" in named["X-Robots-Tag"]


@pytest.mark.parametrize("about", ["picture", "order"])
def test_the_link_to_a_consent_names_what_it_is_about_and_its_key_is_not_kept(picture: Asset, about: str) -> None:
    consent = sought(picture)
    if about == "order":
        assert picture.job is not None
        Consent.objects.filter(pk=consent.pk).update(subject_kind=ORDER, subject=picture.job.public_id)
    signing.refuse(consent.pk)
    place = f"/consent/{consent.token}/"

    words = f"It is {links.absolute(place)}"
    send(place, why=words, who=words, signature=words)

    assert seen(picture) == [False]
    takedown = Takedown.objects.get()
    for kept in (takedown.where, takedown.why, takedown.who, takedown.signature):
        assert consent.token not in kept
        assert "/consent/…/" in kept
