"""The key never leaves this room: not in errors, not in log lines."""

import re

MASK = "[key]"
KEY_SHAPE = re.compile(r"\bxai-[A-Za-z0-9_-]{16,}")
LONGEST = 500


def redacted(said: str, key: str = "") -> str:
    """The provider's words, short enough for a log and without our key or anything shaped like one."""
    said = said[: LONGEST * 4]
    if key:
        said = said.replace(key, MASK)
    return KEY_SHAPE.sub(MASK, said)[:LONGEST]
