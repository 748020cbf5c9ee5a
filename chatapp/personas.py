"""The personas a conversation can begin with. What it takes is a copy: changing the persona changes no conversation."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from accounts.models import User
from chatapp import refusals
from chatapp.models import Persona


@dataclass(frozen=True, slots=True)
class Choosing:
    """All of theirs by name, and the one that is chosen for the next new conversation, if any."""

    personas: Sequence[Persona]
    chosen: UUID | None = None


def choosing(person: User, named: str = "") -> Choosing:
    """For a page where a conversation begins; a name that is nobody's, or somebody else's, chooses none. One query."""
    rows = list(Persona.objects.owned_by(person).only("public_id", "name"))
    chosen = next((row.public_id for row in rows if str(row.public_id) == named), None)
    return Choosing(rows, chosen)


def words(person: User, persona: UUID) -> str:
    """What a conversation takes from their persona. Raises Refused where it is not there. One query."""
    found: str | None = (
        Persona.objects.owned_by(person).filter(public_id=persona).values_list("instructions", flat=True).first()
    )
    if found is None:
        raise refusals.persona_gone()
    return found
