"""What a check says about a text or a picture."""

from dataclasses import dataclass
from enum import StrEnum

# Two checks that say nothing against anybody, by the name in their flags.
REMOVAL = "removal"  # somebody asked for it
CONSENT = "consent"  # somebody is to be asked, or compared


class Action(StrEnum):
    """From mild to grave; the order matters: of several verdicts the gravest counts."""

    ALLOW = "allow"
    LABEL = "label"  # goes through, with a sentence beside it
    REVIEW = "review"  # nothing is sent or shown until a person has looked
    REFUSE = "refuse"
    LOCK = "lock"  # refused, and kept where two named roles alone may look

    @property
    def gravity(self) -> int:
        """0 for allow, rising."""
        return list(Action).index(self)

    @property
    def stops(self) -> bool:
        """Whether it ends the matter: refused, and no person is waited for."""
        return self in {Action.REFUSE, Action.LOCK}


class Judge(StrEnum):
    """Who said so."""

    MACHINE = "machine"
    PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One check's word, with what it stands on. `sentence` is what the person reads.

    `score` is how sure the check is, from 0 to 1; None for one that knows only yes and no.
    """

    action: Action
    check: str
    policy_version: str
    clause: str = ""
    sentence: str = ""
    detail: str = ""
    score: float | None = None
    judge: Judge = Judge.MACHINE

    @property
    def passes(self) -> bool:
        """Whether the thing may be sent or shown now."""
        return self.action in {Action.ALLOW, Action.LABEL}


def gravest(verdicts: list[Verdict]) -> Verdict:
    """The one that counts. The list is never empty: a gate always says something."""
    return max(verdicts, key=lambda verdict: verdict.action.gravity)
