"""Who sends the same request twice has one request: no second clock, no second mail, and the first one's page."""

import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connections
from django.test import Client

from accounts import links
from accounts.models import User
from moderation.models import Letter, Takedown
from moderation.takedowns import judging, repeating
from studio.models import Asset
from tests.accounts.people import signed_in
from tests.moderation.takedowns.asking import SAID, link, said

pytestmark = pytest.mark.django_db

Send = Callable[..., Any]


def at_the_form(visitor: Client | None = None) -> Send:
    """Somebody who has opened the form, and sends it from there as often as they like."""
    visitor = visitor or Client()
    visitor.get("/removal/")
    return lambda place, **more: visitor.post("/removal/", SAID | {"where": links.absolute(place)} | more)


def test_sent_again_from_the_same_page_it_is_the_first_one_with_what_is_new(picture: Asset) -> None:
    place, send = link(picture), at_the_form()

    first = send(place, why="I am seventeen.", intimate="no")
    here = f"I saw it here: {links.absolute(place)}"
    again = send(place, where=here, why="And at school.", contact=SAID["contact"].upper())

    takedown = Takedown.objects.get()
    assert again["Location"] == f"{first['Location']}?again=1"
    assert takedown.why == "I am seventeen.\n\nAnd at school."
    assert takedown.where == f"{links.absolute(place)}\n\n{here}"
    assert takedown.intimate
    assert Letter.objects.filter(subject__contains=takedown.number).count() == 1
    assert "You asked this already on" in Client().get(again["Location"]).content.decode()
    assert "You asked this already" not in Client().get(first["Location"]).content.decode()


def test_another_thing_contact_or_browser_and_what_is_over_are_new_requests(picture: Asset) -> None:
    place, send = link(picture), at_the_form()
    first = send(place)

    others = [
        send("/made/other/"),
        send(place, contact="c@example.org"),
        at_the_form()(place),
        Client().post("/removal/", {**SAID, "where": links.absolute(place)}),
    ]
    judging.withdraw(Takedown.objects.earliest("pk"))
    anew = send(place)

    pages = {answer["Location"] for answer in [first, *others, anew]}
    assert len(pages) == 6
    assert not any("again" in page for page in pages)
    assert Takedown.objects.count() == 6


def test_whose_address_is_known_to_be_theirs_is_known_on_another_device_too(picture: Asset, rosa: User) -> None:
    place = link(picture)

    for _ in range(2):
        at_the_form(signed_in(rosa))(place, contact=rosa.email)

    assert Takedown.objects.get().confirmed_at


def test_for_somebody_else_it_is_a_request_of_its_own_and_another_signature_stands_with_the_first(
    picture: Asset,
) -> None:
    place, send = link(picture), at_the_form()

    pages = [
        send(place, who=who, signature=name)["Location"]
        for who, name in (("Lena", "B. Berg"), ("Mia", "B. Berg"), (" lena", "Bea Berg"))
    ]

    lenas, mias = Takedown.objects.order_by("pk")
    assert pages == [lenas.page, mias.page, f"{lenas.page}?again=1"]
    assert (lenas.signature, mias.signature) == ("B. Berg\n\nBea Berg", "B. Berg")


def test_what_has_no_room_in_the_first_is_a_new_request_and_nothing_is_cut(picture: Asset) -> None:
    place, send = link(picture), at_the_form()

    for letter in "abc":
        send(place, why=letter * 3_998)

    first, second = Takedown.objects.order_by("pk")
    assert (len(first.why), second.why) == (2 * 3_998 + 2, "c" * 3_998)
    assert send(place, why="And at school.")["Location"] == f"{second.page}?again=1"


def test_the_key_to_a_consent_is_not_kept_of_what_is_added_either(picture: Asset) -> None:
    place, send = link(picture), at_the_form()

    for why in ("", f"It is {links.absolute('/consent/the-key/')}"):
        send(place, why=why)

    assert Takedown.objects.get().why == f"It is {links.absolute('/consent/…/')}"


def test_a_stranger_whose_request_cannot_be_taken_does_not_get_somebody_elses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "token_urlsafe", lambda _length: "the same twice")
    repeating.ask_once(said("/made/nowhere/"))

    with pytest.raises(IntegrityError):
        repeating.ask_once(said("/made/elsewhere/", "c@example.org"))


@pytest.mark.django_db(transaction=True)
def test_of_two_clicks_in_one_moment_one_is_taken_and_both_see_it() -> None:
    both = Barrier(2)

    def click() -> tuple[int, bool]:
        try:
            both.wait(timeout=30)
            takedown, again = repeating.ask_once(said("/made/nowhere/"), proof="a browser")
            return takedown.pk, again
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        clicks = [each.result() for each in [pool.submit(click), pool.submit(click)]]

    (one,) = Takedown.objects.all()
    assert {pk for pk, _again in clicks} == {one.pk}
    assert sorted(again for _pk, again in clicks) == [False, True]
