"""Somebody who lives, by name: the table of well-known people, and two names in a row where a likeness is asked for.

Two capitals in a row are mostly a place, a brand or a figure of fiction. So the first must be a given name that people bear
today, the second must not be a thing, and words that ask for a likeness must stand right before them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from moderation.checks.rule import Lists, Rule, Terms, terms_rule
from moderation.lexicon import Reading, words_of
from moderation.normal import folded

# What asks for a likeness, in four languages, up to the name.
DEPICTS = re.compile(
    r"\b(?i:photo(?:graph|s|graphs)?|picture|portrait|image|selfie|video|film|clip|footage|deepfake|face|likeness|drawing"
    r"|painting|looks? (?:exactly |just )?like|foto|bild|porträt|gesicht|aussehen wie|image|visage|retrato|imagen|cara|vídeo)"
    r"(?i:\s+(?:of|showing|with|von|mit|de|d'|du|con))?(?i:\s+(?:my|the|our|mein\w*|mon|ma|mi))?"
    r"(?i:\s+(?:real|actual|ex|boss|neighbou?r|teacher|colleague|classmate|girlfriend|boyfriend|wife|husband|friend"
    r"|lehrer\w*|kolleg\w*|nachbar\w*|chef\w*|freund\w*|voisine?|collègue|prof|vecin[oa]|jef[ea]|profesora?)){0,2}"
    r"[\s,:]+(?P<first>[A-ZÀ-Þ][\w'’-]{1,30})\s+(?P<last>[A-ZÀ-Þ][\w'’-]{1,30})"
)
NO_NAMES = (
    "bridge",
    "street",
    "park",
    "beach",
    "city",
    "lake",
    "river",
    "mountain",
    "tower",
    "castle",
    "hall",
    "island",
)


@dataclass(frozen=True, slots=True)
class Names:
    """The table's rule first; then the pattern, where `given` names were handed in."""

    table: Terms
    given: frozenset[str]
    nobody: frozenset[str]
    check: str = "names"

    @property
    def rooms(self) -> frozenset[str]:
        return self.table.rooms

    @property
    def asked(self) -> bool | None:
        return self.table.asked

    @property
    def watched(self) -> Iterable[str]:
        return self.table.watched

    @property
    def excused(self) -> Iterable[str]:
        return self.table.excused

    def finds(self, reading: Reading, *, growing: bool = False) -> str:
        if found := self.table.finds(reading, growing=growing):
            return found
        for asked in DEPICTS.finditer(reading.text) if self.given else ():
            first, last = folded(asked["first"]), folded(asked["last"]).removesuffix("'s").removesuffix("’s")
            if first in self.given and last not in NO_NAMES and f"{first} {last}" not in self.nobody:
                return f"{asked['first']} {asked['last']}"
        return ""


def rule(raw: dict[str, Any], lists: Lists) -> Rule:
    """`words` are people's names; `given` the list of given names for the pattern, `nobody` whom it does not mean."""
    return Names(
        table=terms_rule("names", raw, lists),
        given=frozenset(folded(name) for name in lists[raw["given"][1:]]) if "given" in raw else frozenset(),
        nobody=frozenset(" ".join(words_of(name)) for name in lists[raw["nobody"][1:]])
        if "nobody" in raw
        else frozenset(),
    )
