"""The checks, one file each, and the one register that a clause names them by.

Those in WORDS read what was written and cost microseconds; the others see a file, ask an engine, or are told by the provider.
"""

from collections.abc import Callable
from typing import Any

from moderation.checks import ages, names, terms
from moderation.checks.rule import Lists, Rule

WORDS: dict[str, Callable[[dict[str, Any], Lists], Rule]] = {
    "terms": terms.rule,
    "ages": ages.rule,
    "names": names.rule,
}
OTHERS = frozenset({"birth_date", "hashes", "classifier", "provider", "person"})
KNOWN = frozenset(WORDS) | OTHERS

__all__ = ["KNOWN", "WORDS", "Lists", "Rule"]
