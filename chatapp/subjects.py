"""What the desk can look at, hide and show in this room, and what money was spent on here."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from chatapp import evidence, judged, neighbours, sight, summaries, titles, turns
from chatapp.conversations.deleting import kept_by_cases
from chatapp.engines import router
from chatapp.files import deleting as files
from chatapp.models import Conversation, Message, Role, Turn
from chatapp.naming import first_words
from chatapp.notices import FOR_ADULTS, NO_WORDS
from moderation import subjects as desk
from moderation.locked.evidence import Evidence
from moderation.models import Case
from usage import subjects as ledger
from usage.subjects import Line

KIND = "message"
GONE = "It had been deleted before. What it cost stands in your usage."
WHILE_JUDGED = "It may be read, and is as soon as a person has decided that a request to remove it does not hold."

# What no decision but the one about age keeps from its owner.
READABLE = ("", FOR_ADULTS)


class Answer:
    """An answer, with the question it was given to."""

    def excerpt(self, subject: UUID) -> str:
        """Both texts, also where the answer is hidden."""
        glance = self.glances([subject]).get(subject)
        return glance.excerpt if glance else ""

    def glances(self, subjects: Collection[UUID]) -> Mapping[UUID, desk.Glance]:
        """The same of many."""
        found = list(Message.objects.filter(public_id__in=subjects).select_related("parent"))
        beside = judged.pictures(subjects)
        locked = neighbours.locked(each.parent for each in found if each.parent)
        return {
            each.public_id: desk.Glance(excerpt=_excerpt(each, locked), pictures=tuple(beside.get(each.public_id, ())))
            for each in found
        }

    def around(self, subject: UUID) -> list[desk.Around]:
        """It and a few neighbours; nothing around it where its owner ended the conversation, or wants none kept."""
        return neighbours.of(subject)

    def preview(self, subject: UUID) -> str:
        """It is words; what stands beside them is `pictures`."""
        return ""

    def pictures(self, subject: UUID, reviewer: User) -> list[str]:
        """Its own, and those of the question it was given to."""
        return judged.with_question(subject, reviewer)

    def link(self, subject: UUID) -> str:
        """The conversation."""
        message = Message.objects.filter(public_id=subject).select_related("conversation").first()
        return reverse("conversation", args=[message.conversation.public_id]) if message else reverse("parlour")

    def evidence(self, subject: UUID) -> Evidence:
        """For an authority: the whole conversation."""
        return evidence.of_answer(subject)

    def hide(self, subject: UUID, sentence: str) -> str:
        """The sentence stands in its place, on every page and in every later context."""
        if not sight.lost(subject, hidden=sentence or "This answer was removed by a reviewer."):
            return GONE
        return "It is not shown. What it cost stands in your usage."

    def show(self, subject: UUID) -> str:
        """Its owner may read it; one who is no adult yet may not, as long as it is for adults only."""
        hidden = _set(subject, "")
        if hidden is None:
            return GONE
        if hidden:
            return hidden
        return WHILE_JUDGED if _is_judged(subject) else "It can be read."

    def state(self, subject: UUID) -> Mapping[str, Any]:
        """What stands in its place."""
        message = Message.objects.filter(public_id=subject).first()
        return {"hidden": message.hidden, "waited": message.hidden not in READABLE} if message else {}

    def restore(self, subject: UUID, state: Mapping[str, Any]) -> str:
        """What stood in its place before, or the answer. Summaries that told of it are made anew when they are needed."""
        hidden = _set(subject, state["hidden"]) if state else None
        if hidden is None:
            return GONE
        if hidden:
            return FOR_ADULTS if hidden == FOR_ADULTS else "It is not shown, as before."
        if _is_judged(subject):
            return WHILE_JUDGED
        stopped = Turn.objects.filter(answer__public_id=subject, stop_asked_at__isnull=False).exists()
        return "What was written of it can be read again." if stopped else "It can be read again."

    def marks(self, subject: UUID) -> Mapping[str, Any]:
        """What stands beside it."""
        return Message.objects.filter(public_id=subject).values("label", "adults_only", "hidden").first() or {}

    def label(self, subject: UUID, sentence: str) -> str:
        """Beside it, in the conversation and on every link to it."""
        if not sight.changed(subject, label=sentence):
            return GONE
        return f"Beside it stands: “{sentence}”" if sentence else "Nothing stands beside it any more."

    def limit_age(self, subject: UUID, *, adults_only: bool) -> str:
        """Links ask who comes to sign in; an owner who is no adult yet finds a sentence in its place."""
        hidden = _set(subject, None, adults_only=adults_only)
        if hidden is None:
            return GONE
        if not adults_only:
            return "Links to it show it to everybody."
        return FOR_ADULTS if hidden == FOR_ADULTS else "Links to it show it only to adults who are signed in."

    def purge(self, subject: UUID) -> bool:
        """Its words go, also from where they were searched, and its files; the sentence in their place stays.

        While an answer to it waits to be judged, it stays: that is read with it.
        """
        with transaction.atomic():
            found = Message.objects.exclude(hidden__in=READABLE).filter(public_id=subject)
            if Message.objects.filter(public_id=subject, hidden__in=READABLE).exists():
                return False
            if found.filter(conversation__in=kept_by_cases()).exists():
                return False
            below = Message.objects.filter(parent__in=found).values("public_id")
            if Case.objects.keeping().filter(subject_kind=KIND, subject__in=below).exists():
                return False
            # A person's message says something, always.
            answers = found.filter(role=Role.ASSISTANT).update(text="", reasoning="", indexed=False)
            if answers or found.filter(role=Role.USER).update(text=NO_WORDS, indexed=False):
                summaries.forget(subject)
                for message in found.exclude(file_count=0):
                    files.remove_with(message)
        return True

    def hashes(self, subject: UUID) -> desk.Hashes | None:
        """Of its own pictures, as we keep them, also of those its owner deleted; None where there are none."""
        return judged.hashes(subject)


@transaction.atomic
def _set(subject: UUID, hidden: str | None, adults_only: bool | None = None) -> str | None:
    """Write what stands in its place (None: as now), and for whom it is. What its owner finds there; None: it is gone.

    Where it may be read but is for adults only, an owner who is none finds that sentence, whatever is taken back around it.
    """
    message = sight.held(subject)  # what is read of it here is written back
    if message is None:
        return None
    hidden = message.hidden if hidden is None else hidden
    limited = {} if adults_only is None else {"adults_only": adults_only}
    if hidden in READABLE:
        kept = message.adults_only if adults_only is None else adults_only
        hidden = FOR_ADULTS if kept and not message.conversation.owner.is_adult else ""
    write = sight.lost if hidden and not message.hidden else sight.changed
    return hidden if write(subject, hidden=hidden, **limited) else None


def _excerpt(message: Message, locked: Collection[UUID]) -> str:
    """A question is read alone, an answer after what it was given to, unless that is locked."""
    asked = message.parent if message.role == Role.ASSISTANT else None
    if asked is None:
        return message.text
    words = neighbours.LOCKED if asked.public_id in locked else asked.text
    return f"Asked: {words}\n\nAnswered: {message.text}"


def _is_judged(subject: UUID) -> bool:
    return Message.objects.filter(public_id=subject, takedown_at__isnull=False).exists()


def replies(person: User, ids: Collection[UUID]) -> Mapping[UUID, Line]:
    """Turns of this person as lines of the ledger."""
    found = Turn.objects.watched_by(person).filter(public_id__in=ids).select_related("conversation", "prompt")
    return {
        turn.public_id: Line(
            str(turn.conversation.title or first_words(turn.prompt.shown_text)),
            reverse("conversation", args=[turn.conversation.public_id]),
        )
        for turn in found
    }


def named(person: User, ids: Collection[UUID]) -> Mapping[UUID, Line]:
    """Conversations that got a title, as lines of the ledger."""
    found = Conversation.objects.owned_by(person).kept().filter(public_id__in=ids)
    return {each.public_id: Line(str(each), reverse("conversation", args=[each.public_id])) for each in found}


def over(ids: Collection[UUID]) -> Collection[UUID]:
    """Those of these turns for which nothing more will be sent; one that was purged is over."""
    open_ones = set(Turn.objects.open().filter(public_id__in=ids).values_list("public_id", flat=True))
    return [each for each in ids if each not in open_ones]


def register() -> None:
    """Make them known to desk and ledger."""
    desk.register(KIND, Answer())
    ledger.register(turns.PURPOSE, words="Reply", describe=replies, over=over)
    ledger.register(router.PURPOSE, words="Choosing an engine", describe=replies)
    ledger.register(titles.PURPOSE, words="Title", describe=named)
    ledger.register(summaries.PURPOSE, words="Summary", describe=named)
