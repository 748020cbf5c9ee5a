"""Making an account."""

import threading

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from django.db import connection, transaction
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from tests.accounts.mailbox import letters, link_in
from tests.accounts.people import PASSWORD
from tests.accounts.waiting import until_somebody_waits_for_a_lock

pytestmark = pytest.mark.django_db

SIGN_UP = "/people/auth/signup/"
LOOK_INTO_MAIL = "/people/auth/confirm-email/"


@pytest.fixture
def mail_is_delivered(settings: Settings) -> None:
    """Addresses must be confirmed, as wherever mail really goes out."""
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"


def sign_up(browser: Client, email: str, password: str = PASSWORD) -> tuple[int, str]:
    """Status and where to, or the page."""
    answer = browser.post(SIGN_UP, {"email": email, "password1": password})
    return answer.status_code, answer.get("Location") or answer.content.decode()


def test_an_address_and_a_password_are_enough_to_come_in(visitor: Client) -> None:
    status, where = sign_up(visitor, "Nell@Example.org")

    nell = User.objects.get()
    assert (status, where) == (302, "/")
    assert nell.email == "nell@example.org"
    assert nell.roles == ["user"]
    assert "nell@example.org" in visitor.get("/people/me/").content.decode()


def test_the_same_address_in_capitals_is_the_same_person(visitor: Client) -> None:
    sign_up(visitor, "nell@example.org")

    status, page = sign_up(Client(), "NELL@example.ORG")

    assert User.objects.count() == 1
    assert status == 200
    assert "sign in or ask for a new password" in page


@pytest.mark.parametrize("weak", ["short", "password123", "nell.longer@example.org"])
def test_a_weak_password_is_refused_and_the_address_stays_in_the_page(visitor: Client, weak: str) -> None:
    status, page = sign_up(visitor, "nell.longer@example.org", weak)

    assert status == 200
    assert 'value="nell.longer@example.org"' in page
    assert 'class="wrong"' in page
    assert not User.objects.exists()


@pytest.mark.usefixtures("mail_is_delivered")
def test_signing_up_does_not_tell_who_has_an_account(bob: User) -> None:
    known, unknown = Client(), Client()

    answers = [sign_up(known, bob.email), sign_up(unknown, "nobody@example.org")]

    pages = [who.get(LOOK_INTO_MAIL).content for who in (known, unknown)]
    assert answers == [(302, LOOK_INTO_MAIL)] * 2
    assert _without_secrets(pages[0], bob.email) == _without_secrets(pages[1], "nobody@example.org")
    assert "You have an account already" in letters(bob.email)[0]
    assert "confirm your address" in letters("nobody@example.org")[0]
    assert User.objects.filter(email=bob.email).count() == 1


@pytest.mark.usefixtures("mail_is_delivered")
def test_nobody_comes_in_before_their_address_is_confirmed(visitor: Client) -> None:
    sign_up(visitor, "nell@example.org")
    letter = letters("nell@example.org")[0]

    before = visitor.post("/people/auth/login/", {"login": "nell@example.org", "password": PASSWORD})
    visitor.post(link_in(letter, "confirm-email"))
    after = visitor.post("/people/auth/login/", {"login": "nell@example.org", "password": PASSWORD})

    assert before["Location"] == LOOK_INTO_MAIL
    assert after["Location"] == "/"


@pytest.mark.usefixtures("mail_is_delivered")
def test_the_link_to_confirm_names_no_row_and_confirms_on_a_click_not_on_a_look(visitor: Client) -> None:
    sign_up(visitor, "nell@example.org")
    link = link_in(letters("nell@example.org")[0], "confirm-email")

    looked = visitor.get(link)
    confirmed_by_looking = EmailAddress.objects.get().verified
    visitor.post(link)

    assert looked.status_code == 200
    assert not confirmed_by_looking
    assert EmailAddress.objects.get().verified
    assert len(link.rstrip("/").rpartition("/")[2]) == 64


def test_no_new_accounts_where_signing_up_is_closed(visitor: Client, settings: Settings) -> None:
    settings.SIGNUP = "closed"

    status, page = sign_up(visitor, "nell@example.org")

    assert status == 200
    assert "No new accounts" in page
    assert not User.objects.exists()


def test_signing_up_is_throttled(visitor: Client, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"signup": "3/m/ip"}

    statuses = [sign_up(visitor, f"nell{n}@example.org", "short")[0] for n in range(5)]

    assert statuses == [200, 200, 200, 429, 429]


@pytest.mark.django_db(transaction=True)
def test_of_two_sign_ups_with_one_address_at_the_same_moment_the_second_hears_nothing_special(
    visitor: Client,
) -> None:
    answers = []

    def hurry() -> None:
        answers.append(sign_up(visitor, "nell@example.org"))
        connection.close()

    with transaction.atomic():
        User.objects.create_user("nell@example.org", PASSWORD)
        second = threading.Thread(target=hurry)
        second.start()
        until_somebody_waits_for_a_lock()  # the form found the address free, and now stands before the row
    second.join()

    assert answers == [(302, LOOK_INTO_MAIL)]
    assert User.objects.count() == 1


def test_an_address_somebody_signs_in_with_cannot_be_taken_over_by_confirming_it(visitor: Client, bob: User) -> None:
    claimed = User.objects.create_user("claimed@example.org", PASSWORD)
    row = EmailAddress.objects.create(user=bob, email="claimed@example.org", verified=False)
    visitor.force_login(bob)
    confirmation = EmailConfirmation.create(row)
    confirmation.sent = confirmation.created
    confirmation.save()

    visitor.post(f"/people/auth/confirm-email/{confirmation.key}/")

    row.refresh_from_db()
    claimed.refresh_from_db()
    assert not row.verified
    assert claimed.email == "claimed@example.org"


def _without_secrets(page: bytes, email: str) -> str:
    lines = page.decode().replace(email, "ADDRESS").splitlines()
    return "\n".join(line for line in lines if "csrf" not in line)
