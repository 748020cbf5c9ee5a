"""When the audit is held: nothing but its own rows may be waited for by then."""

from django.test.utils import CaptureQueriesContext

from accounts import audit


def held_for_nothing_else(asked: CaptureQueriesContext) -> bool:
    """From the moment on that the chain was taken, only the chain was written to."""
    said = [each["sql"] for each in asked.captured_queries]
    taken = next(place for place, each in enumerate(said) if f"pg_advisory_xact_lock({audit.LOCK})" in each)
    rest = [each for each in said[taken + 1 :] if "SAVEPOINT" not in each]
    return bool(rest) and all(f"pg_advisory_xact_lock({audit.LOCK})" in each or "auditentry" in each for each in rest)
