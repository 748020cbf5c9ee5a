"""Model output is hostile input: it stays text."""

import re
import time

import pytest

from chatapp import markdown

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:x)",
    '[x](https://a.example/" onclick="alert(1))',
    '![x" onerror="alert(1)](https://a.example/x.png)',
    "<https://a.example/<script>>",
    '```"><script>alert(1)</script>\ncode\n```',
    "```python\n</code></pre><script>alert(1)</script>\n```",
    "| <b onclick=x>a</b> |\n|---|\n| <svg/onload=alert(1)> |",
    "<style>body{display:none}</style>",
    "<iframe src=https://a.example></iframe>",
    "<form action=/people/me/leave/ method=post><button>Free</button></form>",
    "- [x] <input onfocus=alert(1) autofocus>",
    "&lt;script&gt;",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_markup_of_the_engines_own_gets_through(text: str) -> None:
    html = markdown.render(text)

    assert not re.search(r"<(script|img|svg|iframe|style|form|button|object|embed|link|meta)\b", html, re.IGNORECASE)
    assert not re.search(r"<[^>]*\son\w+\s*=", html)
    assert not re.search(r"<[^>]*\sstyle\s*=", html)
    assert not re.search(r'(href|src)="(?!https?://|mailto:)', html)


def test_a_picture_from_elsewhere_is_a_link_that_names_its_host() -> None:
    html = markdown.render("![a plan](https://pictures.example/plan.png)")

    assert "<img" not in html
    assert "pictures.example" in html
    assert 'rel="noopener noreferrer nofollow"' in html


SLOW = {
    "emphasis": "*a **b " * 20_000,
    "brackets": "[" * 50_000,
    "quotes": ">" * 20_000 + " x",
    "lists": "".join(f"{'  ' * depth}- x\n" for depth in range(400)),
    "backticks": "`" * 40_000,
    "a wide table": "|a" * 3_000 + "\n" + "|-" * 3_000 + "\n" + ("|x" * 3_000 + "\n") * 5,
    "links": "[a](b " * 20_000,
    "code": "```python\n" + "x = '''\n" * 10_000,
    "more than is parsed": "**x** " * 60_000,
}


@pytest.mark.parametrize("case", SLOW)
def test_nothing_takes_long_to_draw(case: str) -> None:
    begun = time.thread_time()

    markdown.render(SLOW[case])

    assert time.thread_time() - begun < 4


def test_beyond_a_size_the_text_stands_as_it_is() -> None:
    html = markdown.render("**x** <b> " * 30_000)

    assert "<strong>" not in html
    assert "&lt;b&gt;" in html
