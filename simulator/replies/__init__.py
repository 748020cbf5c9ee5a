"""What the stand-in has to say. Deterministic: the same conversation under the same seed gives the same words."""

from simulator.replies.compose import Reply, compose

__all__ = ["Reply", "compose"]
