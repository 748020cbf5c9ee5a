"""Auto: which engine answers a question, and why. Rules first; a cheap engine is asked where they are not sure."""

from chatapp.engines.router.choosing import Facts, Routed, route
from chatapp.engines.router.kinds import Kind, Reading, read

__all__ = ["Facts", "Kind", "Reading", "Routed", "read", "route"]
