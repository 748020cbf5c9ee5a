"""What the owner reads when somebody decided: what, why, by whom, and what to do next."""

from moderation.models import Case
from moderation.models.decision import Outcome
from moderation.policies import Clause

THINGS = {
    "message": "your answer in the parlour",
    "order": "your order in the studio",
    "asset": "your work in the studio",
    "prompt": "your prompt",
}
ALLOWED = {
    "message": "It can be read again.",
    "order": "It has gone on to the provider; the price you saw holds.",
    "asset": "It is in your gallery.",
    "prompt": "Nothing was sent at the time; send it again if you still need it.",
}
REMOVED = {
    "message": "It is no longer shown. What it cost stands in your usage.",
    "order": "It was not sent, and you were not charged.",
    "asset": "It is no longer shown or shared. What it cost stands in your usage.",
    "prompt": "It was never sent, and you were not charged.",
}


def of_reasons(case: Case, *, outcome: Outcome, clause: Clause | None, reason: str) -> str:
    """The statement, as plain sentences. It is kept with the decision, word for word."""
    thing = THINGS.get(case.subject_kind, "what you made")
    rule = f" The rule: {clause.says}" if clause else ""
    if outcome == Outcome.ALLOW:
        return (
            f"A reviewer looked at {thing} and allowed it. {ALLOWED.get(case.subject_kind, '')} Their reason: {reason}"
        )
    return (
        f"A reviewer looked at {thing} and decided against it. {REMOVED.get(case.subject_kind, '')}{rule} "
        f"Their reason: {reason} A person decided this. If you think it is wrong, answer by writing to the people who run this house."
    )
