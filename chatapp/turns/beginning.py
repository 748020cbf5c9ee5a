"""How a turn begins, whatever it is for: once per click, in one transaction, with the money put aside."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.models import User
from chatapp import context, engines, hints, refusals, rows
from chatapp.models import Conversation, Kind, Message, Turn
from chatapp.rows import NewTurn, Question
from chatapp.turns.values import Begun, Choice
from foundation import idempotency, request_id
from foundation.kill_points import reach
from usage import estimates, holds
from usage.limits import NoMoney
from usage.models import Hold
from xai.values import Engine

PURPOSE = "reply"


def once(person: User, key: str, asked: Mapping[str, object], begun: Begun, write: Callable[[], int]) -> Begun:
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


def begin(
    begun: Begun,
    person: User,
    place: Conversation | None,
    prompt: Question | Message,
    hold: Hold,
    kind: Kind,
    engine: Engine,
    effort: str,
    kept_text: str = "",
    *,
    project: UUID | None = None,
    drafted: bool = False,
) -> None:
    """Write the rows of the turn, at the end of `place`, or in a new conversation without one. One query."""
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
        project=project,
        drafted=drafted,
    )
    rows.begin(new)


def locked(person: User, conversation: UUID) -> Conversation:
    """The conversation, ours until the transaction ends, with nothing being written in it. Two queries.

    Not one: a statement that waits for the lock sees the locked row as it is then, and everything else as it was before.
    """
    Conversation.objects.owned_by(person).kept().select_for_update().only("pk").get(public_id=conversation)
    here = Turn.objects.open().filter(conversation=OuterRef("pk"))
    place = Conversation.objects.select_related("leaf").annotate(open_here=Exists(here)).get(public_id=conversation)
    if vars(place)["open_here"]:  # what `annotate` adds, no type knows
        raise refusals.still_writing()
    return place


def chosen(person: User, choice: Choice) -> tuple[Engine, str]:
    """The engine and the effort a turn runs with; what was not chosen is the person's, then the house's. Raises Refused."""
    name = choice.engine or person.engine or settings.CHAT_ENGINE
    effort = choice.effort or settings.CHAT_EFFORT
    engine = engines.listed(name)
    if engine is None or effort not in engines.EFFORTS:
        raise refusals.unknown_engine()
    return engine, effort


def held(person: User, turn: UUID, engine: Engine, effort: str, path_bytes: int, depth: int) -> Hold:
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
