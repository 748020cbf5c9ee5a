"""A file's name as it is shown: never a path, never letters that cannot be seen or that turn the line around."""

import re
import unicodedata

MOST_CHARACTERS = 120
UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}  # controls, bidirectional marks, halves of letters, line ends
EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,10}$")


def shown_name(given: str, instead: str) -> str:
    """What may be shown of the name a browser gave; `instead` when nothing is left of it."""
    last = re.split(r"[/\\]", given)[-1]
    seen = "".join(
        letter for letter in unicodedata.normalize("NFC", last) if unicodedata.category(letter) not in UNSEEN
    )
    name = " ".join(seen.split()).strip(". ")
    if len(name) > MOST_CHARACTERS:
        found = EXTENSION.search(name)
        end = found[0] if found else ""
        name = f"{name[: MOST_CHARACTERS - len(end) - 1].rstrip()}…{end}"
    return name or instead
