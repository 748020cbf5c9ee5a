"""The talk between owner and desk while an appeal waits."""

from typing import Any

from django.db import transaction

from accounts import audit, notices
from moderation.appeals.opening import LONGEST, Closed, NoWords
from moderation.decisions import NotYours
from moderation.decisions.deciding import address
from moderation.models import Appeal, AppealMessage

# Of one appeal, by one side: a talk, not a siege.
MOST = 50


@transaction.atomic
def say(appeal: Appeal, *, by: Any, words: str) -> AppealMessage:
    """Add a word, as the owner or as somebody of the desk who may judge it. Raises NoWords, NotYours, Closed."""
    if not words.strip():
        raise NoWords
    by_owner = by.pk == appeal.owner_id
    if not by_owner and not Appeal.objects.for_judge(by).filter(pk=appeal.pk).exists():
        raise NotYours
    fresh = Appeal.objects.select_for_update(of=("self",)).select_related("owner", "decision").get(pk=appeal.pk)
    if fresh.judged_at is not None:
        raise Closed("This appeal has been answered, so the talk about it is over.")
    if fresh.talk.filter(by_owner=by_owner).count() >= MOST:
        raise Closed("So much has been written already that nothing more is taken. The answer will come.")
    said = AppealMessage.objects.create(appeal=fresh, owner=by, by_owner=by_owner, text=words.strip()[:LONGEST])
    if not by_owner:
        body = "Somebody who looks at your appeal wrote to you. Read it, and answer if you like."
        notices.tell(fresh.owner, "appeal_asked", body=body, subject_url=address(fresh.decision))
        audit.record(by, "appeal.asked", f"appeal {fresh.public_id}", after={"messages": fresh.talk.count()})
    return said
