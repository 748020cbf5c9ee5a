r"""Formulas: `$…$` and `\(…\)` in a line, `$$…$$` and `\[…\]` on their own.

What comes of them is the TeX in an element of its own, which the page draws. frontend/src/lib/maths.ts decides the same.
"""

import re
from dataclasses import dataclass

from django.utils.html import escape
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

LONGEST = 2000  # of one in a line; so many signs of money in a row must not be read to the end each

_SINGLE = re.compile(r"\$(?![ \t\n$])((?:[^$\\]|\\[\s\S])*)\$")
_NUMBER = re.compile(r"[ \t\n]*[0-9]+[ \t\n]*")
_WORD = re.compile(r"[ \t\n(][A-Za-z]{2}")


@dataclass(frozen=True, slots=True)
class _Pair:
    open: str
    close: str
    display: bool


@dataclass(frozen=True, slots=True)
class _Found:
    tex: str
    display: bool
    length: int


_PAIRS = (_Pair("$$", "$$", True), _Pair("\\(", "\\)", False), _Pair("\\[", "\\]", True))


def maths(parser: MarkdownIt) -> None:
    """Teach a parser formulas; `markup` draws their tokens."""
    parser.inline.ruler.before("escape", "maths", _in_line)
    alt = ["paragraph", "reference", "blockquote", "list"]
    parser.block.ruler.before("fence", "maths_block", _on_its_own, {"alt": alt})


def markup(tag: str, tex: str, *, display: bool) -> str:
    """A formula's element."""
    if not display:
        return f'<{tag} class="math">{escape(tex)}</{tag}>'
    return f'<{tag} class="math math-display" tabindex="0" role="group" aria-label="Formula">{escape(tex)}</{tag}>'


def _in_line(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] not in "$\\":
        return False
    within = state.src[state.pos : min(state.posMax, state.pos + LONGEST)]
    found = _paired(within) or _single(within, state)
    if found is None:
        return False
    if not silent:
        token = state.push("maths", "", 0)
        token.content = found.tex.strip(" \t\n")
        token.meta = {"display": found.display}
    state.pos += found.length
    return True


def _paired(within: str) -> _Found | None:
    pair = next((pair for pair in _PAIRS if within.startswith(pair.open)), None)
    end = within.find(pair.close, 2) if pair else -1
    if pair is None or end < 0 or not _is_formula(within[2:end], pair.open):
        return None
    return _Found(within[2:end], pair.display, end + 2)


def _is_formula(tex: str, opened: str) -> bool:
    r"""Something, not a "$" more; and "\[1\]" is a number in brackets."""
    if not tex.strip(" \t\n") or tex.startswith("$"):
        return False
    return opened != "\\[" or _NUMBER.fullmatch(tex) is None


def _single(within: str, state: StateInline) -> _Found | None:
    """`$x$`, but neither "$5 and $6" nor "$HOME/$USER"."""
    match = _SINGLE.match(within)
    if match is None or match[1][-1:] in " \t\n" or _is_price(match[1]):
        return None
    end = state.pos + match.end()
    before, after = state.src[max(state.pos - 1, 0) : state.pos], state.src[end : end + 1]
    if re.match(r"[A-Za-z0-9_$]", before) or re.match(r"[A-Z0-9$]", after):
        return None
    return _Found(match[1], False, match.end())


def _is_price(tex: str) -> bool:
    return re.match(r"[0-9]", tex) is not None and "\\" not in tex and _WORD.search(tex) is not None


def _on_its_own(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start):
        return False
    line = _line(state, start)
    pair = next((pair for pair in _PAIRS if pair.display and line.startswith(pair.open)), None)
    if pair is None or (pair.open == "$$" and _is_inside(state, start)):
        return False
    if rest := line[2:].strip():
        return _one_line(state, start, pair, rest, silent)
    if silent:
        return True

    following, last = start + 1, None
    while following < end and last is None:
        if state.sCount[following] < state.blkIndent and not state.isEmpty(following):
            break
        words = _line(state, following)
        last = words[:-2] if words.endswith(pair.close) else None
        following += 1
    lines = state.getLines(start + 1, following if last is None else following - 1, state.blkIndent, False)
    _push(state, start, following, f"{lines}\n{last or ''}")
    return True


def _one_line(state: StateBlock, start: int, pair: _Pair, rest: str, silent: bool) -> bool:
    if rest.find(pair.close) != len(rest) - 2 or not _is_formula(rest[:-2], pair.open):
        return False
    if not silent:
        _push(state, start, start + 1, rest[:-2])
    return True


def _push(state: StateBlock, start: int, following: int, tex: str) -> None:
    state.line = following
    token = state.push("maths_block", "", 0)
    token.content = tex.strip()
    token.map = [start, following]


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip()


def _is_inside(state: StateBlock, start: int) -> bool:
    """Whether these "$$" close what began within the paragraph before."""
    if start <= state.line:
        return False
    return state.src[state.bMarks[state.line] : state.bMarks[start]].count("$$") % 2 == 1
