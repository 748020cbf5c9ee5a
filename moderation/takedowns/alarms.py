"""Alarms about requests that wait too long: by mail and as a notice to every reviewer who may judge it, each once."""

from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from accounts import links, notices
from accounts.models import Role, User
from moderation import letters
from moderation.models import Reached, Takedown
from moderation.models.takedown import Noted
from moderation.takedowns import clock

CROWDED = (
    "More was asked to be removed within a day than is hidden before a person has looked, by people who have not confirmed "
    "their mail address. It is shown until you look: somebody may be in need, or somebody may be using the form against others."
)
LOCK = 0x5A10_7D02
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
    _tell(takedown, sentence(takedown), f"Removal request {takedown.number} waits")
    return True


@transaction.atomic
def ring_crowded() -> bool:
    """More was asked by people we do not know than is hidden unseen: whoever may judge it is told, once a day.

    Not under the lock of `hiding`: whoever hides has locked the request first, and the two would wait in a circle.
    """
    day = timezone.now() - clock.DAY
    many = Reached.objects.filter(takedown=OuterRef("pk"), noted=Noted.MANY, hidden_at=None)
    open_now = Takedown.objects.open().select_for_update(no_key=True, skip_locked=True, of=("self",))
    waits = open_now.filter(Exists(many), crowded_at=None, asked_at__gt=day).order_by("pk").first()
    if waits is None:
        return False
    _one_rings()
    if Takedown.objects.filter(crowded_at__gt=day).exists():
        return False
    Takedown.objects.filter(pk=waits.pk).update(crowded_at=timezone.now())
    _tell(waits, CROWDED, f"Removal request {waits.number} is not hidden yet")
    return True


def _one_rings() -> None:
    """Once a day is once for the house: until the transaction ends nobody else rings about this."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _tell(takedown: Takedown, body: str, title: str) -> None:
    place, whom = reverse("desk-removal", args=[takedown.public_id]), _may_judge(takedown)
    if not whom:
        body, place = f"{body} {NOBODY}", reverse("notices")
        whom = list(User.objects.holding(Role.ADMINISTRATOR))
    for each in whom:
        notices.tell(each, "takedown_alarm", body=body, subject_url=place)
        letters.write(each.email, title, f"{body}\n\n{links.absolute(place)}")


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
