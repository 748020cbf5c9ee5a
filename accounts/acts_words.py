"""The audit's keys in people's words: what was done, about what, and what the values mean. The sheet keeps the keys."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from accounts.models import AuditEntry, User

# What each verb and each thing is called. An act of another name is told by its key.
VERBS = {
    "looked": "looked at", "glimpsed": "saw a small picture of", "decided": "decided", "undone": "took back a decision on",
    "escalated": "left to a senior", "answered": "let go of", "purged": "destroyed what was removed in",
    "measure_ended": "ended a measure in", "asked": "asked about", "opened": "opened", "closed": "closed", "taken": "fetched",
    "begun": "began to fetch", "released": "released", "withdrawn": "took back", "made": "made", "revoked": "revoked",
    "exported": "took along", "set": "set", "mended": "mended", "offered": "offered", "ticked": "ticked things of",
    "pointed": "added things to", "vouched": "widened", "upheld": "granted", "declined": "declined", "read": "read blindly",
    "suspended": "suspended", "unsuspended": "opened the account of", "put_back": "put back the standing of", "left": "left",
    "roles": "changed the roles of", "birth_date": "corrected the birth date of", "given": "gave",
    "refused": "refused", "expired": "let run out", "reopened": "reopened", "replaced": "replaced", "sought": "sent out",
    "withheld": "withheld a thing for", "unlinked": "took a thing off a link for", "stopped": "stopped an order for",
    "forgotten": "forgot the name in", "bad_faith": "found in bad faith", "good_faith": "found in good faith after all",
}  # fmt: skip
WHOLE = {
    "administrator.first": "became the first administrator", "appeal.changed": "decided otherwise on an appeal",
    "appeal.overturned": "took a decision back on an appeal", "appeal.upheld": "let a decision stand on an appeal",
    "assignment.set": "set who takes what", "audit.exported": "took the audit along", "engine.withdrawn": "offers an engine no more",
    "engine.offered": "offers an engine again", "handover.asked": "asked for a handover", "person.left": "left the house",
}  # fmt: skip
NOUNS = {
    "case": "a case", "desk": "the desk", "decided": "what was decided", "removals": "the removals", "takedown": "a removal request",
    "appeal": "an appeal", "appeals": "the appeals", "glass": "a private conversation", "glasses": "the opened conversations",
    "handover": "a handover", "asset": "a picture or film", "audit": "the audit", "usage": "what was used", "people": "the people",
    "person": "a person", "invitations": "the invitations", "invitation": "an invitation", "reading": "a second reading",
    "report": "a report", "consent": "a consent", "engine": "an engine", "ledger": "the ledger", "allowance": "an allowance",
    "search": "what a search of the desk found",
}  # fmt: skip
# What stands in a target, the page that shows it, and who may open that. A number is what people call it by.
KINDS = {
    "case": ("Case", "case", "may_review"),
    "appeal": ("Appeal", "appeal", "may_review"),
    "takedown": ("Removal A-", "desk-removal", "may_review"),
    "asset": ("Picture or film", "", ""),
    "consent": ("Consent", "", ""),
    "report": ("Report R-", "", ""),
    "glass": ("Glass", "", ""),
    "conversation": ("Conversation", "", ""),
    "handover": ("Handover", "", ""),
    "reading": ("Reading", "", ""),
    "invitation": ("Invitation", "", ""),
    "engine": ("Engine", "", ""),
    "person": ("Somebody who left", "person", "may_administer"),
}
TOKEN = re.compile(r"(\w+)[: ]([0-9a-f]{8}-[0-9a-f-]{27}|[^\s:]+)")


@dataclass(frozen=True, slots=True)
class Thing:
    """What an act is about: what it is called, its page where this reader may open one, and how the list is narrowed to it."""

    name: str
    page: str
    target: str


def done(action: str) -> str:
    """ "case.decided" as "decided a case"; an act nobody has words for stays its key."""
    noun, _, verb = action.partition(".")
    if action in WHOLE:
        return WHOLE[action]
    return f"{VERBS[verb]} {NOUNS[noun]}" if verb in VERBS and noun in NOUNS else action


def names(acts: Iterable[AuditEntry]) -> dict[str, str]:
    """By public id, the people these acts are about and who are still here. One query."""
    found = {key for act in acts for kind, key in TOKEN.findall(act.target) if kind == "person" and _id(key)}
    return {str(each.public_id): each.name for each in User.objects.filter(public_id__in=found, is_active=True)}


def things(act: AuditEntry, people: dict[str, str], reader: User) -> list[Thing]:
    """Everything its target names."""
    found = [(kind, key) for kind, key in TOKEN.findall(act.target) if kind in KINDS]
    if not found:
        return [Thing(act.target, "", act.target)]
    return [_thing(kind, key, people, reader) for kind, key in found]


def value(said: Any) -> str:
    """One side of a change: no braces, no ids in full, times as people write them."""
    if said in (None, "", [], {}):
        return ""
    if isinstance(said, bool):
        return "yes" if said else "no"
    if isinstance(said, dict):
        return ", ".join(f"{_plain(name)} {value(each)}".strip() for name, each in said.items())
    if isinstance(said, list):
        return ", ".join(map(value, said))
    return _text(said) if isinstance(said, str) else str(said)


def _thing(kind: str, key: str, people: dict[str, str], reader: User) -> Thing:
    words, page, role = KINDS[kind]
    target = f"{kind}:{key}" if kind == "person" else key
    if kind == "person":
        there = key in people
        return Thing(people.get(key, words), _page(page, key) if there else "", target)
    number = key[:8].upper() if words.endswith("-") else f" {key[:8] if _id(key) else key}"
    return Thing(f"{words}{number}", _page(page, key) if page and getattr(reader, role) else "", target)


def _page(name: str, key: str) -> str:
    try:
        return reverse(name, args=[key])
    except NoReverseMatch:
        return ""


def _text(said: str) -> str:
    if _id(said):
        return said[:8]
    if re.match(r"\d{4}-\d\d-\d\dT", said):
        try:
            return f"{datetime.fromisoformat(said).astimezone(UTC):%-d %B %Y, %H:%M} UTC"
        except ValueError:
            return said
    return said


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _id(said: str) -> bool:
    try:
        return str(UUID(said)) == said
    except ValueError:
        return False
