"""Auto: which engine answers a question, and why: by rules, and where they are not sure by an engine's word on the kind."""

from chatapp.engines.router.choosing import Facts, Routed, route
from chatapp.engines.router.kinds import Kind, Reading, read

PURPOSE = "router"  # what asking an engine is booked under

__all__ = ["PURPOSE", "Facts", "Kind", "Reading", "Routed", "read", "route"]
