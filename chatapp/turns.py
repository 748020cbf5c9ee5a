"""What people do with turns: send, retry, continue, stop. Every door (page, fragment, command) comes through here."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import User
from chatapp import closing, context, engines, hints, refusals, rows, sealing
from chatapp.closing import Bill, Ending
from chatapp.models import Conversation, Kind, Message, State, Turn
from chatapp.rows import NewTurn, Question
from foundation import idempotency, request_id
from foundation.kill_points import reach
from moderation import flags, gates
from usage import estimates, holds
from usage.limits import NoMoney
from usage.models import Hold
from xai.values import Engine

PURPOSE = "reply"
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Begun:
    """A turn that waits for its relay. `again`: the same click had begun it before. The rest is for showing it."""

    turn: UUID
    conversation: UUID
    again: bool = False
    question: str = ""
    label: str = ""
    path_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """Engine and effort, as somebody chose them; empty: the house's."""

    engine: str = ""
    effort: str = ""


HOUSE = Choice()


def send(person: User, text: str, *, key: str, conversation: UUID | None = None, choice: Choice = HOUSE) -> Begun:
    """Ask something, in a new conversation or at the end of one.

    Raises Refused, or Conversation.DoesNotExist (also for somebody else's).
    """
    text = checked(text)
    label = _judged(person, text)
    engine, effort = _chosen(person, choice)
    begun = Begun(uuid4(), conversation or uuid4(), question=text, label=label)

    def write() -> int:
        place = _locked(person, conversation) if conversation else None
        leaf = place.leaf if place else None
        path_bytes = (leaf.path_bytes if leaf else 0) + len(text.encode())
        question = Question(
            text=text,
            parent=leaf.pk if leaf else None,
            path_bytes=path_bytes,
            depth=(leaf.depth if leaf else 0) + 1,
            label=label,
        )
        hold = _held(person, begun.turn, engine, effort, path_bytes, question.depth)
        _begin(begun, person, place, question, hold, Kind.FIRST, engine, effort)
        return path_bytes

    asked = {"text": text, "conversation": conversation, "engine": choice.engine, "effort": choice.effort}
    return _once(person, key, asked, begun, write)


def retry(person: User, turn_id: UUID, *, key: str, choice: Choice = HOUSE) -> Begun:
    """Ask the same again: another answer beside this one. Raises Refused, or Turn.DoesNotExist."""
    turn = _own(person, turn_id)
    engine, effort = _chosen(person, Choice(choice.engine or turn.engine, choice.effort or turn.effort))
    begun = Begun(uuid4(), turn.conversation.public_id)

    def write() -> int:
        place = _locked(person, turn.conversation.public_id)
        prompt = turn.prompt
        hold = _held(person, begun.turn, engine, effort, prompt.path_bytes, prompt.depth)
        _begin(begun, person, place, prompt, hold, Kind.RETRY, engine, effort)
        return prompt.path_bytes

    asked = {"retry": turn_id, "engine": choice.engine, "effort": choice.effort}
    return _once(person, key, asked, begun, write)


def continue_(person: User, turn_id: UUID, *, key: str) -> Begun:
    """Let the engine write on where this answer ended. Raises Refused, or Turn.DoesNotExist."""
    turn = _own(person, turn_id)
    kept = turn.answer.shown_text
    if turn.is_open or not kept:
        raise refusals.not_now()
    engine, effort = _chosen(person, Choice(turn.engine, turn.effort))
    begun = Begun(uuid4(), turn.conversation.public_id)

    def write() -> int:
        place = _locked(person, turn.conversation.public_id)
        prompt = turn.prompt
        hold = _held(person, begun.turn, engine, effort, prompt.path_bytes + len(kept.encode()), prompt.depth + 2)
        _begin(begun, person, place, prompt, hold, Kind.CONTINUE, engine, effort, kept)
        return prompt.path_bytes

    return _once(person, key, {"continue": turn_id}, begun, write)


@transaction.atomic
def stop(person: User, turn_id: UUID) -> bool:
    """Ask that this very turn ends now. False: it had ended already. Raises Turn.DoesNotExist."""
    return end_soon(Turn.objects.owned_by(person).get(public_id=turn_id))


def end_soon(turn: Turn) -> bool:
    """The same by whoever may; in the caller's transaction. False: it had ended already."""
    if not turn.is_open:
        return False
    Turn.objects.filter(pk=turn.pk, stop_asked_at=None).open().update(stop_asked_at=timezone.now())
    if turn.state == State.WAITING:  # no relay has it: nothing to close but the rows
        ended = closing.close(turn.pk, None, Ending(State.STOPPED, turn.kept_text), None, Bill(error_type="not_sent"))
        if ended is not None:
            transaction.on_commit(lambda: sealing.seal_soon(ended))
            return True
    hints.ring(hints.Hint.STOP, turn.public_id)
    return True


def checked(text: str) -> str:
    """What was typed, with one kind of line end and no blank edges. Raises Refused."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text:
        raise refusals.empty()
    if len(text) > settings.MAX_MESSAGE_CHARACTERS:
        raise refusals.too_long(len(text))
    if CONTROL.search(text):
        raise refusals.control_characters()
    return text


def _judged(person: User, text: str) -> str:
    """The sentence that stands beside a question, mostly none. Raises Refused for one that must not be sent."""
    verdict = gates.before_sending(text, room="parlour")
    if verdict.passes:
        return verdict.sentence
    flags.refuse_prompt(person, text, "parlour", verdict)
    raise refusals.policy(verdict.sentence)


def _once(person: User, key: str, asked: Mapping[str, object], begun: Begun, write: Callable[[], int]) -> Begun:
    """Write it once per key, in one transaction, and ring for a relay when it is safe."""
    outcome = {"turn": str(begun.turn), "conversation": str(begun.conversation)}
    try:
        with transaction.atomic():
            idempotency.remember(person.pk, key, idempotency.fingerprint(asked), outcome)
            path_bytes = write()
            reach("send.writing")
            hints.ring(hints.Hint.NEW, begun.turn)
    except idempotency.AlreadyDone as done:
        return Begun(UUID(done.outcome["turn"]), UUID(done.outcome["conversation"]), again=True)
    except idempotency.KeyReused as error:
        raise refusals.key_reused() from error
    except NoMoney as error:
        raise refusals.no_money(error, new=asked.get("conversation", begun) is None) from error
    reach("send.written")
    return replace(begun, path_bytes=path_bytes)


def _begin(
    begun: Begun,
    person: User,
    place: Conversation | None,
    prompt: Question | Message,
    hold: Hold,
    kind: Kind,
    engine: Engine,
    effort: str,
    kept_text: str = "",
) -> None:
    new = NewTurn(
        turn=begun.turn,
        owner=person.pk,
        conversation=place.pk if place else begun.conversation,
        prompt=prompt,
        hold=hold.pk,
        kind=kind,
        engine=engine.id,
        effort=effort,
        max_output_tokens=settings.MAX_OUTPUT_TOKENS,
        request_id=request_id.current() or begun.turn.hex,
        kept_text=kept_text,
    )
    rows.begin(new)


def _own(person: User, turn_id: UUID) -> Turn:
    related = ("conversation", "prompt", "answer")
    return Turn.objects.watched_by(person).select_related(*related).get(public_id=turn_id)


def _locked(person: User, conversation: UUID) -> Conversation:
    """The conversation, ours until the transaction ends, with nothing being written in it. Two queries.

    Not one: a statement that waits for the lock sees the locked row as it is then, and everything else as it was before.
    """
    Conversation.objects.owned_by(person).kept().select_for_update().only("pk").get(public_id=conversation)
    here = Turn.objects.open().filter(conversation=OuterRef("pk"))
    place = Conversation.objects.select_related("leaf").annotate(open_here=Exists(here)).get(public_id=conversation)
    if vars(place)["open_here"]:  # what `annotate` adds, no type knows
        raise refusals.still_writing()
    return place


def _chosen(person: User, choice: Choice) -> tuple[Engine, str]:
    name = choice.engine or person.engine or settings.CHAT_ENGINE
    effort = choice.effort or settings.CHAT_EFFORT
    engine = engines.listed(name)
    if engine is None or effort not in engines.EFFORTS:
        raise refusals.unknown_engine()
    return engine, effort


def _held(person: User, turn: UUID, engine: Engine, effort: str, path_bytes: int, depth: int) -> Hold:
    """Put the most aside that this may cost. Four queries. Raises NoMoney, Refused."""
    sent = estimates.ceiling_tokens([context.prompt(context.SYSTEM), context.prompt(context.CONTINUE)])
    sent += depth * estimates.PER_MESSAGE - (-path_bytes // estimates.CEILING_BYTES)
    most = min(sent, engine.context_tokens or context.MODEST_CONTEXT_TOKENS)
    ticks = estimates.chat_hold_ticks(
        engine, input_tokens=most, max_output_tokens=settings.MAX_OUTPUT_TOKENS, effort=effort
    )
    hold = holds.reserve(person, ticks, purpose=PURPOSE, subject=turn)
    # Counted after the hold: its UPDATE lets parallel clicks of one person through one after the other.
    if Turn.objects.owned_by(person).open().count() >= settings.MAX_WRITING_TURNS_PER_PERSON:
        raise refusals.too_many_writing()
    return hold
