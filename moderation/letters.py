"""Mails of this room: written down with what they tell, sent by a worker, tried for three days, forgotten when sent."""

from collections.abc import Collection
from datetime import timedelta
from smtplib import SMTPException

import structlog
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from accounts import links
from foundation import outbox
from moderation.models import Letter

log = structlog.get_logger(__name__)

AT_ONCE = 50
GIVEN_UP_AFTER = timedelta(days=3)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)


def write(to: str, subject: str, body: str) -> None:
    """Have this mailed once the caller's transaction has committed; nothing for nobody."""
    if not to:
        return
    Letter.objects.create(to=to, subject=subject, body=f"{body}\n\nSalon, {links.origin()}\n")
    outbox.ring("moderation.tasks.send_letters", queue="outward")


def to(addresses: Collection[str]) -> list[Letter]:
    """What waits for these, in small letters. Each is opened, because no address can be read in the table."""
    return [each for each in Letter.objects.order_by("pk").iterator() if each.to.lower() in addresses]


def send_due() -> int:
    """Send what is due; returns how many went. One at a time under its lock, so that two workers send none twice."""
    sent = 0
    for _ in range(AT_ONCE):
        went = _send_next()
        if went is None:
            break
        sent += went
    return sent


@transaction.atomic
def _send_next() -> bool | None:
    due = Letter.objects.select_for_update(skip_locked=True).filter(due_at__lte=timezone.now()).order_by("due_at", "pk")
    letter = due.first()
    if letter is None:
        return None
    try:
        send_mail(f"Salon: {letter.subject}", letter.body, None, [letter.to])
    except (SMTPException, OSError, ValueError) as error:
        _later(letter, error)
        return False
    letter.delete()
    return True


def _later(letter: Letter, error: Exception) -> None:
    now = timezone.now()
    if letter.made_at < now - GIVEN_UP_AFTER:
        log.error("letter_given_up", subject=letter.subject, cause=type(error).__name__)
        letter.delete()
        return
    letter.tries += 1
    letter.due_at = now + min(FIRST_PAUSE * 2 ** min(letter.tries, 10), LONGEST_PAUSE)
    letter.save(update_fields=["tries", "due_at"])
    log.warning("letter_not_sent", subject=letter.subject, tries=letter.tries, cause=type(error).__name__)
