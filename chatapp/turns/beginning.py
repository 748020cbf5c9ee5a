"""How a turn begins, whatever it is for: once per click, in one transaction, with the money put aside."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.models import User
from chatapp import context, engines, hints, refusals, rows
from chatapp.models import Conversation, Kind, Message, Project, Turn
from chatapp.rows import NewTurn, Question
from chatapp.turns.values import Begun, Choice
from foundation import idempotency, request_id
from foundation.kill_points import reach
from usage import estimates, holds
from usage.limits import NoMoney
from usage.models import Hold
from xai.values import Engine

PURPOSE = "reply"
MOST_SIDE_BY_SIDE = 4


@dataclass(frozen=True, slots=True)
class Run:
    """One engine that is to answer: the turn it will be, and with what."""

    turn: UUID
    engine: Engine
    effort: str


def once(person: User, key: str, asked: Mapping[str, object], begun: Begun, write: Callable[[], int]) -> Begun:
    """Write it once per key, in one transaction, and ring for a relay when it is safe."""
    outcome = {"turn": str(begun.turn), "conversation": str(begun.conversation)}
    try:
        with transaction.atomic():
            idempotency.remember(person.pk, key, idempotency.fingerprint(asked), outcome)
            path_bytes = write()
            reach("send.writing")
            for turn in (begun.turn, *begun.beside):
                hints.ring(hints.Hint.NEW, turn)
    except idempotency.AlreadyDone as done:
        return Begun(UUID(done.outcome["turn"]), UUID(done.outcome["conversation"]), again=True)
    except idempotency.KeyReused as error:
        raise refusals.key_reused() from error
    except NoMoney as error:
        new = asked.get("conversation", begun) is None
        raise refusals.no_money(error, new=new, several=bool(begun.beside)) from error
    reach("send.written")
    return replace(begun, path_bytes=path_bytes)


def runs(person: User, choices: Sequence[Choice]) -> list[Run]:
    """What each choice comes to, each engine and effort once. Raises Refused."""
    wanted = list(dict.fromkeys(chosen(person, choice) for choice in choices))
    if len(wanted) > MOST_SIDE_BY_SIDE:
        raise refusals.too_many_engines(MOST_SIDE_BY_SIDE)
    return [Run(uuid4(), engine, effort) for engine, effort in wanted]


def ask(
    person: User,
    place: Conversation | UUID,
    question: Question,
    wanted: Sequence[Run],
    *,
    project: UUID | None = None,
    drafted: bool = False,
) -> None:
    """Write a question and a turn for each engine that is to answer it; the first one's answer is shown."""
    first, *others = wanted
    comparison = uuid4() if others else None
    where = place if isinstance(place, Conversation) else Conversation(project=_project(person, project))
    hold = held(person, where, first, question.path_bytes, question.depth, of=len(wanted))
    begin(person, first, place, question, hold, Kind.FIRST, comparison=comparison, project=project, drafted=drafted)
    if others:
        prompt = Message.objects.select_related("conversation").get(public_id=question.public_id)
        for ahead, run in enumerate(others, 1):
            hold = held(person, where, run, question.path_bytes, question.depth, ahead=ahead, of=len(wanted))
            begin(person, run, prompt.conversation, prompt, hold, Kind.FIRST, comparison=comparison, shown=False)


def _project(person: User, project: UUID | None) -> Project | None:
    """Where a new conversation will belong; somebody else's is none."""
    return Project.objects.owned_by(person).filter(public_id=project).first() if project else None


def begin(
    person: User,
    run: Run,
    place: Conversation | UUID,
    prompt: Question | Message,
    hold: Hold,
    kind: Kind,
    *,
    kept_text: str = "",
    project: UUID | None = None,
    drafted: bool = False,
    wish: str = "",
    than: int | None = None,
    comparison: UUID | None = None,
    shown: bool = True,
) -> None:
    """Write the rows of the turn, in a conversation or, under its name, in a new one. One query."""
    new = NewTurn(
        turn=run.turn,
        owner=person.pk,
        conversation=place if isinstance(place, UUID) else place.pk,
        prompt=prompt,
        hold=hold.pk,
        kind=kind,
        engine=run.engine.id,
        effort=run.effort,
        max_output_tokens=settings.MAX_OUTPUT_TOKENS,
        request_id=request_id.current() or run.turn.hex,
        kept_text=kept_text,
        project=project,
        drafted=drafted,
        wish=wish,
        than=than,
        comparison=comparison,
        shown=shown,
    )
    rows.begin(new)


def locked(person: User, conversation: UUID) -> Conversation:
    """The conversation, ours until the transaction ends, with nothing being written in it. Two queries.

    Not one: a statement that waits for the lock sees the locked row as it is then, and everything else as it was before.
    """
    Conversation.objects.owned_by(person).kept().select_for_update().only("pk").get(public_id=conversation)
    here = Turn.objects.open().filter(conversation=OuterRef("pk"))
    found = Conversation.objects.select_related("leaf__turn", "project").annotate(open_here=Exists(here))
    place = found.get(public_id=conversation)
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


def held(
    person: User, place: Conversation, run: Run, path_bytes: int, depth: int, *, ahead: int = 0, of: int = 1
) -> Hold:
    """Put the most aside that this may cost. Four queries. Raises NoMoney, Refused.

    `place`: whose instructions are heeded. `ahead`: how many turns the same click has begun before this one, `of` as many in all.
    """
    sent = estimates.ceiling_tokens([context.system_text(context.heeded(person, place)), *context.FRAME])
    sent += depth * estimates.PER_MESSAGE - (-path_bytes // estimates.CEILING_BYTES)
    most = min(sent, run.engine.context_tokens or context.MODEST_CONTEXT_TOKENS)
    ticks = estimates.chat_hold_ticks(
        run.engine, input_tokens=most, max_output_tokens=settings.MAX_OUTPUT_TOKENS, effort=run.effort
    )
    hold = holds.reserve(person, ticks, purpose=PURPOSE, subject=run.turn)
    # Counted after the hold: its UPDATE lets parallel clicks of one person through one after the other.
    writing = Turn.objects.owned_by(person).open().count()
    if writing >= settings.MAX_WRITING_TURNS_PER_PERSON:
        raise refusals.too_many_writing(of, writing - ahead)
    return hold
