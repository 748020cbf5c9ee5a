"""Words and phrases, beside others or alone, but not inside innocent ones."""

from typing import Any

from moderation.checks.rule import Lists, Rule, terms_rule


def rule(raw: dict[str, Any], lists: Lists) -> Rule:
    """A rule of `words`, `beside`, `within` and `unless`. Raises KeyError or ValueError for what cannot be one."""
    made = terms_rule("terms", raw, lists)
    if not made.words:
        raise ValueError("a rule needs words")
    return made
