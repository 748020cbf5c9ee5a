"""Messages that wait for an answer to end: each is sent by the house itself, once, whether or not a tab is open.

The rows say what is due, a doorbell at each turn's end hurries it, and a sweep finds what the doorbell missed. Sending and
taking the row away are one transaction under the conversation's lock: of two workers one finds nothing any more, and one
that dies in between leaves all as it was. Whoever touches the rows locks the conversation first, as a send does.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from chatapp import refusals, turns
from chatapp.composer import drafts
from chatapp.engines import parameters
from chatapp.files import beside
from chatapp.models import Conversation, Queued, SavedPrompt, State, Turn
from chatapp.refusals import Reason, Refused
from chatapp.turns import BARE, Along, Begun, Choice
from chatapp.turns.words import checked, judged
from foundation import idempotency
from foundation.kill_points import reach
from foundation.wakeups import wake

TOPIC = "queue"
QUEUED = "queued"  # what such a click made
MOST = 10  # in one conversation: more is a script, or somebody who wants one long message
SWEPT_AT_ONCE = 100
PASSING = {Reason.STILL_WRITING, Reason.TOO_MANY}  # refusals that end by themselves: the sweep tries again
SHAPE_GONE = (
    "The saved prompt whose shape this asked for was changed or deleted, so it would be answered in words. "
    "Choose a prompt with a shape again, or send it as it is."
)
NOT_WELCOME = "You may not chat at the moment, so this was not sent. It waits here."


@dataclass(frozen=True, slots=True)
class Shoulder:
    """What stands on the composer's shoulder. `paused`: the answer before did not end well, and nothing goes by itself.

    `writing`: the turn that is written at the end of the path shown; `after`: the one before it. A tab that shows the one
    and not the other has missed its beginning.
    """

    conversation: UUID
    queued: list[Queued]
    paused: bool = False
    writing: UUID | None = None
    after: UUID | None = None


def shoulder(place: Conversation) -> Shoulder:
    """As the page of this conversation shows it. Two queries."""
    queued = list(Queued.objects.filter(conversation=place).select_related("behind__answer"))
    before = Turn.objects.filter(answer=OuterRef("prompt__parent")).values("public_id")
    shown = Turn.objects.filter(answer_id=place.leaf_id).select_related("answer")
    last = shown.annotate(after=Subquery(before[:1])).first()
    if last is None:
        return Shoulder(place.public_id, queued)
    if last.is_open:
        return Shoulder(place.public_id, queued, writing=last.public_id, after=vars(last)["after"])
    return Shoulder(place.public_id, queued, paused=bool(queued) and not _went_well(queued[0], last))


def add(person: User, conversation: UUID, text: str, *, key: str, choice: Choice, along: Along = BARE) -> bool:
    """Queue it behind the answer that is being written. False: none is, so it should be sent; nothing was done.

    Raises Refused, or Conversation.DoesNotExist.
    """
    text = checked(text, bare=bool(along.attachments))
    asked = _asked(conversation, text, choice, along)
    heard = _heard_before(person, key, asked)
    if heard is not None:
        return heard
    files = beside.chosen(person, along.attachments)
    with transaction.atomic():
        place = Conversation.objects.owned_by(person).kept().select_for_update(no_key=True).get(public_id=conversation)
        # Until we are done none of them can end: whoever ends one afterwards sees our row, and rings.
        writing = list(Turn.objects.open().filter(conversation=place).select_for_update(no_key=True).order_by("pk"))
        if not writing:
            return False
        try:
            idempotency.remember(person.pk, key, asked, QUEUED)
        except idempotency.AlreadyDone:
            return True
        except idempotency.KeyReused as error:
            raise refusals.key_reused() from error
        if Queued.objects.filter(conversation=place).count() >= MOST:
            raise refusals.queue_full(MOST)
        judged(person, text)  # said at once what would be refused anyway; the sending asks again
        row = Queued.objects.create(
            owner=person,
            conversation=place,
            text=text,
            engine=choice.engine,
            effort=choice.effort,
            parameters=None if choice.parameters is None else parameters.kept(choice.parameters),
            json_schema=along.json_schema,
            behind=next((turn for turn in writing if turn.answer_id == place.leaf_id), writing[-1]),
        )
        row.attachments.add(*files)
        drafts.empty(person, place)
        wake(person.public_id, TOPIC, conversation)
    return True


def send_next(conversation: UUID) -> Begun | None:
    """Send what is due here, if anything is. Once, however many ask at the same time."""
    with transaction.atomic():
        place = Conversation.objects.kept().select_for_update().filter(public_id=conversation).first()
        # Looked for only now: a statement that waits for a lock sees everything else as it was before.
        row = _due(place) if place else None
        if place is None or row is None:
            return None
        wake(row.owner.public_id, TOPIC, conversation)
        try:
            begun = _send(row, place)
        except Refused as refused:
            if refused.reason not in PASSING:
                Queued.objects.filter(pk=row.pk).update(problem=refused.sentence, at_once=False)
            return None
        reach("queue.sent")
        row.delete()
        Queued.objects.filter(conversation=place).update(behind=Turn.objects.get(public_id=begun.turn))
    reach("queue.gone")
    return begun


def send_now(person: User, queued: UUID) -> Conversation:
    """Stop what is written there and send this next. Raises Queued.DoesNotExist."""
    with transaction.atomic():
        row = _locked(person, queued)
        place = row.conversation
        for each in Queued.objects.filter(conversation=place).order_by("pk").select_for_update():
            each.at_once = each.pk == row.pk
            each.problem = "" if each.at_once else each.problem
            each.save(update_fields=["at_once", "problem"])
        wake(person.public_id, TOPIC, place.public_id)
    for turn in Turn.objects.open().filter(conversation=place, owner=person).values_list("public_id", flat=True):
        turns.stop(person, turn)
    send_next(place.public_id)  # nothing happens while an answer still ends; its end rings
    return place


@dataclass(frozen=True, slots=True)
class Taken:
    """What comes back into the composer. `shape`: the prompt whose shape it asked for; `problem`: there is none any more."""

    place: Conversation
    files: list[UUID]
    shape: SavedPrompt | None = None
    problem: str = ""


def take(person: User, queued: UUID, typed: str) -> Taken:
    """Back into the composer, behind what is typed there; with its files and its shape. Raises Queued.DoesNotExist."""
    with transaction.atomic():
        row = _locked(person, queued)
        drafts.put(person, row.conversation, "\n\n".join(filter(None, [typed.strip(), row.text])))
        drafts.add_files(person, row.conversation, row.attachments.all())
        files = _files(row)
        shaped = SavedPrompt.objects.owned_by(person).filter(json_schema=row.json_schema) if row.json_schema else None
        shape = shaped.first() if shaped is not None else None
        row.delete()
        wake(person.public_id, TOPIC, row.conversation.public_id)
    lost = shaped is not None and shape is None
    return Taken(row.conversation, files, shape, SHAPE_GONE if lost else "")


def drop(person: User, queued: UUID) -> Conversation:
    """Away with it. Raises Queued.DoesNotExist."""
    with transaction.atomic():
        row = _locked(person, queued)
        row.delete()
        wake(person.public_id, TOPIC, row.conversation.public_id)
    return row.conversation


def due() -> list[UUID]:
    """Conversations in which something could be sent now: what a doorbell missed."""
    first = Queued.objects.filter(conversation=OuterRef("pk")).order_by("-at_once", "pk")
    ended_well = Turn.objects.filter(
        answer=OuterRef("leaf"), state=State.FINISHED, pk__gte=OuterRef("behind"), answer__depth__gte=OuterRef("depth")
    )
    writing = Turn.objects.open().filter(conversation=OuterRef("pk"))
    rows = (
        Conversation.objects.kept()
        .filter(~Exists(writing), pk__in=Queued.objects.values("conversation"))
        .annotate(
            problem=Subquery(first.values("problem")[:1]),
            at_once=Subquery(first.values("at_once")[:1]),
            behind=Coalesce(Subquery(first.values("behind")[:1]), 0),
            depth=Coalesce(Subquery(first.values("behind__answer__depth")[:1]), 0),
        )
        .filter(Q(at_once=True) | Exists(ended_well), problem="")
    )
    return list(rows.values_list("public_id", flat=True)[:SWEPT_AT_ONCE])


def _asked(conversation: UUID, text: str, choice: Choice, along: Along) -> str:
    asked: dict[str, object] = {"queue": conversation, "text": text}
    asked |= {"engine": choice.engine, "effort": choice.effort}
    asked |= {"parameters": choice.parameters} if choice.parameters is not None else {}
    asked |= {"attachments": along.attachments} if along.attachments else {}
    asked |= {"json_schema": along.json_schema} if along.json_schema else {}
    return idempotency.fingerprint(asked)


def _heard_before(person: User, key: str, asked: str) -> bool | None:
    """What `add` says to a click whose answer was lost, though what it queued may be sent by now. None: it is new.

    False: it was sent, and sending it again finds that.
    """
    once = idempotency.Once.objects.filter(owner=person, key=key).first()
    if once is None:
        return None
    if once.fingerprint == asked:
        return True
    if once.outcome == QUEUED:
        raise refusals.key_reused()
    return False


def _locked(person: User, queued: UUID) -> Queued:
    """This row, ours until the transaction ends; before it its conversation, as in a send. Raises Queued.DoesNotExist."""
    rows = Queued.objects.owned_by(person)
    place = rows.values_list("conversation", flat=True).get(public_id=queued)
    Conversation.objects.select_for_update(no_key=True).only("pk").get(pk=place)
    # Looked for only now: it may have been sent while we waited.
    return rows.select_related("conversation").select_for_update(of=("self",)).get(public_id=queued)


def _due(place: Conversation) -> Queued | None:
    if Turn.objects.open().filter(conversation=place).exists():
        return None
    rows = (
        Queued.objects.filter(conversation=place)
        .select_related("owner", "behind__answer")
        .select_for_update(of=("self",))
    )
    row = rows.order_by("-at_once", "pk").first()
    if row is None or row.problem:
        return None  # the order is its owner's: nothing passes one that waits for them
    last = Turn.objects.filter(answer_id=place.leaf_id).select_related("answer").first()
    return row if row.at_once or (last is not None and _went_well(row, last)) else None


def _went_well(row: Queued, last: Turn) -> bool:
    """Whether the answer at the end of the path shown is what this waited for, or came after it, and is whole.

    The same as `due` asks the database.
    """
    behind = row.behind
    later = behind is None or (last.pk >= behind.pk and last.answer.depth >= behind.answer.depth)
    return last.state == State.FINISHED and later


def _send(row: Queued, place: Conversation) -> Begun:
    if not row.owner.may_chat:
        raise Refused(Reason.POLICY, NOT_WELCOME)
    return turns.send(
        row.owner,
        row.text,
        key=f"queued-{row.public_id.hex}",
        conversation=place.public_id,
        choice=Choice(
            row.engine, row.effort, None if row.parameters is None else parameters.brought_back(row.parameters)
        ),
        along=Along(attachments=_files(row), json_schema=row.json_schema),
    )


def _files(row: Queued) -> list[UUID]:
    return list(row.attachments.order_by("pk").values_list("public_id", flat=True))
