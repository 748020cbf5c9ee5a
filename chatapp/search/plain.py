"""Markdown as plain words, for a few lines of an answer: the signs go, the words stay. Nothing here has to be exact."""

import re

FENCE = re.compile(r"^[ \t]*(?:```|~~~).*$", re.MULTILINE)
BLOCKS = re.compile(
    r"^(?:[ \t]*[-*_=|:][-*_=|: \t]*$|[ \t>]*(?:#{1,6}[ \t]+|[-*+][ \t]+(?:\[[ xX]\][ \t]+)?|>[ \t]?)+)", re.MULTILINE
)
ROW = re.compile(r"^[ \t]*\|(.*?)(?:\|[ \t]*)?$", re.MULTILINE)
NOTES = re.compile(r"\[\^[^\]\s]{1,40}\]:?")
LINKS = re.compile(r"!?\[([^\]\n]{0,300})\]\([^)\s]{0,2000}(?:[ \t]+\"[^\"\n]{0,300}\")?\)")
# Beside a word on one side and not on the other: `2 * 3` and `snake_case` are no emphasis.
EMPHASIS = re.compile(
    r"(?<![\w*_~\\])(?:\*{1,3}|_{1,3}|~~)(?=[^\s*_~])|(?<=[^\s*_~\\])(?:\*{1,3}|_{1,3}|~~)(?![\w*_~])"
)
TICKS = re.compile(r"(?<!\\)`+")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def plain(text: str, *, in_code: bool = False) -> str:
    """The words of this stretch of Markdown. `in_code`: it begins inside a fence; what stands in one stays as it is."""
    pieces: list[str] = []
    at = 0
    for fence in FENCE.finditer(text):
        pieces.append(_piece(text[at : fence.start()], in_code))
        in_code, at = not in_code, fence.end()
    pieces.append(_piece(text[at:], in_code))
    return "".join(pieces)


def begins_in_code(text: str, start: int) -> bool:
    """Whether this place stands inside a fence."""
    return len(FENCE.findall(text, 0, start)) % 2 == 1


def _piece(text: str, in_code: bool) -> str:
    if in_code:
        return text
    for signs, words in ((NOTES, ""), (LINKS, r"\1"), (BLOCKS, ""), (EMPHASIS, ""), (TICKS, "")):
        text = signs.sub(words, text)
    text = ROW.sub(lambda row: " · ".join(cell.strip() for cell in row[1].split("|")), text)
    return ESCAPED.sub(r"\1", text)
