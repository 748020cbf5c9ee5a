"""What the owner would read."""

from typing import Unpack

from django.db import transaction

from moderation.decisions import wishing
from moderation.decisions.carrying import carried_out
from moderation.decisions.deciding import with_administrators_first
from moderation.decisions.wishing import Wanted
from moderation.models import Case


@transaction.atomic
def rehearse(case: Case, **wanted: Unpack[Wanted]) -> str:
    """What the owner would read of such a decision: it is carried out and taken back, so it says what is so now.

    Takes what `decide` takes. Raises Conflict when the measures do not go together.
    """
    wish = wishing.wish(case, wanted)
    with with_administrators_first(wish.measures):
        statement = carried_out(wish).statement
    transaction.set_rollback(True)
    return statement
