"""The columns a list may have, by all the names people give them."""

import re
from collections.abc import Mapping

from studio.verbs import Verb

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "prompt": ("prompt", "text", "words", "description"),
    "verb": ("verb", "do", "what"),
    "engine": ("engine", "model"),
    "ratio": ("ratio", "aspect ratio", "aspect", "format", "shape"),
    "resolution": ("resolution", "size"),
    "quality": ("quality",),
    "seconds": ("seconds", "length", "duration"),
    "n": ("n", "count", "how many", "number", "pictures"),
    "preset": ("preset", "style"),
    "guide": ("guide", "brand guide", "brand"),
    "with": ("with", "from", "source", "picture", "film", "asset"),
}
BY_NAME = {name: column for column, names in COLUMNS.items() for name in names}
SHOWN = tuple(COLUMNS)

# "16:9" is a time of day for a spreadsheet, and comes back as 16:09:00.
TIME_OF_DAY = re.compile(r"0?(\d{1,2}):0?(\d{1,2})(?::00)?")
BETWEEN = re.compile(r" ?[x×/∶] ?")
UNIT = re.compile(r"(?:\.0+| ?(?:s|sec|seconds))$")
IDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
MOST = 60  # characters of a choice; any real one is far shorter
VERBS = {name.lower(): verb for verb in Verb for name in (verb.value, verb.label)}


def named(header: str) -> str | None:
    """Which column a header means; None: none that we know."""
    return BY_NAME.get(" ".join(header.replace("_", " ").replace("-", " ").split()).lower())


def plain(column: str, typed: str) -> str:
    """A cell as the order form takes it: what a spreadsheet made of it is undone, nothing is guessed."""
    if column == "prompt":
        return typed
    # Somebody's cell may be nothing but blanks, twenty thousand of them: short and single before any pattern sees it.
    value = " ".join(typed.split())[:MOST]
    match column:
        case "ratio":
            value = BETWEEN.sub(":", value)
            return ":".join(whole.groups()) if (whole := TIME_OF_DAY.fullmatch(value)) else value
        case "seconds" | "n":
            return UNIT.sub("", value)
        case "resolution" | "quality" | "engine":
            return value.lower()
    return value


def verb_named(typed: str) -> Verb | None:
    """Which verb is meant; None: none of ours."""
    return VERBS.get(typed.strip().lower())


def things_named(typed: str) -> list[str]:
    """The public ids in a cell, in their order; the addresses of their pages do as well."""
    return [found.lower() for found in IDS.findall(typed)]
