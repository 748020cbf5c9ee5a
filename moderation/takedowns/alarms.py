"""Alarms about requests that wait too long: by mail and as a notice to every reviewer, each once."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import links, notices
from accounts.models import Role, User
from moderation import letters
from moderation.models import Takedown
from moderation.takedowns import clock


def ring_due() -> int:
    """Ring what is due; returns how many requests were alarmed about. An alarm that was slept through is not rung later."""
    now = timezone.now()
    waiting = Takedown.objects.open().filter(alarms__lt=len(clock.alarms())).order_by("due_at")
    return sum(_ring(each, clock.rung_by(each, now)) for each in waiting)


@transaction.atomic
def _ring(takedown: Takedown, level: int) -> bool:
    if not Takedown.objects.open().filter(pk=takedown.pk, alarms__lt=level).update(alarms=level):
        return False
    body = sentence(takedown)
    place = reverse("desk-removal", args=[takedown.public_id])
    for reviewer in User.objects.holding(Role.REVIEWER):
        notices.tell(reviewer, "takedown_alarm", body=body, subject_url=place)
        letters.write(reviewer.email, f"Removal request {takedown.number} waits", f"{body}\n\n{links.absolute(place)}")
    return True


def sentence(takedown: Takedown) -> str:
    """What the alarm says: nothing of what was asked, it goes through mail servers."""
    hours = round((timezone.now() - takedown.asked_at) / timedelta(hours=1))
    return (
        f"The request for removal {takedown.number} has waited {hours} hours. It is to be answered within "
        f"{settings.TAKEDOWN_HOURS:g}: {clock.words(takedown.left)}."
    )
