"""A case and its flags in the desk's words."""

from moderation.models import Case, Flag, Report
from moderation.models.case import Lane
from moderation.models.flag import Source
from moderation.verdicts import CONSENT

LANE_TITLES = {Lane.LOCKED: "Locked", Lane.LIKENESS: "Likeness", Lane.OTHER: "Everything else"}
KIND_TITLES = {
    "message": "Answer",
    "order": "Order",
    "asset": "Picture or film",
    "prompt": "Refused prompt",
    "consent": "Consent",
}


def title(case: Case) -> str:
    """What the case is about, in two words."""
    return KIND_TITLES.get(case.subject_kind, case.subject_kind)


def why(flag: Flag) -> str:
    """One flag as a sentence."""
    report: Report | None = getattr(flag, "report", None)
    words = report.why if report else ""
    if flag.check_name == CONSENT:
        return f"{flag.detail}."
    who = {
        Source.RULE: f"The rules matched “{flag.detail}”." if flag.detail else "The rules matched.",
        Source.PROVIDER: "The provider withheld this.",
        Source.CLASSIFIER: "The classifier marked this.",
        Source.PERSON: f"Somebody reported this: {words}" if words else "Somebody reported this.",
    }[Source(flag.source)]
    return f"{who} Clause {flag.clause}." if flag.clause else who
