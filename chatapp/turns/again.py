"""Another answer to a question that stands, and the rest of one that ended early."""

from uuid import UUID, uuid4

from accounts.models import User
from chatapp import refusals
from chatapp.models import Kind, Turn
from chatapp.turns.beginning import begin, chosen, held, locked, once
from chatapp.turns.values import HOUSE, Begun, Choice


def retry(person: User, turn_id: UUID, *, key: str, choice: Choice = HOUSE) -> Begun:
    """Ask the same again: another answer beside this one. Raises Refused, or Turn.DoesNotExist."""
    turn = _own(person, turn_id)
    engine, effort = chosen(person, Choice(choice.engine or turn.engine, choice.effort or turn.effort))
    begun = Begun(uuid4(), turn.conversation.public_id)

    def write() -> int:
        place = locked(person, turn.conversation.public_id)
        prompt = turn.prompt
        hold = held(person, begun.turn, engine, effort, prompt.path_bytes, prompt.depth)
        begin(begun, person, place, prompt, hold, Kind.RETRY, engine, effort)
        return prompt.path_bytes

    asked = {"retry": turn_id, "engine": choice.engine, "effort": choice.effort}
    return once(person, key, asked, begun, write)


def continue_(person: User, turn_id: UUID, *, key: str) -> Begun:
    """Let the engine write on where this answer ended. Raises Refused, or Turn.DoesNotExist."""
    turn = _own(person, turn_id)
    kept = turn.answer.shown_text
    if turn.is_open or not kept:
        raise refusals.not_now()
    engine, effort = chosen(person, Choice(turn.engine, turn.effort))
    begun = Begun(uuid4(), turn.conversation.public_id)

    def write() -> int:
        place = locked(person, turn.conversation.public_id)
        prompt = turn.prompt
        hold = held(person, begun.turn, engine, effort, prompt.path_bytes + len(kept.encode()), prompt.depth + 2)
        begin(begun, person, place, prompt, hold, Kind.CONTINUE, engine, effort, kept)
        return prompt.path_bytes

    return once(person, key, {"continue": turn_id}, begun, write)


def _own(person: User, turn_id: UUID) -> Turn:
    related = ("conversation", "prompt", "answer")
    return Turn.objects.watched_by(person).select_related(*related).get(public_id=turn_id)
