"""Where a choice is kept: with its conversation, or with its person for every new one."""

from accounts.models import User
from chatapp.engines import parameters
from chatapp.engines.choosing import Choice
from chatapp.models import Conversation


def for_conversation(place: Conversation, choice: Choice) -> None:
    """From now on this conversation is answered so."""
    place.engine, place.effort = choice.engine, choice.effort
    if choice.parameters is not None:
        place.parameters = parameters.kept(choice.parameters)
    place.save(update_fields=["engine", "effort", "parameters"])


def for_every_new_one(person: User, choice: Choice) -> None:
    """From now on everything of this person's that says nothing else is answered so."""
    person.engine, person.effort = choice.engine, choice.effort
    if choice.parameters is not None:
        person.parameters = parameters.kept(choice.parameters)
    person.save(update_fields=["engine", "effort", "parameters"])
