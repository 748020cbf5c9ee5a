"""Auto: which engine answers a question, and why, by rules alone."""

from chatapp.engines.router.choosing import Facts, Routed, route
from chatapp.engines.router.kinds import Kind, Reading, read

__all__ = ["Facts", "Kind", "Reading", "Routed", "read", "route"]
