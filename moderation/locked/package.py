"""What an authority gets: one zip, made while it is sent, with a manifest at its end that names every file by its hash."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import Any

import structlog
from django.db import close_old_connections
from django.utils import timezone
from zipstream import ZIP_STORED, ZipStream

from accounts import audit
from accounts.models import AuditEntry, User
from moderation.locked import evidence
from moderation.locked.handing_over import target_of
from moderation.models import Case, Handover, PolicyVersion

log = structlog.get_logger(__name__)

FORM = "salon-handover/1"
MANIFEST = "manifest.json"
ABOUT = {
    "case.json": "the case: what found it, when, by which clause, and every decision",
    "person.json": "whose it is: name, mail address, birth date",
    "evidence.json": "the words, also where they are hidden, and how it was made",
    "audit.json": "what staff did about it, with the hashes of the rows",
    "policy": "the policy as it read when it was judged",
    MANIFEST: "every file by its hash",
}


class Package:
    """The package of one handover for one who fetches it. Read `pieces` once."""

    def __init__(self, handover: Handover, by: User) -> None:
        self.handover = handover
        self.by = by
        self.files: list[dict[str, Any]] = []
        self.found = evidence.of(handover.case.subject_kind, handover.case.subject)

    def holds(self) -> list[tuple[str, str]]:
        """What would be in it now, and what each is; no byte of a file is read for it."""
        records = [(name, ABOUT.get(name, ABOUT["policy"])) for name in self._records()]
        files = [(f"files/{exhibit.name}", "") for exhibit in self.found.exhibits]
        return [*records, *files, (MANIFEST, ABOUT[MANIFEST])]

    def pieces(self) -> Iterator[bytes]:
        """The bytes of the zip. When the last one has gone, its hash is in the audit: that is its signature."""
        whole, count = hashlib.sha256(), 0
        for piece in self._packed():
            whole.update(piece)
            count += len(piece)
            yield piece
        after = {"sha256": whole.hexdigest(), "bytes": count, "files": len(self.files)}
        audit.record(self.by, "handover.taken", target_of(self.handover), self.handover.reason, after=after)

    async def sent(self) -> AsyncIterator[bytes]:
        """The same, for a server that serves others meanwhile."""
        pieces = self.pieces()
        while piece := await asyncio.to_thread(_next, pieces):
            yield piece

    def _packed(self) -> ZipStream:
        packing = ZipStream(compress_type=ZIP_STORED)
        for name, value in self._records().items():
            packing.add(self._counted(name, lambda value=value: iter([_json(value)])), name)  # type: ignore[misc]
        for exhibit in self.found.exhibits:
            name = f"files/{exhibit.name}"
            packing.add(self._counted(name, exhibit.pieces, exhibit.sha256), name)
        packing.add(self._manifest(), MANIFEST)
        return packing

    def _records(self) -> Mapping[str, Any]:
        case = self.handover.case
        records = {
            "case.json": case_of(case),
            "person.json": person_of(case.owner),
            "evidence.json": self.found.facts,
            "audit.json": acts_about(case),
        }
        versions = case.flags.exclude(policy_version="").values_list("policy_version", flat=True)
        for policy in PolicyVersion.objects.filter(version__in=set(versions)):
            records |= {f"policy/{policy.version}.json": policy.files}
        return records

    def _counted(self, name: str, pieces: Callable[[], Iterator[bytes]], came_as: str = "") -> Iterator[bytes]:
        """As it goes by: how long it is, and its hash; a file that is gone is said, not passed over."""
        said: dict[str, Any] = {"name": name}
        digest, count = hashlib.sha256(), 0
        try:
            for piece in pieces():
                digest.update(piece)
                count += len(piece)
                yield piece
        except FileNotFoundError:
            log.warning("exhibit_missing", handover=str(self.handover.public_id), name=name)
            said["missing"] = True
        said |= {"bytes": count, "sha256": digest.hexdigest()}
        self.files.append(said | ({"sha256_when_it_came": came_as} if came_as else {}))

    def _manifest(self) -> Iterator[bytes]:
        handover = self.handover
        yield _json(
            {
                "form": FORM,
                "handover": handover.public_id,
                "case": handover.case.public_id,
                "authority": handover.authority,
                "reference": handover.reference,
                "reason": handover.reason,
                "asked_by": handover.asked_by.public_id,
                "asked_at": handover.asked_at,
                "released_by": handover.released_by and handover.released_by.public_id,
                "released_at": handover.released_at,
                "made_at": timezone.now(),
                "files": self.files,
            }
        )


def case_of(case: Case) -> Mapping[str, Any]:
    """The case with its flags and what was decided."""
    return {
        "id": case.public_id,
        "about": case.subject_kind,
        "subject": case.subject,
        "lane": case.lane,
        "opened_at": case.opened_at,
        "decided_at": case.decided_at,
        "flags": list(
            case.flags.order_by("pk").values(
                "source", "check_name", "action", "clause", "policy_version", "detail", "raised_at"
            )
        ),
        "decisions": list(case.decisions.order_by("pk").values("public_id", "clause", "reason", "decided_at")),
    }


def person_of(owner: User) -> Mapping[str, Any]:
    """Whose it is, as far as the house knows. Of who deleted their account nothing is left but the number."""
    return {
        "id": owner.public_id,
        "email": owner.email if owner.is_active else "",
        "name": owner.display_name,
        "birth_date_told": owner.birth_date,
        "joined_at": owner.date_joined,
        "account_deleted": not owner.is_active,
    }


def acts_about(case: Case) -> list[Mapping[str, Any]]:
    """Rows of the audit about the case and its subject, with their hashes: each can be held against the chain."""
    found = AuditEntry.objects.filter(target__contains=str(case.public_id))
    found |= AuditEntry.objects.filter(target__contains=str(case.subject))
    names = ("number", "at", "action", "target", "reason", "before", "after", "previous_hash", "hash")
    return list(found.order_by("number").values(*names, "actor__public_id"))


def _next(pieces: Iterator[bytes]) -> bytes:
    try:
        return next((piece for piece in pieces if piece), b"")
    finally:
        close_old_connections()  # in a thread that no request ends


def _json(value: Any) -> bytes:
    return json.dumps(value, default=str, indent=1, ensure_ascii=False).encode()
