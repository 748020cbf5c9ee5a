"""How a turn begins, whatever it is for: once per click, in one transaction, with the money put aside."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.models import User
from chatapp import context, engines, hints, personas, refusals, rows
from chatapp.engines import choosing, parameters
from chatapp.engines.choosing import MOST_SIDE_BY_SIDE, Choice, Chosen, UnknownEngine, Wanted
from chatapp.engines.router import Facts
from chatapp.files import folder
from chatapp.files.refs import FileRef
from chatapp.models import Conversation, Kind, Look, Message, Project, Turn
from chatapp.rows import NewTurn, Question
from chatapp.turns.values import Anew, Begun, Manner, Weight, Written
from foundation import idempotency, request_id
from foundation.kill_points import reach
from usage import estimates, holds
from usage.limits import NoMoney, OverAllowance
from usage.models import Hold
from xai.catalogue import fitting

PURPOSE = "reply"


@dataclass(frozen=True, slots=True)
class Run:
    """One engine that is to answer: the turn it will be, and what was chosen for it. `ready` says who that is.

    `ahead`: how many turns the same click begins before this one, `of` as many in all.
    """

    turn: UUID
    choice: Choice
    ahead: int = 0
    of: int = 1


@dataclass(frozen=True, slots=True)
class Ready:
    """A run whose engine is known, with its money put aside. `lasting`: from now on the conversation is set so."""

    turn: UUID
    chosen: Chosen
    hold: Hold
    lasting: Wanted | None = None


def once(person: User, key: str, asked: Mapping[str, object], begun: Begun, write: Callable[[], Written]) -> Begun:
    """Write it once per key, in one transaction, and ring for a relay when it is safe."""
    outcome = {"turn": str(begun.turn), "conversation": str(begun.conversation)}
    try:
        with transaction.atomic():
            idempotency.remember(person.pk, key, idempotency.fingerprint(asked), outcome)
            written = write()
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
    return replace(begun, path_bytes=written.path_bytes, project=written.project)


def runs(person: User, choices: Sequence[Choice]) -> list[Run]:
    """A turn for each choice, each engine and effort once. Raises Refused."""
    wanted = list(dict.fromkeys(_by_id(choice) for choice in choices))
    if len(wanted) > MOST_SIDE_BY_SIDE:
        raise refusals.too_many_engines(MOST_SIDE_BY_SIDE)
    return [Run(uuid4(), choice, ahead, len(wanted)) for ahead, choice in enumerate(wanted)]


def ask(person: User, place: Conversation, question: Question, wanted: Sequence[Run], *, drafted: bool = False) -> None:
    """Write a question and a turn for each engine that is to answer it; the first one's answer is shown."""
    first, *others = wanted
    weight = Weight(question.text, question.path_bytes, question.depth, question.pictures)
    manner = Manner(Kind.FIRST, comparison=uuid4() if others else None, drafted=drafted)
    begin(person, ready(person, place, first, weight), place, question, manner)
    if others:
        prompt = Message.objects.select_related("conversation").get(public_id=question.public_id)
        for other in others:
            run = ready(person, place, other, weight)
            begin(person, run, prompt.conversation, prompt, replace(manner, shown=False, drafted=False))


def new_place(person: User, anew: Anew, public_id: UUID) -> Conversation:
    """A conversation that has not begun: no row yet, but what its first question goes by. A query for each thing named.

    Raises Refused for a persona that is not there.
    """
    found = Project.objects.owned_by(person).filter(public_id=anew.project).first() if anew.project else None
    words = personas.words(person, anew.persona) if anew.persona else ""
    return Conversation(public_id=public_id, project=found, instructions=words, engine="", effort="", parameters={})


def begin(person: User, run: Ready, place: Conversation, prompt: Question | Message, manner: Manner) -> None:
    """Write the rows of the turn, and those of a conversation that has not begun. One query."""
    new = NewTurn(
        turn=run.turn,
        owner=person.pk,
        place=place,
        prompt=prompt,
        hold=run.hold.pk,
        kind=manner.kind,
        engine=run.chosen.engine.id,
        effort=run.chosen.effort,
        parameters=parameters.kept(run.chosen.parameters),
        chosen_because=run.chosen.because,
        look=Look.NONE if manner.comparison else run.chosen.look,  # beside others it must not become one of them
        lasting=run.lasting,
        max_output_tokens=parameters.longest_answer(run.chosen.parameters),
        request_id=request_id.current() or run.turn.hex,
        kept_text=manner.kept_text,
        drafted=manner.drafted,
        wish=manner.wish,
        than=manner.than,
        comparison=manner.comparison,
        shown=manner.shown,
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


def ready(person: User, place: Conversation, run: Run, asked: Weight) -> Ready:
    """Say who answers, and put the most aside that this may cost. Four queries, five in a project. Raises NoMoney, Refused.

    `place`: whose settings count, whose instructions are heeded. When what is left is too little for the engine that Auto
    would like, it takes the cheapest.
    """
    wanted = _wanted(person, place, run.choice)
    files = folder.refs_in(place.project_id)
    frame = [*context.FRAME, context.prompt(context.PROJECT)] if files else context.FRAME
    tokens = estimates.ceiling_tokens([context.system_text(context.heeded(person, place)), *frame])
    tokens += asked.depth * estimates.PER_MESSAGE - (-asked.path_bytes // estimates.CEILING_BYTES)
    longest = parameters.longest_answer(wanted.parameters)
    facts = Facts(
        engines.on_offer(),
        input_tokens=tokens + context.in_folder(files, None).ceiling,
        output_tokens=longest,
        pictures=asked.pictures,
        must_see=any(file.is_picture for file in files),
        before=_before(place),
    )
    answers = choosing.chosen(wanted, asked.text, facts)
    if asked.pictures and not answers.engine.sees:
        raise refusals.cannot_see(answers.engine.id)
    try:
        hold = _held(person, run.turn, answers, tokens, longest, files)
    except OverAllowance:
        if not answers.because:
            raise
        answers = choosing.chosen(wanted, asked.text, replace(facts, thrifty=True))
        hold = _held(person, run.turn, answers, tokens, longest, files)
    # Counted after the hold: its UPDATE lets parallel clicks of one person through one after the other.
    writing = Turn.objects.owned_by(person).open().count()
    if writing >= settings.MAX_WRITING_TURNS_PER_PERSON:
        raise refusals.too_many_writing(run.of, writing - run.ahead)
    return Ready(run.turn, answers, hold, wanted if _lasts(person, place, run.choice, wanted) else None)


def _before(place: Conversation) -> str:
    """The engine that Auto took last on the path shown; one that somebody chose for an answer says nothing of the next."""
    last = getattr(place.leaf, "turn", None) if place.leaf_id else None
    return last.engine if last is not None and last.chosen_because else ""


def _wanted(person: User, place: Conversation, choice: Choice) -> Wanted:
    try:
        return choosing.wanted(person, place, choice)
    except UnknownEngine as error:
        raise refusals.unknown_engine() from error


def _lasts(person: User, place: Conversation, choice: Choice, wanted: Wanted) -> bool:
    """Whether the conversation has to be told: something was chosen for it that is not so anyway."""
    if not choice.lasting:
        return False
    anyway = choosing.wanted(person, place)
    return (anyway.engine, anyway.effort, anyway.parameters) != (wanted.engine, wanted.effort, wanted.parameters)


def _by_id(choice: Choice) -> Choice:
    """An alias and its engine are one and the same beside each other. Raises Refused for what is no effort or engine."""
    if choice.effort not in ("", *engines.EFFORTS):
        raise refusals.unknown_engine()
    if not choice.engine or choice.engine == choosing.AUTO:
        return choice
    if (engine := engines.listed(choice.engine)) is None:
        raise refusals.unknown_engine()
    return choice if choice.lasting else replace(choice, engine=engine.id)


def _held(person: User, turn: UUID, answers: Chosen, tokens: int, longest: int, files: Sequence[FileRef]) -> Hold:
    engine = answers.engine
    most = min(tokens + context.in_folder(files, engine).ceiling, context.window(engine))
    ticks = estimates.chat_hold_ticks(
        engine, input_tokens=most, max_output_tokens=longest, effort=fitting(answers.effort or None, engine)
    )
    return holds.reserve(person, ticks, purpose=PURPOSE, subject=turn)
