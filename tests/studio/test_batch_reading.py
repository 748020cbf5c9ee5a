"""What was pasted or brought as a list: read, or said in words to be wrong."""

import time
from typing import Any

import pytest

from accounts.models import User
from studio.batches import drafts, reading
from studio.batches.words import Words, shouts
from studio.models import Style
from studio.styles import keeping
from tests.studio.batches import made

CELLS = [
    ("a fox\n\n a heron \n", [(1, {"prompt": "a fox"}), (3, {"prompt": "a heron"})]),
    ("a fox, in snow", [(1, {"prompt": "a fox, in snow"})]),
    ("prompt,ratio\r\na fox,16:9\r\n", [(2, {"prompt": "a fox", "ratio": "16:9"})]),
    ("\ufeffPrompt;Aspect Ratio\na fox;1:1", [(2, {"prompt": "a fox", "ratio": "1:1"})]),
    ("ratio\tprompt\n1:1\ta fox", [(2, {"prompt": "a fox", "ratio": "1:1"})]),
    ('prompt,n\n"a fox, and\na ""heron""",2', [(2, {"prompt": 'a fox, and\na "heron"', "n": "2"})]),
    ("prompt,n\n,\na fox,", [(3, {"prompt": "a fox"})]),
    ("prompt,n\na fox,2,left,over", [(2, {"prompt": "a fox", "n": "2", "": "left over"})]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "lines"), CELLS)
def test_lines_and_tables_are_read(text: str, lines: list[tuple[int, dict[str, str]]]) -> None:
    assert [(line.n, line.cells) for line in reading.read(text, most=10).lines] == lines


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "There is nothing in it."),
        ("prompt,ratio\n", "There is nothing in it."),
        ("a\n" * 11, "This has 11 rows; 10 are the most"),
        ('prompt,n\n"a fox,2\n', "Line 2 cannot be read as a table"),
        ("prompt,words\na,b", "Several columns mean the prompt: “prompt” and “words”"),
        ("a\0b", "This is not a text."),
    ],
)
def test_what_is_no_list_is_said_in_words(text: str, says: str) -> None:
    with pytest.raises(reading.NotRead, match=says):
        reading.read(text, most=10)


@pytest.mark.parametrize(
    ("data", "text"),
    [("é".encode(), "é"), ("\ufeffé".encode(), "é"), ("é".encode("utf-16"), "é")],
)
def test_a_file_is_read_as_spreadsheets_write_it(data: bytes, text: str) -> None:
    assert reading.decoded(data, most=100) == text


def test_a_file_in_another_alphabet_is_not_guessed_at() -> None:
    with pytest.raises(reading.NotRead, match="CSV UTF-8"):
        reading.decoded("é".encode("latin-1"), most=100)


MEANINGS = [
    ({"ratio": "16:09:00"}, {"ratio": "16:9"}),  # what a spreadsheet makes of 16:9
    ({"ratio": "9x16", "n": "2.0"}, {"ratio": "9:16", "n": 2}),
    ({"verb": "Film", "seconds": "4 s"}, {"verb": "film", "seconds": 4}),
    ({"engine": "grok-imagine-image"}, {"engine": "grok-imagine-image", "quality": ""}),
]
MISTAKES = [
    ({"prompt": ""}, "prompt", "Write what you would like to see."),
    ({"verb": "paint"}, "verb", "“paint” is none of imagine"),
    ({"ratio": "17:5"}, "ratio", "17:5 is not offered. There is 1:1, 16:9"),
    ({"n": "eleven"}, "n", "A whole number from 1 to 10."),
    ({"verb": "film", "seconds": "90"}, "seconds", "1 to 15 seconds"),
    ({"verb": "edit"}, "with", "Add the picture to edit."),
    ({"verb": "edit", "with": "the blue one"}, "", "is not there any more"),
    ({"prompt": "a naked man on a horse"}, "prompt", "no explicit pictures"),
    ({"": "x"}, "", "More stands in this row than there are columns"),
]


@pytest.mark.parametrize(("cells", "order"), MEANINGS)
def test_a_row_means_what_the_bench_would_make_of_it(alice: User, cells: dict[str, str], order: dict[str, Any]) -> None:
    row = made(alice, "a fox").rows.get()

    row = drafts.change(alice, row.batch.public_id, row.public_id, {"prompt": "a fox", **cells})

    assert row.problems == []
    assert row.order is not None
    assert order.items() <= row.order.items()


@pytest.mark.parametrize(("cells", "column", "says"), MISTAKES)
def test_a_bad_cell_is_named_by_its_column(alice: User, cells: dict[str, str], column: str, says: str) -> None:
    batch = made(alice, "a fox", usual=cells if "prompt" not in cells else None)
    if "prompt" in cells:
        drafts.change(alice, batch.public_id, batch.rows.get().public_id, cells)

    row = batch.rows.get()

    assert says in row.wrong[column]
    assert row.price is None


@pytest.mark.parametrize("cell", ["a\0fox", "\0" * 30_000])
def test_a_letter_the_database_cannot_keep_is_kept_as_one_that_says_so(alice: User, cell: str) -> None:
    row = made(alice, "a fox").rows.get()

    drafts.change(alice, row.batch.public_id, row.public_id, {"prompt": "a crow", "ratio": cell})
    drafts.change(alice, row.batch.public_id, row.public_id, {"prompt": cell})

    row.refresh_from_db()
    assert row.cells["prompt"] == cell[: drafts.CELL_CHARACTERS].replace("\0", "\ufffd")


@pytest.mark.parametrize("column", ["ratio", "seconds", "n", "engine", "verb", "with", "preset"])
def test_a_cell_of_nothing_but_blanks_is_read_at_once(alice: User, column: str) -> None:
    row = made(alice, "a fox").rows.get()
    cell = f"1{' ' * 19_000}1"
    began = time.process_time()

    drafts.change(alice, row.batch.public_id, row.public_id, {"prompt": "a fox", column: cell})

    assert time.process_time() - began < 0.5


def test_a_style_is_named_by_its_name(alice: User) -> None:
    keeping.keep(Style(owner=alice, look="guide", name="Acme", after="Calm and plain."))

    batch = made(alice, "prompt,guide\na fox,acme\na heron,zenith")

    known, unknown = batch.rows.order_by("n")
    assert known.frozen_order is not None
    assert "Calm and plain." in known.frozen_order.prompt
    assert unknown.wrong["guide"] == "“zenith” is no brand guide of yours or the house’s."


def test_columns_nobody_knows_are_named_and_left_out(alice: User) -> None:
    batch = made(alice, "prompt,colour,\na fox,red,")

    assert batch.unknown == ["colour"]
    assert batch.rows.get().cells == {"prompt": "a fox"}


@pytest.mark.parametrize(
    ("rules", "prompt", "says"),
    [
        ({"unwanted": "cheap, best ever"}, "The BEST  éver fox", "“best ever”"),
        ({"unwanted": "cheap"}, "a cheaper fox", ""),
        ({"unwanted": "ever, best ever"}, "the best ever fox", "“ever” and “best ever”"),
        ({"unwanted": "\u200b,\u200d"}, "a fox", ""),  # nothing is left to be looked for
        ({"longest": 5}, "a heron", "7 characters; 5 are the most"),
        ({"calm": True}, "A FOX IN THE SNOW", "shouts"),
        ({"calm": True}, "A fox from the USA", ""),
    ],
)
def test_prompts_are_checked_by_the_rules_of_their_batch(rules: dict[str, Any], prompt: str, says: str) -> None:
    found = " ".join(Words.by(rules).against(prompt))

    assert says in found if says else found == ""


def test_the_houses_own_words_are_never_wanted(settings: Any) -> None:
    settings.STUDIO_UNWANTED_WORDS = ["acme"]

    assert list(Words().against("An Acme anvil"))
    assert shouts("Buy now!!")
