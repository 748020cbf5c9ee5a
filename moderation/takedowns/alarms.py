"""Alarms about requests that wait too long: by mail and as a notice to every reviewer who may judge it, each once."""

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

NOBODY = "No reviewer may judge it, because it reaches something of theirs: make somebody else a reviewer."


def ring_due() -> int:
    """Ring what is due; returns how many requests were alarmed about. An alarm that was slept through is not rung later."""
    now = timezone.now()
    levels = [(each, clock.rung_by(each, now)) for each in Takedown.objects.open().order_by("due_at")]
    return sum(_ring(each, level) for each, level in levels if each.alarms < level)


@transaction.atomic
def _ring(takedown: Takedown, level: int) -> bool:
    if not Takedown.objects.open().filter(pk=takedown.pk, alarms__lt=level).update(alarms=level):
        return False
    body, place = sentence(takedown), reverse("desk-removal", args=[takedown.public_id])
    whom = _may_judge(takedown)
    if not whom:
        body, place = f"{body} {NOBODY}", reverse("notices")
        whom = list(User.objects.holding(Role.ADMINISTRATOR))
    for each in whom:
        notices.tell(each, "takedown_alarm", body=body, subject_url=place)
        letters.write(each.email, f"Removal request {takedown.number} waits", f"{body}\n\n{links.absolute(place)}")
    return True


def _may_judge(takedown: Takedown) -> list[User]:
    """Whose thing it is cannot judge it, and need not know of it."""
    shown = Takedown.objects.filter(pk=takedown.pk)
    return [each for each in User.objects.holding(Role.REVIEWER) if shown.shown_to(each).exists()]


def sentence(takedown: Takedown) -> str:
    """What the alarm says: nothing of what was asked, it goes through mail servers."""
    hours = round((timezone.now() - takedown.asked_at) / timedelta(hours=1))
    return (
        f"The request for removal {takedown.number} has waited {hours} hours. It is to be answered within "
        f"{settings.TAKEDOWN_HOURS:g}: {clock.words(takedown.left)}."
    )
