"""What both sides of a request for removal would read of a verdict, before it is given."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from moderation import decisions, statements
from moderation.models.takedown import Reached, State, Takedown
from moderation.rehearsed import Said
from moderation.takedowns import carrying_out, telling
from moderation.takedowns.judging import Ticks

STATES = {"uphold": State.UPHELD, "decline": State.DECLINED}


def rehearse(takedown: Takedown, *, reviewer: Any, verdict: str, reason: str, ticks: Ticks) -> list[Said]:
    """Nothing without a verdict, or once it is decided. Of removed things one of each kind is rehearsed, as an example: what
    is held, gone already or has a file to be blocked reads otherwise in part.
    """
    if not takedown.is_open or verdict not in STATES:
        return []
    state = STATES[verdict]
    goes, stays = _parted(takedown, state, ticks)
    said = [Said("Whoever asked, by mail", telling.decided_words(state, reason))]
    counts = Counter(goes.values_list("kind", flat=True))
    said += [
        Said(_owner(row.kind, counts[row.kind]), _statement(takedown, row, reviewer, reason))
        for row in _one_of_each(goes)
    ]
    return said + [Said("The owner, of what is shown again", words) for words in _given_back(stays)]


def _owner(kind: str, count: int) -> str:
    whose = f"The owner, of {statements.THINGS.get(kind, 'what they made')}"
    return f"{whose}: one of {count}, as an example" if count > 1 else whose


def _parted(takedown: Takedown, state: State, ticks: Ticks) -> "tuple[QuerySet[Reached], QuerySet[Reached]]":
    """What would be removed, and what is hidden and would be shown again; nothing is ticked by asking."""
    rows = takedown.reached.filter(released_at=None)
    here = Q(public_id__in=ticks.shown)
    wanted = here & Q(public_id__in=ticks.ticked) | ~here & Q(wanted=True)
    goes = rows.filter(wanted) if state == State.UPHELD else rows.none()
    return goes, rows.exclude(hidden_at=None).exclude(pk__in=goes.values("pk"))


def _one_of_each(rows: "QuerySet[Reached]") -> list[Reached]:
    return list(rows.order_by("kind", "pk").distinct("kind").select_related("owner"))


@transaction.atomic
def _statement(takedown: Takedown, row: Reached, reviewer: Any, reason: str) -> str:
    """Decided and taken back, so it says what is so now."""
    case = carrying_out.cases(takedown, [row])[row.pk]
    wanted = carrying_out.wanted(takedown, case)
    words = decisions.rehearse(case, reviewer=reviewer, reason=reason, **wanted)
    transaction.set_rollback(True)
    return words


def _given_back(stays: "QuerySet[Reached]") -> Iterator[str]:
    """As the owner with most of it reads it; nothing where nothing comes back."""
    counts = Counter(stays.values_list("owner", flat=True))
    for _owner, count in counts.most_common(1):
        yield telling.given_back_words(count)
