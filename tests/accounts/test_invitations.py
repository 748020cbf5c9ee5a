"""One-time links for somebody new."""

import threading
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.backends.cached_db import SessionStore
from django.db import connection, transaction
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts import invitations
from accounts.models import AuditEntry, Invitation, Role, User
from tests.accounts.mailbox import letters, link_in
from tests.accounts.people import PASSWORD, person
from tests.accounts.waiting import until_somebody_waits_for_a_lock

pytestmark = pytest.mark.django_db

SIGN_UP = "/people/auth/signup/"


@pytest.fixture(autouse=True)
def by_invitation_only(settings: Settings) -> None:
    settings.SIGNUP = "invite"
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"


def made_by(adas: Client, email: str = "") -> str:
    """The path of a fresh link, as the administrator's page shows it."""
    return link_in(adas.post(reverse("invitations"), {"email": email}).content.decode().replace('"', " "), "/join/")


def sign_up(visitor: Client, email: str) -> str:
    """Where it leads, or the page."""
    answer = visitor.post(SIGN_UP, {"email": email, "password1": PASSWORD})
    return answer.get("Location") or answer.content.decode()


def test_without_an_invitation_there_is_no_form(visitor: Client) -> None:
    page = visitor.get(SIGN_UP).content.decode()
    posted = sign_up(visitor, "nell@example.org")

    assert "opens by invitation" in page
    assert "opens by invitation" in posted
    assert not User.objects.exists()


def test_an_invitation_lets_one_person_in_once(adas: Client, visitor: Client) -> None:
    link = made_by(adas)

    visitor.get(link)
    first = sign_up(visitor, "nell@example.org")
    second = Client().get(link)

    nell = User.objects.get(email="nell@example.org")
    assert first == "/people/auth/confirm-email/"
    assert second.status_code == 404
    assert "This invitation is over" in second.content.decode()
    assert Invitation.objects.get().used_by == nell


def test_looking_at_the_link_does_not_use_it_up(adas: Client, visitor: Client) -> None:
    link = made_by(adas)

    Client().get(link)

    assert visitor.get(link)["Location"] == SIGN_UP


def test_whoever_signs_up_with_the_invited_address_need_not_confirm_it(adas: Client, visitor: Client) -> None:
    made_by(adas, "Nell@example.org")
    letter = letters("nell@example.org")[0]

    form = visitor.get(link_in(letter, "/join/"), follow=True).content.decode()
    where = sign_up(visitor, "nell@example.org")

    assert 'value="nell@example.org"' in form
    assert where == "/"
    assert EmailAddress.objects.get(email="nell@example.org").verified


def test_another_address_must_be_confirmed_all_the_same(adas: Client, visitor: Client) -> None:
    visitor.get(made_by(adas, "nell@example.org"))

    where = sign_up(visitor, "mallory@example.org")

    assert where == "/people/auth/confirm-email/"
    assert not EmailAddress.objects.get(email="mallory@example.org").verified


@pytest.mark.parametrize("over", ["expired", "revoked", "closed", "invented"])
def test_a_link_that_is_over_opens_nothing(adas: Client, visitor: Client, settings: Settings, over: str) -> None:
    link = made_by(adas)
    row = Invitation.objects.get()
    if over == "expired":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif over == "revoked":
        adas.post(reverse("revoke_invitation", args=[row.public_id]))
    elif over == "closed":
        settings.SIGNUP = "closed"
    else:
        link = reverse("join", args=["invented"])

    assert visitor.get(link).status_code == 404
    assert "No new accounts" in sign_up(visitor, "nell@example.org")


def test_a_link_taken_back_while_the_form_was_open_lets_nobody_in(adas: Client, visitor: Client) -> None:
    visitor.get(made_by(adas))
    adas.post(reverse("revoke_invitation", args=[Invitation.objects.get().public_id]))

    page = sign_up(visitor, "nell@example.org")

    assert "No new accounts" in page
    assert not User.objects.filter(email="nell@example.org").exists()


def test_the_token_is_kept_nowhere_and_the_acts_are_in_the_audit(adas: Client, ada: User) -> None:
    token = made_by(adas, "nell@example.org").strip("/").rpartition("/")[2]
    invitation = Invitation.objects.get()
    adas.post(reverse("revoke_invitation", args=[invitation.public_id]))

    written = AuditEntry.objects.filter(target=f"invitation:{invitation.public_id}")
    acts = [(act.action, act.actor, act.target) for act in written]
    assert token not in str(Invitation.objects.values_list()) + str(AuditEntry.objects.values_list())
    assert "nell" not in str(AuditEntry.objects.values_list())
    assert acts == [
        ("invitation.made", ada, f"invitation:{invitation.public_id}"),
        ("invitation.revoked", ada, f"invitation:{invitation.public_id}"),
    ]


def test_the_set_up_link_is_not_an_invitation(adas: Client, visitor: Client) -> None:
    made_by(adas)
    Invitation.objects.update(kind=Invitation.Kind.FIRST_ADMINISTRATOR)

    link = Invitation.objects.get()
    assert adas.post(reverse("revoke_invitation", args=[link.public_id])).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_use_one_link_at_the_same_moment_one_comes_in(rf: RequestFactory, visitor: Client) -> None:
    ada, nell = person("ada", Role.ADMINISTRATOR), person("nell")
    _, token = invitations.invite(ada)
    visitor.get(invitations.link(token))
    pages = []

    def hurry() -> None:
        pages.append(sign_up(visitor, "noah@example.org"))
        connection.close()

    with transaction.atomic():
        invitations.spend(_holding(rf, token), nell)
        second = threading.Thread(target=hurry)
        second.start()
        until_somebody_waits_for_a_lock()  # Noah was shown an open door, and now stands behind Nell
    second.join()

    assert "No new accounts" in pages[0]
    assert not User.objects.filter(email="noah@example.org").exists()
    assert Invitation.objects.get().used_by == nell


def _holding(rf: RequestFactory, token: str) -> HttpRequest:
    request = rf.post(SIGN_UP)
    request.session = SessionStore()
    request.session[invitations.SESSION_KEY] = token
    return request
