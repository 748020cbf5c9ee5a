"""Cases in the locked lane. The marker is an invented word: no real term stands in these tests."""

from typing import Any
from uuid import UUID

from accounts.models import User
from moderation import flags
from moderation.models import Case
from moderation.verdicts import Action, Verdict

MARKER = "plumbuswort"
LOCK = Verdict(action=Action.LOCK, check="rules", policy_version="", clause="own.1", detail=MARKER)


def locked(owner: User, kind: str, subject: UUID, **more: Any) -> Case:
    flag = flags.raise_flag(subject_kind=kind, subject=subject, owner=owner, verdict=LOCK, **more)
    assert flag is not None
    return flag.case
