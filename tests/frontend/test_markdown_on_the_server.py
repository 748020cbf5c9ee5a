"""What the server draws from stored Markdown: the table that the browser's renderer passes too."""

import json
import re
import time
from pathlib import Path

import pytest

from chatapp import markdown
from chatapp.markdown.renderer import PLACE
from tests.frontend.trees import tree

SAFE_TAGS = re.findall(
    r"\w+",
    "p br hr h2 h3 h4 h5 h6 strong em s sup code pre span div a ul ol li blockquote section table thead tbody tr th td input",
)
SMUGGLED: list[str] = json.loads((Path(__file__).parent.parent / "tables" / "smuggled.json").read_text())
TABLE = json.loads((Path(__file__).parent.parent / "tables" / "markdown.json").read_text())


@pytest.mark.parametrize("case", TABLE, ids=lambda case: str(case["name"]))
def test_a_stored_answer_looks_like_the_open_one(case: dict[str, str]) -> None:
    assert tree(without_colours(markdown.render(case["markdown"]))) == tree(case["html"])


@pytest.mark.parametrize("markup", SMUGGLED, ids=range(len(SMUGGLED)))
def test_nothing_smuggled_into_a_stored_answer_comes_alive(markup: str) -> None:
    def look(nodes: list[object]) -> None:
        for node in nodes:
            if isinstance(node, list):
                tag, attributes, *inner = node
                assert tag in SAFE_TAGS
                assert {name for name in attributes if name.startswith("on") or name in ("style", "src")} == set()
                assert re.match(r"https?://|mailto:|#note-", attributes.get("href", "#note-"))
                assert attributes.get("id", "note-").startswith("note-")
                look(inner)

    look(tree(markdown.render(markup)))


@pytest.mark.parametrize(
    "text",
    [
        ">" * 10_000, "- " * 10_000, "[" * 10_000, "*" * 10_000, "![" * 5_000, "$a" * 10_000, "\\(" * 10_000,
        "`" * 9_999 + "a" * 9_999, "[^a]" * 5_000 + "\n\n[^a]: b", "| a " * 3_000 + "|\n" + "|---" * 3_000 + "|\n", "<a " * 10_000,
        "$$\n" * 5_000, "https://" * 3_000, "_a" * 10_000,
    ],
    ids=range(14),
)  # fmt: skip
def test_no_text_takes_long_to_draw(text: str) -> None:
    began = time.thread_time()
    markdown.render(text)

    assert time.thread_time() - began < 3


def without_colours(markup: str) -> str:
    """Code without its highlighting, which each side does in its own words."""
    return re.sub(r"<code>.*?</code>", lambda code: re.sub(r"</?span[^>]*>", "", code[0]), markup, flags=re.DOTALL)


def test_what_is_cleaned_is_harmless_whatever_the_parser_let_through() -> None:
    markup = (
        '<a href="javascript:a()">x</a><a href="data:text/html,x">y</a><img src="https://x.invalid/"><p onclick="a()">z'
    )

    assert markdown.clean(markup).replace(f' rel="{markdown.REL}"', "") == "<a>x</a><a>y</a><p>z</p>"


def test_a_text_cannot_name_the_footnotes_of_another_answer() -> None:
    assert "of-another" not in markdown.render(f"Said {PLACE}.", "of-another")


def test_what_nobody_reads_to_its_end_is_shown_as_it_came() -> None:
    shown = markdown.render("**word** " * (markdown.LONGEST_CHARACTERS // 8))

    assert shown.startswith("<p>**word** ")
