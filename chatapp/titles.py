"""A conversation's title, by the helper engine, after its first answer. The house pays."""

from uuid import UUID

import structlog
from django.db import transaction

from chatapp import context, conversations
from chatapp.engines import helping
from chatapp.models import Conversation, State, TitleBy, Turn
from chatapp.naming import first_words, tidy
from foundation.wakeups import wake
from usage import calls
from usage.limits import NoMoney
from xai.errors import XaiError
from xai.values import ChatMessage, ChatRequest

logger = structlog.get_logger(__name__)

PROMPT = "title-1"
PURPOSE = "title"
QUESTION_CHARACTERS, ANSWER_CHARACTERS = 2_000, 1_000
MAX_TOKENS = 60


def give(conversation: UUID) -> bool:
    """Ask for a title if there is none yet, and what it is made of may be read.

    A failure leaves the first words of the question in its place.
    """
    found = Conversation.objects.kept().lasting().filter(public_id=conversation, title_by=TitleBy.NOBODY).first()
    turn = (
        Turn.objects.filter(conversation=found).exclude(state=State.WITHHELD).order_by("pk").first() if found else None
    )
    if found is None or turn is None or not turn.answer.shown_text or turn.prompt.in_its_place:
        return False
    title = _asked(found, turn) or first_words(turn.prompt.text)
    with transaction.atomic():
        given = conversations.give_title(conversation, title)
        wake(found.owner.public_id, "conversation", conversation)
    return given


def _asked(conversation: Conversation, turn: Turn) -> str:
    said = (
        f"Question:\n{turn.prompt.text[:QUESTION_CHARACTERS]}\n\nAnswer:\n{turn.answer.shown_text[:ANSWER_CHARACTERS]}"
    )
    helper = helping.helper()
    request = ChatRequest(
        engine=helper.engine,
        effort=helper.effort,
        messages=(ChatMessage("system", context.prompt(PROMPT)), ChatMessage("user", said)),
        max_output_tokens=MAX_TOKENS,
    )
    try:
        answer = calls.ask(request, purpose=PURPOSE, owner=conversation.owner, subject=conversation.public_id)
    except (XaiError, NoMoney) as error:
        logger.info("no_title", conversation=str(conversation.public_id), cause=type(error).__name__)
        return ""
    return tidy(answer.text)
