"""What the server draws from stored Markdown: the table that the browser's renderer passes too."""

import json
import re
from pathlib import Path

import pytest

from chatapp import markdown
from tests.frontend.trees import tree

TABLE = json.loads((Path(__file__).parent.parent / "tables" / "markdown.json").read_text())


@pytest.mark.parametrize("case", TABLE, ids=lambda case: str(case["name"]))
def test_a_stored_answer_looks_like_the_open_one(case: dict[str, str]) -> None:
    assert tree(without_colours(markdown.render(case["markdown"]))) == tree(case["html"])


def without_colours(markup: str) -> str:
    """Code without its highlighting, which each side does in its own words."""
    return re.sub(r"<code>.*?</code>", lambda code: re.sub(r"</?span[^>]*>", "", code[0]), markup, flags=re.DOTALL)
