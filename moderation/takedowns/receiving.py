"""A request for removal comes in: what it names is hidden in the same moment, and its clock begins."""

import re
import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.sharing.link import token_hash
from foundation import outbox
from moderation import consent_keys, finding
from moderation.finding import Found
from moderation.models.takedown import Takedown, Why
from moderation.reports import weights
from moderation.takedowns import hiding, reach, telling

MOST_ADDRESSES = 10
# A shared conversation is somebody's own talk: where no message of it was named, a reviewer says which are meant.
MOST_MESSAGES = 2
_EDGES = "<>()[]{}\"'“”‘’,;"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What somebody says who asks."""

    who: str
    contact: str
    where: str
    why: str
    signature: str
    intimate: bool
    only: UUID | None = None

    def as_kept(self) -> Self:
        """Without the key of a consent in any of their words; what it is about is found from the words as they came."""
        who, where, why, signature = map(consent_keys.left_out, (self.who, self.where, self.why, self.signature))
        return replace(self, who=who, where=where, why=why, signature=signature)


@transaction.atomic
def ask(said: Request, *, confirmed: bool = False, asked_as: str = "") -> Takedown:
    """Take a request: always a new one, with a key of its own. `confirmed`: we know that the contact is theirs.

    `asked_as`: by what `repeating` knows the same request again; IntegrityError where such a one is open.
    """
    reporter = weights.name(None, said.contact)
    now, token, secret = timezone.now(), secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    kept = said.as_kept()
    made = Takedown.objects.create(
        who=kept.who, contact=kept.contact, where=kept.where, why=kept.why, signature=kept.signature,
        intimate=kept.intimate, reporter=reporter, trusted=weights.trusted(reporter), token=token,
        token_hash=token_hash(token), confirmation_hash=None if confirmed else token_hash(secret),
        confirmed_at=now if confirmed else None, asked_at=now, due_at=now + timedelta(hours=settings.TAKEDOWN_HOURS),
        asked_as=asked_as,
    )  # fmt: skip
    reaches(made, named(said.where, said.only))
    telling.received(made, secret)
    outbox.ring("moderation.tasks.sweep_takedown", made.pk, queue="sweeps")
    reached = made.reached.count()
    hidden = made.reached.exclude(hidden_at=None).count()
    audit.record(None, "takedown.asked", target_of(made), after={"hidden": hidden, "only noted": reached - hidden})
    return made


def target_of(takedown: Takedown) -> str:
    """What the audit calls it."""
    return f"takedown {takedown.public_id}"


def reaches(takedown: Takedown, found: list[Found]) -> None:
    """Hide what was named, or only note it where hiding it unseen would go too far."""
    messages = sum(each.kind == "message" for each in found)
    for each in found:
        unclear = each.kind == "message" and messages > MOST_MESSAGES
        hiding.hide(
            takedown, each.kind, each.subject, owner=each.owner.pk, title=each.title, why=Why.NAMED,
            unclear=unclear,
        )  # fmt: skip


def named(where: str, only: UUID | None = None) -> list[Found]:
    """What stands at the addresses in these words, each once."""
    found: dict[tuple[str, UUID], Found] = {}
    words = [word.strip(_EDGES) for word in re.split(r"\s+", where) if "/" in word]
    for word in words[:MOST_ADDRESSES]:
        for each in finding.at(word, thing=only, knows=True):
            if reach.knows(each.kind):
                found[each.kind, each.subject] = each
    return list(found.values())
