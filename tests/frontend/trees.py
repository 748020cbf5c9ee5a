"""Markup as trees, so that the order of attributes and line ends between blocks do not count."""

from html.parser import HTMLParser
from typing import Any

VOID = {"br", "hr", "input", "img"}
Tree = list[Any]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root: Tree = []
        self.path: list[tuple[str, Tree]] = [("", self.root)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element: Tree = [tag, {name: value or "" for name, value in attrs}]
        self.path[-1][1].append(element)
        if tag not in VOID:
            self.path.append((tag, element))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.path[-1][0] == tag, f"{tag} closes {self.path[-1][0]}"
            self.path.pop()

    def handle_data(self, data: str) -> None:
        in_code = any(tag == "pre" for tag, _ in self.path)
        words = data if in_code else data.removesuffix("\n")
        if words:
            self.path[-1][1].append(words)


def tree(markup: str) -> Tree:
    """The markup's tree: words, and elements as [tag, attributes, *children]."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return reader.root
