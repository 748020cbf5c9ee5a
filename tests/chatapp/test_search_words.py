"""The language of the search, and where found words are marked: tables, no database."""

import time
from datetime import UTC, date, datetime

import pytest

from chatapp.search import Asked, NotUnderstood, parse
from chatapp.search.asked import Term
from chatapp.search.snippets import snippet

TODAY = date(2026, 11, 20)


def day(year: int, month: int = 1, number: int = 1) -> datetime:
    return datetime(year, month, number, tzinfo=UTC)


UNDERSTOOD = {
    "": Asked(),
    "rate": Asked(terms=(Term("rate"),)),
    "go": Asked(terms=(Term("go", whole=True),)),
    '"rate limits"': Asked(terms=(Term("rate limits", whole=True),)),
    '"never closed': Asked(terms=(Term("never closed", whole=True),)),
    "rate -limits": Asked(terms=(Term("rate"), Term("limits", unwanted=True))),
    'rate -"per minute"': Asked(terms=(Term("rate"), Term("per minute", whole=True, unwanted=True))),
    "tag:Work boats": Asked(terms=(Term("boats"),), tags=("work",)),
    "TAG:work tag:home": Asked(tags=("work", "home")),
    'project:"Platform notes"': Asked(project="Platform notes"),
    "engine:Grok-4.7": Asked(engine="grok-4.7"),
    "has:image has:code": Asked(has=frozenset({"image", "code"})),
    "before:2026-03-01": Asked(before=day(2026, 3)),
    "after:2026-03": Asked(after=day(2026, 3)),
    "after:2025 before:today": Asked(after=day(2025), before=day(2026, 11, 20)),
    "after:yesterday": Asked(after=day(2026, 11, 19)),
    "in:archive from:me": Asked(archived=True, role="user"),
    "from:grok": Asked(role="assistant"),
    "https://example.com/a": Asked(terms=(Term("https://example.com/a"),)),
    "at 10:30": Asked(terms=(Term("at", whole=True), Term("10:30"))),
    "🦊 !!": Asked(),
    "a\x00b c": Asked(terms=(Term("a", whole=True), Term("b", whole=True), Term("c", whole=True))),
}


@pytest.mark.parametrize("said", UNDERSTOOD, ids=range(len(UNDERSTOOD)))
def test_it_is_understood(said: str) -> None:
    asked, meant = parse(said, TODAY), UNDERSTOOD[said]

    for name in ("terms", "tags", "project", "engine", "has", "before", "after", "archived", "role"):
        assert getattr(asked, name) == getattr(meant, name), name


NOT_UNDERSTOOD = {
    "colour:red": "“colour:” is not a filter. There are tag:,",
    "has:wings": "There is has:image or has:file or has:code",
    "from:bob": "There is from:me or from:grok",
    "in:basement": "There is in:archive",
    "before:soon": "names no day. Write it like before:2026-03-01",
    "after:2026-13-01": "names no day",
    "after:99999999": "names no day",
    'tag:""': "“tag:” needs a word after it",
    "-tag:work": "cannot be turned round",
    "-rate": "Say also what should be there",
    "word " * 17: "more than 16 words",
    "x" * 401: "more than 400 characters",
}


@pytest.mark.parametrize("said", NOT_UNDERSTOOD, ids=range(len(NOT_UNDERSTOOD)))
def test_what_is_not_understood_is_said(said: str) -> None:
    with pytest.raises(NotUnderstood) as told:
        parse(said, TODAY)

    assert NOT_UNDERSTOOD[said] in str(told.value)


def test_a_filter_can_be_taken_away() -> None:
    chips = parse('boats tag:work project:"Platform notes"', TODAY).chips

    assert [(chip.said, chip.without) for chip in chips] == [
        ("tag:work", 'boats project:"Platform notes"'),
        ('project:"Platform notes"', "boats tag:work"),
    ]


def marked(text: str, said: str, *, markdown: bool = False) -> str:
    parts = snippet(text, parse(said, TODAY).terms, markdown=markdown)
    return "".join(f"[{part.words}]" if part.marked else part.words for part in parts)


MARKED = [
    ("Rate limits exist", "rate", "[Rate] limits exist"),
    ("Rates of rating", "rat", "[Rates] of [rating]"),
    ("Separate it", "rat", "Separate it"),
    ("Go, government", "go", "[Go], government"),
    ("A café in Zürich", "cafe zurich", "A [café] in [Zürich]"),
    ("A cafe\u0301 here", "café", "A [cafe\u0301] here"),
    ("Rate-limits and rate  limits", '"rate limits"', "[Rate-limits] and [rate limits]"),
    ("什么是速率限制", "速率", "什么是[速率]限制"),
    ("Не знаю йод", "иод", "Не знаю [йод]"),
    ("Kept <b>safe</b>", "safe", "Kept <b>[safe]</b>"),
    ("rate and limits", "rate -limits", "[rate] and limits"),
    ("a+b (c)", "a+b", "[a+b] (c)"),
]


@pytest.mark.parametrize(("text", "said", "expected"), MARKED, ids=range(len(MARKED)))
def test_found_words_are_marked_as_the_index_finds_them(text: str, said: str, expected: str) -> None:
    assert marked(text, said) == expected


def test_a_snippet_is_the_stretch_around_the_words() -> None:
    found = marked("before " * 500 + "needle in it " + "after " * 500, "needle")

    assert len(found) < 320
    assert found.startswith("…")
    assert "[needle] in it" in found
    assert found.endswith("…")


PLAIN = [
    ("A *rate* is **a promise**, ~~no~~ `yes`", "rate", "A [rate] is a promise, no yes"),
    ("Intro\n\n## What a rate is\n\n- one\n- [x] two\n> said", "rate", "Intro What a [rate] is one two said"),
    ("| Tea | Price |\n|---|---:|\n| Sencha | $8 |", "sencha", "Tea · Price [Sencha] · $8"),
    ("See [the rate](https://example.com/limits) now", "rate", "See the [rate] now"),
    ("See [the rate](https://example.com/limits) now", "limits", "See [the rate](https://example.com/[limits]) now"),
    ("A rate[^1] of 2 * 3 * snake_case and 5\\*6", "rate", "A [rate] of 2 * 3 * snake_case and 5*6"),
    ("So:\n```python\n# a **rate** - call(*args)\n```\n*done*", "rate", "So: # a **[rate]** - call(*args) done"),
    ("A **rate** <b>and</b> <script>", "rate", "A [rate] <b>and</b> <script>"),
    ("x", "rate", "x"),
]


@pytest.mark.parametrize(("text", "said", "expected"), PLAIN, ids=range(len(PLAIN)))
def test_a_snippet_of_an_answer_is_plain_words(text: str, said: str, expected: str) -> None:
    assert " ".join(marked(text, said, markdown=True).split()) == expected


def test_a_snippet_in_the_middle_of_code_keeps_its_signs() -> None:
    text = "```python\n" + "x = 1\n" * 300 + "# **needle**\n" + "y = 2\n" * 300 + "```\nend"

    found = marked(text, "needle", markdown=True)

    assert "# **[needle]** y = 2" in found
    assert found.startswith("…")
    assert found.endswith("…")
    assert len(found) < 320


@pytest.mark.parametrize("signs", ["*", "_", "> ", "[", "`", "|", "#", "- ", "\\", "![](", "*_~"])
def test_signs_without_end_take_no_time(signs: str) -> None:
    text = signs * 20_000 + " needle " + signs * 20_000
    began = time.perf_counter()

    assert "[needle]" in marked(text, "needle", markdown=True)
    assert time.perf_counter() - began < 1
