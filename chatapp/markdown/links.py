"""Where links may lead, and that they say so. frontend/src/lib/hosts.ts and markup.ts decide the same."""

import re
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_LEAVES = re.compile(r"https?://[^/\s]|mailto:\S", re.IGNORECASE)
_BEGINNING = re.compile(r"https?://|mailto:")


def may_follow(address: str) -> bool:
    """Links leave for the web or for mail; a model's answer has no way into this house, and a bare name is no link."""
    return bool(_LEAVES.match(address.strip()))


def host_of(address: str) -> str:
    """What a link names: the host; for mail the address."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return parts.hostname or (parts.path if parts.scheme == "mailto" else "")


def picture_words(alt: str) -> str:
    """What stands for a picture that is not loaded."""
    return f"Picture: {alt.strip()}" if alt.strip() else "Picture"


def hosts(parser: MarkdownIt) -> None:
    """Let a link say where it leads, in words that everybody sees, unless its text is that address already.

    A picture within a link is its words: a link cannot stand in a link.
    """
    parser.core.ruler.after("linkify", "hosts", _with_hosts)


def _with_hosts(state: StateCore) -> None:
    for token in state.tokens:
        if token.children:
            token.children = _named(state, token.children)


def _named(state: StateCore, tokens: list[Token]) -> list[Token]:
    link: Token | None = None
    words = ""
    named: list[Token] = []
    for each in tokens:
        token = each
        if token.type == "link_open":
            link, words = token, ""
        elif link and token.type == "image":
            alt = state.md.renderer.renderInlineAsText(token.children or [], state.md.options, state.env)  # type: ignore[attr-defined]
            token = Token("text", "", 0, content=picture_words(alt))
            words += token.content
        elif link and token.type == "link_close":
            href = str(link.attrGet("href") or "")
            host, link = host_of(href), None
            if host and not _is_address(words, href):
                named.append(Token("link_host", "", 0, content=host))
        elif link:
            words += token.content
        named.append(token)
    return named


def _is_address(words: str, href: str) -> bool:
    """Whether the words are the address, with or without its beginning and end, or its host."""
    return _bare(words) in (_bare(href), host_of(href))


def _bare(said: str) -> str:
    return _BEGINNING.sub("", said.strip().lower(), count=1).removesuffix("/") if said else ""
