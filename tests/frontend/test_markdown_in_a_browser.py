"""What the browser draws from Markdown, under our policy: the server's table, and nothing anybody smuggled in."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.frontend.trees import tree

pytestmark = pytest.mark.browser

TABLE = json.loads((Path(__file__).parent.parent / "tables" / "markdown.json").read_text())
ALIVE = "script, style, iframe, form, svg, img, base, meta, link, button:not(.tool)"
DANGEROUS = """
[...document.querySelectorAll('#answer *')]
  .flatMap((element) => element.getAttributeNames())
  .filter((name) => name === 'style' || name.startsWith('on'))
"""
WORDS = """
() => {
  const answer = document.getElementById('answer').cloneNode(true)
  answer.querySelectorAll('.code-tools, .code-lines, .table-tools').forEach((tools) => tools.remove())
  return answer.textContent.replace(/\\n+/g, '\\n')
}
"""
AT_ONCE = (
    "document.getElementById('answer').replaceChildren(book.drawWhole(document.getElementById('words').textContent))"
)
DRAW = "(text) => { const place = document.createElement('div'); place.append(book.drawWhole(text)); return place.innerHTML }"

# Each tries to run a script, to reach another host or to take over the page, by Markdown or by markup in it.
SMUGGLED = [
    "<script>window.taken = 1</script>",
    '<img src="https://elsewhere.invalid/x.png" onerror="window.taken = 1">',
    "![x](https://elsewhere.invalid/x.png)",
    "[x](javascript:window.taken=1)",
    "[x](JaVaScRiPt&colon;window.taken=1)",
    "[x](&#106;avascript:window.taken=1)",
    "<javascript:window.taken=1>",
    "[x](data:text/html;base64,PHNjcmlwdD53aW5kb3cudGFrZW49MTwvc2NyaXB0Pg==)",
    '[x](https://elsewhere.invalid/ "\\" onmouseover=\\"window.taken=1")',
    '```"><img src=x onerror=window.taken=1>\ncode\n```',
    "```html\n</code></pre><script>window.taken=1</script>\n```",
    "<svg><script>window.taken=1</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=window.taken=1>",
    '<iframe srcdoc="<script>parent.taken=1</script>"></iframe>',
    '<form action="https://elsewhere.invalid"><button>Sign in</button></form>',
    '<style>body { display: none }</style><link rel="stylesheet" href="https://elsewhere.invalid/x.css">',
    '<base href="https://elsewhere.invalid/"><meta http-equiv="refresh" content="0;url=https://elsewhere.invalid">',
    "- [x](javascript:window.taken=1)\n\n> <b onclick=window.taken=1>",
    "[ref]\n\n[ref]: javascript:window.taken=1",
]


@pytest.fixture
def kit(page: Page, book: str) -> Page:
    """A page with the Markdown kit on it."""
    page.goto(f"{book}/c/4/")
    page.wait_for_function("globalThis.book !== undefined")
    return page


@pytest.mark.parametrize("case", TABLE, ids=lambda case: str(case["name"]))
def test_cleaning_changes_nothing_that_markdown_means(kit: Page, case: dict[str, str]) -> None:
    assert tree(kit.evaluate(DRAW, case["markdown"])) == tree(case["html"])


@pytest.mark.parametrize("markup", SMUGGLED)
def test_nothing_smuggled_into_an_answer_comes_alive(kit: Page, markup: str) -> None:
    asked: list[str] = []
    kit.on("request", lambda request: asked.append(request.url))

    kit.evaluate("(text) => document.getElementById('answer').append(book.draw(text))", markup)
    kit.mouse.move(300, 300)
    kit.wait_for_timeout(50)

    assert kit.evaluate("window.taken") is None
    assert [url for url in asked if "invalid" in url] == []
    assert kit.locator("#answer").locator(ALIVE).count() == 0
    assert kit.evaluate(DANGEROUS) == []


def test_an_answer_that_streams_ends_as_if_it_had_come_at_once(kit: Page) -> None:
    kit.wait_for_selector("#answer[data-done]")
    kit.wait_for_selector("#answer .hljs-keyword")
    streamed = kit.evaluate(WORDS)

    kit.evaluate(AT_ONCE)

    assert streamed == kit.evaluate(WORDS)
