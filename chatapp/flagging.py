"""A person's word about their own answer, in one click, brought to the desk."""

from accounts.models import User
from chatapp.models import Turn
from chatapp.subjects import KIND
from moderation.finding import Found
from moderation.models import Report
from moderation.reports import categories
from moderation.reports.receiving import receive


def report(person: User, turn: Turn, why: str) -> Report | None:
    """Put the answer on the desk; it stays readable until somebody decides. None: too much of theirs waits there."""
    found = Found(KIND, turn.answer.public_id, turn.owner, "Answer")
    return receive(found, categories.of(""), why, by=person)
