"""A person's word about an answer, brought to the desk."""

from accounts.models import User
from chatapp.models import Turn
from chatapp.subjects import KIND
from moderation import flags
from moderation.models.flag import Source
from moderation.verdicts import Action, Judge, Verdict

LONGEST_WHY = 1_000


def report(person: User, turn: Turn, why: str) -> bool:
    """Put the answer on the desk; it stays readable until somebody decides. False: too much of theirs waits there."""
    verdict = Verdict(
        action=Action.REVIEW, check="person", policy_version="", detail=why[:LONGEST_WHY], judge=Judge.PERSON
    )
    flag = flags.raise_flag(
        subject_kind=KIND,
        subject=turn.answer.public_id,
        owner=person,
        verdict=verdict,
        source=Source.PERSON,
        raised_by=person,
    )
    return flag is not None
