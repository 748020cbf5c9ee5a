"""Overturned decisions as rows for the policy's tables of cases, without what names anybody."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Q

from moderation import subjects
from moderation.models import Case, RefusedPrompt, TestMaterial

ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
LINK = re.compile(r"https?://\S+")
NUMBER = re.compile(r"\+?\d[\d ()/.-]{6,}\d")
# Whose text is what was asked for; an answer is an engine's, and a picture has none.
KINDS = ("prompt", "order", "asset")
LONGEST = 400


def tables() -> Iterator[str]:
    """One table in TOML for each clause and room, with the words that should have passed, and those that did break it."""
    rows: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for each in _noted():
        words = _words(each)
        if words:
            kept = rows[each.clause, _room(each)][each.wanted]
            if words not in kept:
                kept.append(words)
    for (clause, room), wanted in sorted(rows.items()):
        lines = [f"# {clause}: decided otherwise on an appeal. Read every line before you add it.", f'room = "{room}"']
        lines += [
            f"{name} = {json.dumps(wanted.get(name, []), ensure_ascii=False, indent=2)}"
            for name in ("breaks", "passes")
        ]
        yield "\n".join(lines) + "\n"


def _noted() -> Iterator[TestMaterial]:
    rows = TestMaterial.objects.exclude(Q(case__in=Case.objects.held()) | Q(clause="")).filter(
        case__subject_kind__in=KINDS
    )
    yield from rows.select_related("case__owner").order_by("pk").iterator(chunk_size=500)


def _words(each: TestMaterial) -> str:
    words = subjects.of(each.case.subject_kind).excerpt(each.case.subject)[:LONGEST]
    for pattern, instead in ((LINK, "https://example.org"), (ADDRESS, "somebody@example.org"), (NUMBER, "000")):
        words = pattern.sub(instead, words)
    for name in (each.case.owner.display_name, each.case.owner.email.partition("@")[0]):
        if len(name) > 2:
            words = re.sub(re.escape(name), "somebody", words, flags=re.IGNORECASE)
    return " ".join(words.split())


def _room(each: TestMaterial) -> str:
    if each.case.subject_kind != "prompt":
        return "studio"
    return RefusedPrompt.objects.filter(public_id=each.case.subject).values_list("room", flat=True).first() or "parlour"
