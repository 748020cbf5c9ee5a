"""Whoever may judge an appeal is told that one waits: once, and again only when they have put that notice away."""

from django.urls import reverse

from accounts import notices
from accounts.models import Notice, Role, User
from moderation.models import Appeal

WAITS = "appeal_waits"
SENTENCE = (
    "Somebody appealed against a decision of the desk, and waits for a reviewer who did not decide it.\n\n"
    "Appeals lists what you may judge. You are told of no further one until you have put this notice away."
)


def waits(appeal: Appeal) -> None:
    """Not the one who decided, nor who may not open the case; in the caller's transaction."""
    told = Notice.objects.filter(code=WAITS).unread().values("owner")
    this = Appeal.objects.filter(pk=appeal.pk)
    for each in User.objects.holding(Role.REVIEWER).exclude(pk__in=told).order_by("pk"):
        if this.for_judge(each).exists():
            notices.tell(each, WAITS, body=SENTENCE, subject_url=reverse("appeals"))
