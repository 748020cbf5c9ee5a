"""What this room keeps no longer than it is good for."""

from datetime import timedelta

from allauth.account.models import EmailConfirmation
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import Invitation


def tidy() -> dict[str, int]:
    """Drop what is over; says how many of what. May run twice at once: a row goes once."""
    return {
        "sessions": _ended_sessions(),
        "sign_ins": _sign_ins_without_session(),
        "confirmations": _expired_confirmations(),
        "invitations": _old_invitations(),
    }


def _ended_sessions() -> int:
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]


def _sign_ins_without_session() -> int:
    # The sign-in is written in the same request as its session, but not in the same transaction: leave it an hour.
    settled = UserSession.objects.filter(created_at__lt=timezone.now() - timedelta(hours=1))
    gone = settled.exclude(session_key__in=Session.objects.values("session_key"))
    return int(gone.delete()[0])


def _expired_confirmations() -> int:
    return int(EmailConfirmation.objects.all_expired().delete()[0])


def _old_invitations() -> int:
    """Their addresses are somebody's. The audit keeps that there was one, without the address."""
    past = timezone.now() - timedelta(days=settings.INVITATION_KEPT_DAYS)
    return Invitation.objects.filter(expires_at__lt=past).delete()[0]
