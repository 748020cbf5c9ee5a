"""Who comes by a link."""

from typing import Any


def known_adult(viewer: Any) -> bool:
    """Somebody who is signed in and an adult: what a reviewer marked for adults only is shown to nobody else."""
    return bool(getattr(viewer, "is_adult", False))
