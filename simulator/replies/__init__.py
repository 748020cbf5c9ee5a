"""What the stand-in has to say. Deterministic: the same conversation under the same seed gives the same words."""

from simulator.replies.compose import compose
from simulator.replies.texts import Reply

__all__ = ["Reply", "compose"]
