"""What the addresses of a glass name."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from accounts.models import User
from chatapp.models import Message
from moderation.glass.opening import may_without_case
from moderation.models import Case, Glass
from tests.access_cases.accounts import somebody
from tests.access_cases.desk import case
from tests.access_cases.things import Make, Thing
from tests.accounts.people import person


def _glass(owner: User) -> Glass:
    """Opened by the visitor, upon somebody of whom a case is open: it is the visitor's."""
    somebody = person(uuid4().hex)
    flagged = Case.objects.get(public_id=str(case(somebody).words["case"]))
    answer = Message.objects.select_related("conversation").get(public_id=flagged.subject)
    return Glass.objects.create(
        opened_by=owner,
        owner=somebody,
        case=flagged,
        conversation=answer.conversation.public_id,
        reason="A threat.",
        ends_at=timezone.now() + timedelta(minutes=5),
    )


def _widest_glass(owner: User) -> Glass:
    """As much as the visitor may open: one conversation leads on at once, several are listed."""
    glass = _glass(owner)
    if may_without_case(owner):
        Glass.objects.filter(pk=glass.pk).update(case=None, conversation=None)
    return glass


def _through_a_glass(owner: User) -> Thing:
    glass = _glass(owner)
    return Thing({"glass": glass.public_id, "conversation": glass.conversation})


OWNED: dict[str, Make] = {
    "glass": lambda owner: Thing({"glass": _widest_glass(owner).public_id}),
    "glass-conversation": _through_a_glass,
    "glass_close": lambda owner: Thing({"glass": _glass(owner).public_id}),
}

SHARED: dict[str, Make] = {
    "glass_for_case": case,
    "glass_for_person": somebody,
}
