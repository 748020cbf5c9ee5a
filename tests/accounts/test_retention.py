"""What is over is dropped, what is not stays."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts import invitations, retention
from accounts.models import Invitation, User
from config.celery import app
from tests.accounts.people import PASSWORD

pytestmark = pytest.mark.django_db

AGES_AGO = timezone.now() - timedelta(days=60)


def test_what_is_over_is_dropped_and_what_is_not_stays(ada: User, bob: User) -> None:
    address = EmailAddress.objects.create(user=bob, email="second@example.org")
    for somebody in (ada, bob):
        Client().post("/people/auth/login/", {"login": somebody.email, "password": PASSWORD})
        invitations.invite(ada, somebody.email)
        EmailConfirmation.objects.create(email_address=address, key=f"of {somebody.name}", sent=timezone.now())
    Session.objects.filter(session_key=UserSession.objects.get(user=bob).session_key).update(expire_date=AGES_AGO)
    UserSession.objects.update(created_at=AGES_AGO)
    Invitation.objects.filter(email=bob.email).update(expires_at=AGES_AGO)
    EmailConfirmation.objects.filter(key="of Bob").update(sent=AGES_AGO)

    report = retention.tidy()

    assert report == {"sessions": 1, "sign_ins": 1, "confirmations": 1, "invitations": 1}
    assert UserSession.objects.get().user_id == ada.pk
    assert Session.objects.count() == 1
    assert EmailConfirmation.objects.get().key == "of Ada"
    assert Invitation.objects.get().email == ada.email


def test_beat_rings_for_it() -> None:
    app.loader.import_default_modules()

    tasks = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert "accounts.tasks.tidy" in tasks
    assert "accounts.tasks.tidy" in app.tasks
