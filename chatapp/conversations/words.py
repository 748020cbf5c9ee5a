"""The words a conversation is shown under: its title or, while it has none, the first of its question."""

from django.db.models import Case as Choice
from django.db.models import CharField, OuterRef, Subquery, Value, When
from django.db.models.functions import Left

from chatapp.models import Conversation, Message, Role
from chatapp.models.conversation import ConversationQuerySet
from chatapp.naming import first_words

WORDS_CHARACTERS = 400  # of a question: more than a title holds, whatever it begins with


def called(found: Conversation, question: str = "") -> Conversation:
    """For showing, never for saving: while nobody has given it a title, the first words of its question stand there."""
    asked = question or vars(found).get("asked", "")
    if not found.title and asked:
        found.title = first_words(asked)
    return found


def with_question(rows: ConversationQuerySet) -> ConversationQuerySet:
    """With what was asked first, of those without a title: the others cost nothing."""
    first = Message.objects.readable().filter(conversation=OuterRef("pk"), parent=None, role=Role.USER).order_by("pk")
    words = Subquery(first.annotate(words=Left("text", WORDS_CHARACTERS)).values("words")[:1])
    return rows.annotate(asked=Choice(When(title="", then=words), default=Value(""), output_field=CharField()))
