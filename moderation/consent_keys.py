"""The key to a consent is not the desk's to hold: who has it can agree, and take it back."""

import re

_KEY = re.compile(r"(/consent/)[^/\s]+")


def left_out(words: str) -> str:
    """The same words, with each such address kept and its key not. Once more changes nothing."""
    return _KEY.sub(r"\1…", words)
