"""Whether an engine was another build of itself at its turn before, by the fingerprint the provider gives."""

from collections.abc import Sequence

from chatapp.models import Turn


def changed(turns: Sequence[Turn]) -> set[int]:
    """Those of these turns, by key, whose engine had another fingerprint at its turn before among them. No query."""
    last: dict[str, str] = {}
    found = set()
    for turn in turns:
        if not turn.fingerprint:
            continue
        if last.get(turn.engine_used, turn.fingerprint) != turn.fingerprint:
            found.add(turn.pk)
        last[turn.engine_used] = turn.fingerprint
    return found


def changed_at(turn: Turn) -> bool:
    """The same for one, by the turn before of its engine in its conversation. One query, none without a fingerprint."""
    if not turn.fingerprint:
        return False
    earlier = Turn.objects.filter(conversation_id=turn.conversation_id, engine_used=turn.engine_used, pk__lt=turn.pk)
    before = earlier.exclude(fingerprint="").order_by("-pk").values_list("fingerprint", flat=True).first()
    return before not in (None, turn.fingerprint)
