"""Another answer to a question that stands, and the rest of one that ended early."""

from dataclasses import replace
from uuid import UUID

from accounts.models import User
from chatapp import engines, refusals
from chatapp.engines import choosing, parameters
from chatapp.files import beside as files_beside
from chatapp.models import Kind, Message, Turn, Wish
from chatapp.turns.beginning import begin, locked, once, ready, runs
from chatapp.turns.values import HOUSE, Begun, Choice, Manner, Weight, Written


def retry(person: User, turn_id: UUID, *, key: str, choice: Choice = HOUSE, wish: str = "") -> Begun:
    """Ask the same again: another answer beside this one; with a wish, one that is shorter or longer than it.

    Raises Refused, or Turn.DoesNotExist.
    """
    turn = to_answer(person, turn_id)
    if wish not in ("", *Wish.values):
        raise refusals.not_now()
    [run] = runs(person, [as_before(turn, choice)])
    begun = Begun(run.turn, turn.conversation.public_id)
    than = turn.answer.shown_text if wish else ""

    def write() -> Written:
        place = locked(person, turn.conversation.public_id)
        prompt = turn.prompt
        depth = prompt.depth + (2 if wish else 0)
        weight = Weight(prompt.text, prompt.path_bytes + len(than.encode()), depth, shows_pictures(prompt))
        manner = Manner(Kind.RETRY, wish=wish, than=turn.pk if wish else None)
        begin(person, ready(person, place, run, weight), place, prompt, manner)
        return Written(prompt.path_bytes)

    asked = {"retry": turn_id, "engine": choice.engine, "effort": choice.effort}
    return once(person, key, asked | ({"wish": wish} if wish else {}), begun, write)


def continue_(person: User, turn_id: UUID, *, key: str) -> Begun:
    """Let the engine write on where this answer ended. Raises Refused, or Turn.DoesNotExist."""
    turn = to_answer(person, turn_id)
    kept = turn.answer.shown_text
    if turn.is_open or not kept:
        raise refusals.not_now()
    [run] = runs(person, [as_before(turn)])
    begun = Begun(run.turn, turn.conversation.public_id)

    def write() -> Written:
        place = locked(person, turn.conversation.public_id)
        prompt = turn.prompt
        size = prompt.path_bytes + len(kept.encode()), prompt.depth + 2
        answers = ready(person, place, run, Weight(prompt.text, *size, pictures=shows_pictures(prompt)))
        begin(person, answers, place, prompt, Manner(Kind.CONTINUE, kept_text=kept))
        return Written(prompt.path_bytes)

    return once(person, key, {"continue": turn_id}, begun, write)


def shows_pictures(prompt: Message) -> bool:
    """Whether only an engine that sees can answer it. No query where it came without files."""
    return any(file.is_picture for file in files_beside.of(prompt))


def as_before(turn: Turn, choice: Choice = HOUSE) -> Choice:
    """What is chosen now, and for the rest what this turn was asked with, as far as it is still there."""
    asked = turn.instead_of or turn.engine
    engine = choice.engine or (asked if engines.listed(asked) else "")
    if choice.engine == choosing.AUTO:
        return replace(choice, parameters=choice.parameters or parameters.brought_back(turn.parameters))
    values = parameters.brought_back(turn.parameters) if choice.parameters is None else choice.parameters
    return replace(choice, engine=engine, effort=choice.effort or turn.effort, parameters=values)


def own(person: User, turn_id: UUID) -> Turn:
    """The turn if it is this person's, in a conversation they have not deleted. Raises Turn.DoesNotExist."""
    related = ("conversation", "prompt__parent", "answer")
    return Turn.objects.watched_by(person).select_related(*related).get(public_id=turn_id)


def to_answer(person: User, turn_id: UUID) -> Turn:
    """The same, to have its question answered once more. Raises Refused, or Turn.DoesNotExist."""
    turn = own(person, turn_id)
    if turn.prompt.in_its_place:
        raise refusals.question_hidden()
    return turn
