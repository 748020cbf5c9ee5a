"""Amounts in words: the same table as the browser's."""

import json
from pathlib import Path

import pytest
from django.template import Context, Template

from usage import money

TABLE = json.loads((Path(__file__).parent.parent / "tables" / "money.json").read_text())


@pytest.mark.parametrize("case", TABLE, ids=lambda case: str(case["ticks"]))
def test_an_amount_reads_as_in_the_table(case: dict[str, int | str]) -> None:
    ticks = int(case["ticks"])

    assert (money.cents(ticks), money.exact(ticks)) == (case["words"], case["exact"])


def test_an_amount_on_a_page_is_exact_on_hover() -> None:
    page = Template(
        "{% load money %}{{ ticks|money }} {% amount ticks %} {% amount ticks estimated=True %} {% amount none %}"
    )

    shown = page.render(Context({"ticks": 31_245_000, "none": None}))

    assert shown == (
        '0.31 ¢ <span class="tabular" title="$0.0031245">0.31 ¢</span> '
        '<span class="tabular" title="$0.0031245, estimated">about 0.31 ¢</span> '
    )
