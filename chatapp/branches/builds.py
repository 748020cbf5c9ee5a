"""Whether an engine was another build of itself at its turn before, by the fingerprint the provider gives."""

from chatapp.models import Turn


def changed(conversation: int) -> set[int]:
    """The turns of this conversation, by key, whose engine had another fingerprint at its turn before. One query."""
    rows = Turn.objects.filter(conversation_id=conversation).exclude(fingerprint="").order_by("pk")
    last: dict[str, str] = {}
    found = set()
    for pk, engine, fingerprint in rows.values_list("pk", "engine_used", "fingerprint"):
        if last.get(engine, fingerprint) != fingerprint:
            found.add(pk)
        last[engine] = fingerprint
    return found
