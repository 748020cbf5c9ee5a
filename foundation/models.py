"""Rows of the foundation; Django looks for them here."""

from foundation.idempotency import Once

__all__ = ["Once"]
