"""Formulas, diagrams, notes and long conversations, as somebody sees them."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from playwright.sync_api import Page, expect

from accounts.models import User
from chatapp.models import Turn
from tests.stories.conftest import PHONE, SignIn, axe
from tests.stories.test_the_reply import ask
from tests.support.threads import lengthen

pytestmark = pytest.mark.browser

Look = Callable[[Page, str], None]
Somebody = Callable[..., User]

RICH = r"""The length of a vector[^1] is \( \lVert \vec{v} \rVert = \sqrt{x^2 + y^2} \), it costs $5 and not $6.

$$
\int_{-\infty}^{\infty} e^{-x^2}\,dx = \sqrt{\pi} \qquad \begin{pmatrix} a & b \\ c & d \end{pmatrix} \qquad \boxed{x = \begin{cases} 1 & a > 0 \\ 0 & \text{otherwise} \end{cases}}
$$

What cannot be drawn stands: $\frac{1}{$. See [the rules](https://example.org/rules) or https://example.org.

| Quantity | Formula | Value |
|---|---|--:|
| speed | $v = s / t$ | 3 |
| =cmd() | $E = mc^2$ | -4 |

```mermaid
flowchart LR
  write[Write the row] --> send[Send]
  send --> answered{Answered?}
  answered -->|yes| close[Close]
  click write href "javascript:alert(1)"
```

```python
def politely(call):
    return call()
```

[^1]: Euclid's.
"""  # noqa: E501


def followed_by(person: User, answers: Sequence[str]) -> list[str]:
    """The names of the turns. In another thread: Playwright's loop runs in this one."""

    def made() -> list[str]:
        try:
            turn = Turn.objects.select_related("conversation", "answer").get(owner=person)
            return [str(each.public_id) for each in lengthen(turn, answers)]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as beside:
        return beside.submit(made).result()


def test_formulas_notes_and_diagrams_are_drawn_under_the_policy(
    sign_in: SignIn, somebody: Somebody, look: Look
) -> None:
    alice = somebody()
    page = sign_in(alice)
    ask(page, "Hello.")
    expect(page.locator("footer.receipt")).to_be_visible()
    followed_by(alice, [RICH])
    page.reload()
    answer = page.locator("article.turn .answer").last

    answer.locator("table").scroll_into_view_if_needed()
    expect(answer.locator(".math[data-tex] .katex math")).to_have_count(4)
    expect(answer.locator(".math[data-wrong]")).to_have_text("\\frac{1}{")
    assert answer.locator(".math svg").first.evaluate("svg => svg.getBoundingClientRect().width") > 3
    expect(answer.locator(".link-host")).to_have_text(["example.org"])
    answer.get_by_role("link", name="Footnote 1").click()
    expect(answer.get_by_role("link", name="Back to the text")).to_be_in_viewport()
    answer.get_by_role("button", name="Draw this diagram").click()
    drawing = answer.get_by_role("img", name="The diagram")
    expect(drawing).to_be_visible()
    assert drawing.evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
    look(page, "rendering-light")
    with page.expect_download() as saved:
        answer.get_by_role("button", name="Save as SVG").click()
    words = saved.value.path().read_text()
    assert "Answered" in words
    assert "javascript" not in words
    assert "<a" not in words
    with page.expect_download() as sheet:
        answer.get_by_role("button", name="Save as CSV").click()
    rows = sheet.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert rows[2] == "'=cmd(),E = mc^2,-4"
    assert axe(page) == []

    phone = sign_in(alice, viewport=PHONE, color_scheme="dark", is_mobile=True, has_touch=True)
    phone.goto(page.url)
    expect(phone.locator(".katex").first).to_be_visible()
    phone.locator(".math-display").first.scroll_into_view_if_needed()
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    look(phone, "rendering-phone-dark")


def test_a_long_conversation_comes_as_one_scrolls_and_does_not_move_what_is_read(
    sign_in: SignIn, somebody: Somebody
) -> None:
    alice = somebody()
    page = sign_in(alice)
    ask(page, "Hello.")
    expect(page.locator("footer.receipt")).to_be_visible()
    names = followed_by(alice, [f"Answer {number}.\n\n{'Some words. ' * 60}" for number in range(60)])
    page.reload()

    expect(page.locator(f"#turn-{names[-1]}")).to_be_in_viewport()
    expect(page.locator(f"#turn-{names[10]}")).to_have_count(0)
    page.wait_for_selector("#thread[data-alive]")
    moved = page.evaluate(READ_UP, names[-6])
    expect(page.locator(f"#turn-{names[-12]}")).to_have_count(1)
    assert abs(page.evaluate(TOP, names[-6]) - moved) < 4, "what is read stays where it is"

    early = page.locator(f"#turn-{names[5]}")
    page.goto(f"{page.url}?message={message_of(names[5])}")
    expect(early).to_be_in_viewport()
    for _ in range(40):
        page.locator(".room-main").evaluate("room => room.scrollTo(0, room.scrollHeight)")
        if page.locator("[data-stretch=after]").count() == 0 and page.locator(f"#turn-{names[-1]}").count():
            break
        page.wait_for_timeout(150)
    shown = page.locator("article.turn").evaluate_all("turns => turns.map((turn) => turn.dataset.turn)")
    assert shown[-55:] == names[-55:]


READ_UP = """
(name) => new Promise((resolve) => {
  const turn = document.getElementById(`turn-${name}`)
  turn.scrollIntoView()
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(turn.getBoundingClientRect().top)))
})
"""
TOP = "(name) => document.getElementById(`turn-${name}`).getBoundingClientRect().top"


def message_of(turn: str) -> str:
    def found() -> str:
        try:
            return str(Turn.objects.select_related("answer").get(public_id=turn).answer.public_id)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as beside:
        return beside.submit(found).result()
