"""Whether answers stand side by side, waiting for one to be kept."""

from chatapp.models import Turn


def undecided(turn: Turn) -> bool:
    """It was asked of several engines, and none of their answers was kept yet. No query for all the others."""
    if turn.comparison is None or turn.kept_at is not None:
        return False
    return not Turn.objects.filter(comparison=turn.comparison).exclude(kept_at=None).exists()
