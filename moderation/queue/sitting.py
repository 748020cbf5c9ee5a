"""One sitting at the desk: which cases were skipped. It lives in the session and ends with it, or after some hours."""

import time
from collections.abc import MutableMapping
from typing import Any
from uuid import UUID

KEY = "desk_skipped"
LASTS_SECONDS = 4 * 3600  # from the last skip: after so long a pause one looks with fresh eyes
MOST = 500  # the oldest are shown again: the session is read with every page


def skip(session: MutableMapping[str, Any], case: UUID) -> None:
    """Do not offer this one again while the sitting lasts."""
    ids = [str(each) for each in skipped(session) if each != case]
    session[KEY] = {"at": int(time.time()), "cases": [*ids, str(case)][-MOST:]}


def skipped(session: MutableMapping[str, Any]) -> list[UUID]:
    """What was skipped in this sitting, the latest last."""
    kept = session.get(KEY)
    if not kept or time.time() - kept["at"] > LASTS_SECONDS:
        return []
    return [UUID(each) for each in kept["cases"]]


def begin_anew(session: MutableMapping[str, Any]) -> None:
    """Offer everything again."""
    session.pop(KEY, None)
