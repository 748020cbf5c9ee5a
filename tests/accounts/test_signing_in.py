"""Coming in and going out."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from tests.accounts.people import PASSWORD, signed_in

pytestmark = pytest.mark.django_db

SIGN_IN = "/people/auth/login/"
MINE = "/people/me/"


def attempt(browser: Client, email: str, password: str = PASSWORD, address: str = "127.0.0.1", **more: str) -> str:
    """Where it leads, or the page."""
    answer = browser.post(SIGN_IN, {"login": email, "password": password, **more}, REMOTE_ADDR=address)
    return answer.get("Location") or answer.content.decode()


def inside(browser: Client) -> bool:
    """Whether somebody is signed in with this browser."""
    return browser.get(MINE).status_code == 200


def test_one_signs_in_whatever_the_capitals(visitor: Client, bob: User) -> None:
    where = attempt(visitor, " BOB@Example.org ")

    assert where == "/"
    assert inside(visitor)


def test_a_wrong_password_and_an_unknown_address_sound_alike(bob: User) -> None:
    wrong = attempt(Client(), bob.email, "not the password")
    unknown = attempt(Client(), "eve@example.org", "not the password")

    assert "do not belong together" in wrong
    assert _comparable(wrong, bob.email) == _comparable(unknown, "eve@example.org")


def test_guessing_locks_the_address_even_from_many_places_and_for_the_right_password(
    visitor: Client, bob: User, alice: User
) -> None:
    for guess in range(5):
        attempt(Client(), bob.email, f"guess number {guess}", address=f"198.51.100.{guess}")

    locked = attempt(visitor, bob.email, address="203.0.113.9")
    other = attempt(Client(), alice.email, address="203.0.113.9")

    assert "Too many attempts" in locked
    assert not inside(visitor)
    assert other == "/"


def test_one_place_cannot_try_many_addresses(settings: Settings, bob: User) -> None:
    for guess in range(10):
        attempt(Client(), f"somebody{guess}@example.org", "guess", address="198.51.100.7")

    assert "Too many attempts" in attempt(Client(), bob.email, address="198.51.100.7")
    assert attempt(Client(), bob.email, address="198.51.100.8") == "/"


def test_signing_in_leads_where_one_was_going_but_never_out_of_the_house(bob: User) -> None:
    assert attempt(Client(), bob.email, next="/notices/") == "/notices/"
    assert attempt(Client(), bob.email, next="https://evil.example/") == "/"


def test_signing_out_takes_a_click(bob: User) -> None:
    browser = signed_in(bob)

    browser.get("/people/auth/logout/")
    still = inside(browser)
    browser.post("/people/auth/logout/")

    assert still
    assert not inside(browser)


def test_a_new_password_ends_every_other_session_and_says_so_by_mail(bob: User) -> None:
    here, elsewhere = Client(), Client()
    attempt(here, bob.email)
    attempt(elsewhere, bob.email)

    here.post(
        "/people/auth/password/change/",
        {"oldpassword": PASSWORD, "password1": "twelve loud herons", "password2": "twelve loud herons"},
    )

    assert inside(here)
    assert not inside(elsewhere)
    assert "Your password was changed" in mail.outbox[-1].subject


def test_one_sees_where_one_is_signed_in_and_ends_the_others(bob: User) -> None:
    here, elsewhere = Client(), Client(headers={"user-agent": "A tablet left in a train"})
    attempt(here, bob.email)
    attempt(elsewhere, bob.email)
    page = here.get("/people/auth/sessions/").content.decode()

    here.post("/people/auth/sessions/")

    assert "A tablet left in a train" in page
    assert page.count("this browser") == 1
    assert inside(here)
    assert not inside(elsewhere)


def test_the_browser_wears_the_theme_of_who_signs_in(visitor: Client, bob: User) -> None:
    User.objects.filter(pk=bob.pk).update(theme="dark")

    attempt(visitor, bob.email)

    assert visitor.cookies["theme"].value == "dark"
    assert 'data-theme="dark"' in visitor.get(MINE).content.decode()


def test_without_a_choice_the_browser_keeps_what_it_wears(visitor: Client, bob: User) -> None:
    visitor.cookies["theme"] = "light"

    attempt(visitor, bob.email)

    assert visitor.cookies["theme"].value == "light"


def test_a_change_of_addresses_asks_for_the_password_again(bob: User) -> None:
    browser = Client()
    attempt(browser, bob.email)

    answer = browser.post("/people/auth/email/", {"action_add": "", "email": "second@example.org"})
    browser.post(answer["Location"], {"password": PASSWORD, "next": "/people/auth/email/"})

    assert answer["Location"].startswith("/people/auth/reauthenticate/")
    assert EmailAddress.objects.filter(user=bob, email="second@example.org", verified=False).exists()


def _comparable(page: str, email: str) -> str:
    return "\n".join(line for line in page.replace(email, "ADDRESS").splitlines() if "csrf" not in line)
