"""A new password by mail."""

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from tests.accounts.mailbox import letters, link_in
from tests.accounts.people import PASSWORD, signed_in

pytestmark = pytest.mark.django_db

RESET = "/people/auth/password/reset/"
NEW = {"password1": "twelve loud herons", "password2": "twelve loud herons"}


def asked(email: str, **headers: str) -> tuple[int, str, str]:
    """Status, where to, and the page there, without what differs by chance."""
    browser = Client()
    answer = browser.post(RESET, {"email": email}, headers=headers)
    page = browser.get(answer["Location"]).content.decode()
    return answer.status_code, answer["Location"], "\n".join(s for s in page.splitlines() if "csrf" not in s)


def follow(letter: str) -> tuple[Client, str]:
    """A browser at the form behind the link."""
    browser = Client()
    answer = browser.get(link_in(letter, "/password/reset/key/"))
    return browser, answer.get("Location") or answer.content.decode()


def test_asking_does_not_tell_who_has_an_account(bob: User) -> None:
    assert asked(bob.email) == asked("nobody@example.org")
    assert "Set a new password" in letters(bob.email)[0]
    assert "no account" in letters("nobody@example.org")[0]


def test_the_link_sets_a_new_password_once_and_ends_old_sessions(bob: User) -> None:
    old = signed_in(bob)
    asked(bob.email)
    letter = letters(bob.email)[0]
    browser, form = follow(letter)

    browser.post(form, NEW)

    bob.refresh_from_db()
    assert bob.check_password("twelve loud herons")
    assert old.get("/people/me/").status_code == 302
    assert "This link has been used" in follow(letter)[1]


def test_the_link_names_the_person_by_public_id_and_the_house_by_its_own_address(bob: User, settings: Settings) -> None:
    asked(bob.email, host="localhost")

    letter = letters(bob.email)[0]
    assert f"{settings.PUBLIC_ORIGINS[0]}/people/auth/password/reset/key/{bob.public_id.hex}-" in letter
    assert "localhost" not in letter


@pytest.mark.parametrize("forged", ["1", "0" * 32, "zz"])
def test_a_forged_link_opens_nothing(bob: User, forged: str) -> None:
    asked(bob.email)
    link = link_in(letters(bob.email)[0], "/password/reset/key/").replace(bob.public_id.hex, forged)

    answer = Client().get(link)

    assert answer.status_code == 200
    assert "This link has been used" in answer.content.decode()


def test_asking_is_throttled_by_address_so_that_nobodys_mailbox_is_flooded(bob: User) -> None:
    statuses = [Client().post(RESET, {"email": bob.email}, REMOTE_ADDR=f"198.51.100.{n}").status_code for n in range(7)]

    assert statuses == [302] * 5 + [429] * 2
    assert len(letters(bob.email)) == 5


def test_a_mail_server_that_is_away_is_a_sentence_not_an_error(bob: User, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    browser = Client()

    answer = browser.post(RESET, {"email": bob.email}, follow=True)

    assert answer.status_code == 200
    assert bob.check_password(PASSWORD)
    assert "could not send the mail" in browser.get("/people/auth/login/").content.decode() + answer.content.decode()
