"""What a decision can do. One small file per measure; this is their order at the desk."""

from moderation.measures.age_limit import AgeLimit
from moderation.measures.allow import Allow
from moderation.measures.block_hash import BlockHash
from moderation.measures.escalate import Escalate
from moderation.measures.hide import Hide
from moderation.measures.label import Label
from moderation.measures.limit import Limit
from moderation.measures.remove import Remove
from moderation.measures.suspend import Suspend
from moderation.measures.values import Act, Before, Conflict, Done, End, Measure, Words
from moderation.measures.warn import Warn
from moderation.models import Case

__all__ = ["ACTS", "Act", "Before", "Conflict", "Done", "End", "Measure", "Words", "done", "fitting", "of"]

ACTS: dict[str, Act] = {
    act.name: act
    for act in (Allow(), Remove(), Hide(), Label(), AgeLimit(), BlockHash(), Warn(), Limit(), Suspend(), Escalate())
}


def of(name: str) -> Act:
    """The measure of this name. Raises Conflict for one there is not."""
    try:
        return ACTS[name]
    except KeyError:
        raise Conflict("There is no such action. Nothing was decided; choose one from the list.") from None


def fitting(case: Case) -> list[Act]:
    """What can be done about this case, in the order of the desk."""
    return [act for act in ACTS.values() if act.fits(case)]


def done(name: str) -> str:
    """What a measure did, in a word or two; its name when nobody knows it any longer."""
    return ACTS[name].done if name in ACTS else name
