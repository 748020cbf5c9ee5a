"""What the browser draws from Markdown, under our policy: the server's table, and nothing anybody smuggled in."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request

from tests.frontend.trees import tree

pytestmark = pytest.mark.browser

TABLE = json.loads((Path(__file__).parent.parent / "tables" / "markdown.json").read_text())
ALIVE = (
    "script, style, iframe, form, svg:not(.katex svg), img, base, meta, link, button:not(.tool), .answer [id=composer]"
)
ALL_WAYS = """
(text) => {
  const answer = document.getElementById('answer')
  answer.append(book.draw(text), book.drawWhole(text))
  book.dress(answer)
}
"""
DANGEROUS = """
[...document.querySelectorAll('#answer *')]
  .flatMap((element) => element.getAttributeNames())
  .filter((name) => name.startsWith('on'))
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
SMUGGLED: list[str] = json.loads((Path(__file__).parent.parent / "tables" / "smuggled.json").read_text())


@pytest.fixture(scope="module")
def _page_of_the_book(browser: Browser, book: str) -> Iterator[Page]:
    page = browser.new_page()
    page.goto(f"{book}/c/4/")
    page.wait_for_selector("#answer[data-done]")
    yield page
    page.close()


@pytest.fixture
def kit(_page_of_the_book: Page) -> Page:
    """A page with the Markdown kit on it, the same for all cases; its answer is empty."""
    page = _page_of_the_book
    page.evaluate("document.getElementById('answer').replaceChildren()")
    return page


@pytest.mark.parametrize("case", TABLE, ids=lambda case: str(case["name"]))
def test_cleaning_changes_nothing_that_markdown_means(kit: Page, case: dict[str, str]) -> None:
    assert tree(kit.evaluate(DRAW, case["markdown"])) == tree(case["html"])


@pytest.mark.parametrize("markup", SMUGGLED, ids=range(len(SMUGGLED)))
def test_nothing_smuggled_into_an_answer_comes_alive(kit: Page, markup: str) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    kit.on("request", note)
    kit.evaluate(ALL_WAYS, markup)
    kit.mouse.move(300, 300)
    kit.wait_for_timeout(50)
    kit.remove_listener("request", note)

    assert kit.evaluate("window.taken") is None
    assert [url for url in asked if "invalid" in url] == []
    assert kit.locator("#answer").locator(ALIVE).count() == 0
    assert kit.evaluate(DANGEROUS) == []


def test_an_answer_that_streams_ends_as_if_it_had_come_at_once(page: Page, book: str) -> None:
    page.goto(f"{book}/c/4/")
    page.wait_for_selector("#answer[data-done]")
    page.wait_for_selector("#answer .hljs-keyword")
    streamed = page.evaluate(WORDS)

    page.evaluate(AT_ONCE)

    assert streamed == page.evaluate(WORDS)
