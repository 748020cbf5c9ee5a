"""What the owner reads when somebody decided: what, why, by whom, and what to do next."""

import textwrap

from accounts.sentences import objection
from moderation.models import Case
from moderation.models.decision import Outcome
from moderation.policies import Clause

THINGS = {
    "message": "your answer in the parlour",
    "order": "your order in the studio",
    "asset": "your work in the studio",
    "prompt": "your prompt",
    "consent": "your consent passport",
}
# A room keeps this much in the place of what is hidden.
LONGEST = 500


def of_reasons(case: Case, *, outcome: Outcome, clause: Clause | None, reason: str, effect: str) -> str:
    """The statement, as plain sentences; `effect` is what the decision did. Kept with the decision, word for word."""
    thing = THINGS.get(case.subject_kind, "what you made")
    if outcome == Outcome.ALLOW:
        return f"A reviewer looked at {thing} and allowed it. {effect} Their reason: {reason}"
    rule = f" The rule: {clause.says}" if clause else ""
    return (
        f"A reviewer looked at {thing} and decided against it. {effect}{rule} Their reason: {reason} "
        f"A person decided this. {objection()}"
    )


def in_its_place(reason: str) -> str:
    """What stands where a thing was hidden: short, and without a word about money, which its room knows."""
    return textwrap.shorten(f"A reviewer decided against this. Their reason: {reason}", LONGEST, placeholder=" …")
