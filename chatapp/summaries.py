"""Summing up: the older part of a long conversation, by the helper engine, once; sent in its place from then on.

It saves the person more than it costs, so they pay for it; without the money, or when the engine fails, the messages
themselves go on being sent. Half of CONTEXT_TOKENS stays word for word, so that it is long until the next summary, and the
beginning of what is sent stays the same, which the provider's cache rewards.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from chatapp import context
from chatapp.engines import helping
from chatapp.engines.helping import Helper
from chatapp.models import Conversation, Message, Summary, Turn
from chatapp.turns.words import CONTROL
from foundation.wakeups import wake
from usage import calls, estimates
from usage.limits import NoMoney
from usage.models import Payer
from xai.errors import XaiError
from xai.values import ChatMessage, ChatRequest

logger = structlog.get_logger(__name__)

PURPOSE = "summary"
PROMPT = "summary-1"
MAX_TOKENS = 1_500
LONGEST = 12_000  # characters a person may make of it
MOST_OF_ONE = 8_000  # characters of one message that are shown to the helper engine: its beginning and its end

# Upwards from an answer to the summary that covers the rest, or the beginning.
UNCOVERED = """
WITH RECURSIVE path AS (
  SELECT id, parent_id, NULL::bigint AS summary, 1 AS depth FROM chatapp_message WHERE id = %s
  UNION ALL
  SELECT m.id, m.parent_id, s.id, path.depth + 1
  FROM path JOIN chatapp_message m ON m.id = path.parent_id LEFT JOIN chatapp_summary s ON s.upto_id = m.id
  WHERE path.summary IS NULL AND path.depth < %s
)
SELECT id, summary FROM path ORDER BY depth DESC
"""


@dataclass(frozen=True, slots=True)
class _Part:
    """What is to be summed up now: the summary before it, if any, and the messages from there on."""

    earlier: Summary | None
    messages: Sequence[Message]

    @property
    def covers(self) -> int:
        return len(self.messages) + (self.earlier.covers if self.earlier else 0)

    @property
    def words(self) -> str:
        """As the helper engine reads it."""
        before = [f"Summary of what came before:\n{self.earlier.text}"] if self.earlier else []
        names = {"user": "Person", "assistant": "Grok"}
        return "\n\n".join([*before, *(f"{names[each.role]}: {_shortened(each.text)}" for each in self.messages)])


def after(turn_id: UUID) -> Summary | None:
    """After this turn: sum up what has become too long, if it has. None: nothing to do, or it could not be done."""
    turn = Turn.objects.select_related("answer", "conversation__owner").filter(public_id=turn_id).first()
    if turn is None or turn.conversation.deleted_at or turn.conversation.temporary:
        return None
    part = _part(turn.answer)
    claimed = _claim(turn.conversation, part) if part else None
    if part is None or claimed is None:
        return None
    by = helping.helper()
    text = _asked(turn.conversation, part, by)
    if not text:
        claimed.delete()
        return None
    return _keep(claimed, text, part, by)


def own(person: User, summary: UUID) -> Summary:
    """One's own. Raises DoesNotExist."""
    found: Summary = (
        Summary.objects.owned_by(person).written().select_related("upto", "conversation").get(public_id=summary)
    )
    return found


def edit(person: User, summary: UUID, text: str) -> Summary:
    """Put one's own words in its place. Raises ValueError for none, or too many; DoesNotExist."""
    found = own(person, summary)
    words = CONTROL.sub("", text.replace("\r\n", "\n")).strip()
    if not words or len(words) > LONGEST:
        raise ValueError(f"A summary has between one and {LONGEST:,} characters. The old one stays.")
    found.text, found.edited_at = words, timezone.now()
    found.save(update_fields=["text", "edited_at"])
    wake(person.public_id, "conversation", found.conversation.public_id)
    return found


def use(person: User, summary: UUID, used: bool) -> Summary:
    """Whether it is sent in place of the messages. Raises DoesNotExist."""
    found = own(person, summary)
    found.used = used
    found.save(update_fields=["used"])
    wake(person.public_id, "conversation", found.conversation.public_id)
    return found


def forget(message: UUID) -> None:
    """A message was hidden: no summary that may tell of it is kept. Those of its conversation made since then go."""
    said = Message.objects.filter(public_id=message).first()
    if said is not None:
        Summary.objects.filter(conversation=said.conversation_id, upto__gte=said.pk).delete()


def _part(answer: Message) -> _Part | None:
    """All but the newest half of CONTEXT_TOKENS, ending with an answer; None while everything fits into all of it."""
    with connection.cursor() as cursor:
        cursor.execute(UNCOVERED, [answer.pk, context.LONGEST_PATH])
        rows = cursor.fetchall()
    earlier = Summary.objects.filter(pk=rows[0][1]).first() if rows[0][1] else None
    if earlier is not None and not (earlier.used and earlier.text):
        return None  # one that is being written, or one whose owner wants none
    ids = [pk for pk, summary in rows if summary is None]
    found = Message.objects.filter(pk__in=ids).select_related("parent").order_by("depth", "pk")
    said = [each for each in found if each.shown_text and _may_be_told(each)]
    lengths = [estimates.PER_MESSAGE + estimates.tokens(each.text) for each in said]
    if sum(lengths) <= settings.CONTEXT_TOKENS:
        return None
    room = settings.CONTEXT_TOKENS // 2
    kept = len(said)
    while kept and lengths[kept - 1] <= room:
        kept -= 1
        room -= lengths[kept]
    while kept and said[kept - 1].role != "assistant":
        kept -= 1
    return _Part(earlier, said[:kept]) if kept else None


def _may_be_told(message: Message) -> bool:
    """An answer goes to an engine only with its question, as in a context."""
    return message.role != "assistant" or message.parent is None or not message.parent.in_its_place


def _claim(conversation: Conversation, part: _Part) -> Summary | None:
    """The row before the words: of two that would sum up the same, one does. A claim that died is taken over."""
    late = timezone.now() - timedelta(seconds=2 * settings.CALL_SECONDS)
    upto = part.messages[-1]
    Summary.objects.filter(upto=upto, text="", begun_at__lt=late).delete()
    made, new = Summary.objects.get_or_create(
        upto=upto, defaults={"conversation": conversation, "covers": part.covers, "prompt_version": PROMPT}
    )
    return made if new else None


def _keep(claimed: Summary, text: str, part: _Part, by: Helper) -> Summary | None:
    """Write the words, unless something they may tell of was hidden meanwhile."""
    claimed.text, claimed.engine = text[:LONGEST], by.engine
    with transaction.atomic():
        said = Message.objects.filter(pk__in=[each.pk for each in part.messages])
        if (
            said.readable().count() < len(part.messages)
            or not Summary.objects.filter(pk=claimed.pk).select_for_update().exists()
        ):
            Summary.objects.filter(pk=claimed.pk).delete()
            return None
        claimed.save(update_fields=["text", "engine"])
        wake(claimed.conversation.owner.public_id, "conversation", claimed.conversation.public_id)
    return claimed


def _asked(conversation: Conversation, part: _Part, by: Helper) -> str:
    request = ChatRequest(
        engine=by.engine,
        effort=by.effort,
        messages=(ChatMessage("system", context.prompt(PROMPT)), ChatMessage("user", part.words)),
        max_output_tokens=MAX_TOKENS,
    )
    try:
        answer = calls.ask(
            request, purpose=PURPOSE, owner=conversation.owner, payer=Payer.PERSON, subject=conversation.public_id
        )
    except (XaiError, NoMoney) as error:
        logger.info("no_summary", conversation=str(conversation.public_id), cause=type(error).__name__)
        return ""
    return CONTROL.sub("", answer.text).strip()


def _shortened(text: str) -> str:
    if len(text) <= MOST_OF_ONE:
        return text
    half = MOST_OF_ONE // 2
    return f"{text[:half]}\n[… {len(text) - MOST_OF_ONE:,} characters left out …]\n{text[-half:]}"
