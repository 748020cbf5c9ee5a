"""What a reviewer may choose in the form: every measure that fits, with its key and its ends."""

from dataclasses import dataclass

from moderation import measures
from moderation.forms import DecisionForm
from moderation.measures import Act, End
from moderation.measures.agreeing import is_for_good
from moderation.models import Case

# In days. What may go on without an end begins with that.
ENDS = ((1, "a day"), (7, "7 days"), (30, "30 days"), (90, "90 days"), (365, "a year"))


@dataclass(frozen=True, slots=True)
class Choice:
    """One measure on its key. `ends` is empty where it has none."""

    act: Act
    taken: bool
    ends: list[tuple[str, str, bool]]


def acts(case: Case, form: DecisionForm) -> list[Choice]:
    """In the order of the desk, as the form has them."""
    taken = form["measures"].value() or []
    endless = {End.NEVER, End.MAY} if is_for_good(case) else {End.NEVER}
    return [
        Choice(act, act.name in taken, [] if act.ends in endless else _ends(act, form))
        for act in measures.fitting(case)
    ]


def _ends(act: Act, form: DecisionForm) -> list[tuple[str, str, bool]]:
    said = form[f"until_{act.name}"].value() or ("" if act.ends == End.MAY else "7")
    endless = [("", "without an end", not said)] if act.ends == End.MAY else []
    return endless + [(str(days), f"for {words}", str(days) == said) for days, words in ENDS]
