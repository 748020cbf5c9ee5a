"""Several engines side by side: add one, keep one, look again."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from chatapp import refusals
from chatapp.engines.choosing import MOST_SIDE_BY_SIDE
from chatapp.models import Conversation, Kind, Message, Turn
from chatapp.turns.again import own, shows_pictures, to_answer
from chatapp.turns.beginning import begin, locked, once, ready, runs
from chatapp.turns.stopping import stop
from chatapp.turns.values import Begun, Choice, Manner, Weight, Written


def compare(person: User, turn_id: UUID, choices: Sequence[Choice], *, key: str) -> Begun:
    """Let these engines answer the same question beside this turn. Raises Refused, or Turn.DoesNotExist."""
    turn = to_answer(person, turn_id)
    wanted = runs(person, choices)
    if turn.is_open or not wanted:
        raise refusals.not_now()
    first, *others = wanted
    begun = Begun(first.turn, turn.conversation.public_id, beside=tuple(run.turn for run in others))

    def write() -> Written:
        place = locked(person, turn.conversation.public_id)
        prompt, comparison = turn.prompt, turn.comparison or uuid4()
        if max(1, Turn.objects.filter(comparison=comparison).count()) + len(wanted) > MOST_SIDE_BY_SIDE:
            raise refusals.too_many_engines(MOST_SIDE_BY_SIDE)
        weight = Weight(prompt.text, prompt.path_bytes, prompt.depth, shows_pictures(prompt))
        manner = Manner(Kind.RETRY, comparison=comparison, shown=False)
        for run in wanted:
            begin(person, ready(person, place, run, weight), place, prompt, manner)
        Turn.objects.filter(pk=turn.pk).update(comparison=comparison)
        _open_again(place, turn, comparison)
        return Written(turn.answer.path_bytes)

    asked = {"compare": turn_id, "engines": [[each.engine, each.effort] for each in choices]}
    return once(person, key, asked, begun, write)


def keep(person: User, turn_id: UUID) -> Turn:
    """Go on with this answer; those beside it that are still written are stopped, and all stay. Raises Turn.DoesNotExist."""
    turn = own(person, turn_id)
    with transaction.atomic():
        Conversation.objects.select_for_update().only("pk").get(pk=turn.conversation_id)
        if turn.comparison is not None:
            _choose(turn)
        Conversation.objects.filter(pk=turn.conversation_id).update(leaf=turn.answer_id)
    if turn.comparison is not None:  # after it: whoever ends a turn locks it first
        others = Turn.objects.open().filter(comparison=turn.comparison).exclude(pk=turn.pk)
        for other in others.values_list("public_id", flat=True):
            stop(person, other)
    return turn


@transaction.atomic
def beside_again(person: User, turn_id: UUID) -> Turn:
    """Show this answer and those it was compared with side by side once more. Raises Turn.DoesNotExist, Refused."""
    turn = own(person, turn_id)
    if turn.comparison is None:
        raise refusals.not_now()
    _open_again(Conversation.objects.select_for_update().get(pk=turn.conversation_id), turn, turn.comparison)
    return turn


def settled(place: Conversation) -> Message | None:
    """Where a new question goes: below the leaf. With answers side by side that is the one marked, if it has words.

    Else the first that has: nobody should ask on below an answer that failed. Asking decides the comparison.
    """
    leaf = place.leaf
    turn = getattr(leaf, "turn", None)
    if turn is None or turn.comparison is None:
        return leaf
    group = Turn.objects.filter(comparison=turn.comparison).select_related("answer").order_by("pk")
    rows = list(group)
    if any(each.kept_at for each in rows):
        return leaf
    with_words = [each for each in rows if each.answer.shown_text]
    best = next((each for each in with_words if each.pk == turn.pk), with_words[0] if with_words else turn)
    _choose(best)
    return best.answer


def _choose(turn: Turn) -> None:
    Turn.objects.filter(comparison=turn.comparison).exclude(kept_at=None).update(kept_at=None)
    Turn.objects.filter(pk=turn.pk).update(kept_at=timezone.now())


def _open_again(place: Conversation, turn: Turn, comparison: UUID) -> None:
    Turn.objects.filter(comparison=comparison).exclude(kept_at=None).update(kept_at=None)
    Conversation.objects.filter(pk=place.pk).update(leaf=turn.answer_id, written_at=timezone.now())
