"""Suspend: every room is shut to the owner until an end."""

from datetime import datetime
from typing import Any

from accounts import people
from accounts.administrators import LastAdministrator
from accounts.models import User
from accounts.sentences import until_when
from moderation.measures.values import Before, Conflict, Done, End, Words
from moderation.models import Case


class Suspend:
    """Through the same door as an administrator's, which writes it down; the statement tells them."""

    name, title, done, key = "suspend", "Suspend", "suspended", "8"
    ends, restricts, of_person = End.MUST, True, True

    def fits(self, case: Case) -> bool:
        """Everybody but a tombstone."""
        return bool(case.owner.is_active)

    def do(self, words: Words) -> Done:
        """Until the later of this end and one that was set before. Raises Conflict for the last administrator."""
        assert words.until is not None  # `agreed` saw to it
        person = User.objects.get(pk=words.case.owner_id)
        before = {
            "until": _text(person.suspended_until),
            "because": person.suspended_because,
            "set": _text(words.until),
        }
        if person.suspended_until is not None and person.suspended_until >= words.until:
            return Done(
                f"Your account was suspended before, and stays so {until_when(person.suspended_until)}.",
                {str(person.public_id): {**before, "set": ""}},
            )
        try:
            people.suspend(person, by=words.reviewer, reason=words.reason[:500], until=words.until, tells=False)
        except LastAdministrator as error:
            raise Conflict("Nobody else administers this house: first give the role to somebody.") from error
        return Done(f"Your account is suspended {until_when(words.until)}.", {str(person.public_id): before})

    def undo(self, case: Case, before: Before, *, by: Any, for_good: bool) -> str:
        """As it was before, unless somebody has set another end since."""
        kept, person = before[str(case.owner.public_id)], User.objects.get(pk=case.owner_id)
        if not kept["set"] or _text(person.suspended_until) != kept["set"]:
            return "Your account’s suspension was set anew since, and stays as it is."
        until = datetime.fromisoformat(kept["until"]) if kept["until"] else None
        people.put_back(person, by=by, until=until, because=kept["because"])
        person.refresh_from_db()
        return (
            "Your account is open again." if not person.is_suspended else "Your account is suspended as it was before."
        )


def _text(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
