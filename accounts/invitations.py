"""Invitations: one-time links that administrators make for somebody new."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts import audit
from accounts.models import Invitation, User
from accounts.models.invitation import token_hash
from accounts.models.user import folded

SESSION_KEY = "invitation"


@transaction.atomic
def invite(by: User, email: str = "") -> tuple[Invitation, str]:
    """Make a link that works once; returns its row and its token, which is not kept anywhere."""
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        token_hash=token_hash(token),
        email=folded(email),
        made_by=by,
        expires_at=timezone.now() + timedelta(days=settings.INVITATION_DAYS),
    )
    audit.record(by, "invitation.made", f"invitation:{invitation.public_id}", after={"for_an_address": bool(email)})
    return invitation, token


@transaction.atomic
def revoke(invitation: Invitation, by: User) -> bool:
    """Take a link back; False: it was used, revoked or expired before."""
    revoked = Invitation.objects.open().filter(pk=invitation.pk).update(revoked_at=timezone.now()) == 1
    if revoked:
        audit.record(
            by, "invitation.revoked", f"invitation:{invitation.public_id}", before={"open": True}, after={"open": False}
        )
    return revoked


def link(token: str) -> str:
    """The path to hand to whom it is for."""
    return reverse("join", args=[token])


def held_by(request: HttpRequest) -> Invitation | None:
    """The open invitation this browser came with, if any."""
    token = request.session.get(SESSION_KEY, "")
    people = Invitation.objects.open().filter(kind=Invitation.Kind.PERSON)
    return people.by_token(token).first() if token else None


def spend(request: HttpRequest, person: User) -> Invitation | None:
    """Use up the invitation this browser holds for the person just signing up. None: there was none, or not any more.

    Call inside the transaction that makes the person.
    """
    invitation = held_by(request)
    token = request.session.pop(SESSION_KEY, "")
    if invitation is None or not Invitation.objects.use(token):
        return None
    Invitation.objects.filter(pk=invitation.pk).update(used_by=person)
    return invitation
