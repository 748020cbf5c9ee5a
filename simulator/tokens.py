"""Cutting text into the pieces a stream is made of. Joining the pieces gives the text again, always."""

import re

# Up to seven letters with the space before them, or white space, or one sign: about four characters a token.
PIECE = re.compile(r" ?[^\W_]{1,7}|\s+|.", re.DOTALL)

# Every prompt is preceded by a hidden one, and it is billed (reference 1.6).
HIDDEN_REASONING = 208
HIDDEN_PLAIN = 185


def split(text: str) -> list[str]:
    """The text as pieces."""
    return PIECE.findall(text)


def count(text: str) -> int:
    """How many tokens a text is billed for."""
    return len(PIECE.findall(text))


def of_picture(width: int, height: int) -> int:
    """What an input picture costs (reference 2.3), in tokens."""
    return -(-width // 32) * -(-height // 32) + 2
