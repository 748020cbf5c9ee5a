"""Whoever writes a policy of their own finds a mistake before the house begins with it, and what a sentence would meet."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from pytest_django import Settings

OWN = """[[clause]]
id = "own.1"
title = "No teapots"
says = "No teapots are drawn."
verdict = "review"
sentence = "This asks for a teapot."
rooms = ["studio"]
checks = ["terms", "ages"]
[[clause.rule]]
words = ["kettle"]
[[clause.rule]]
words = ["teapot*"]
"""


def said(*words: str) -> str:
    """What `manage.py policy` prints."""
    out = StringIO()
    call_command("policy", *words, stdout=out)
    return out.getvalue()


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "own.toml").write_text(OWN)
    return tmp_path


def test_a_sentence_is_tried_with_its_clause_rule_words_verdict_and_what_people_read(own: Path) -> None:
    told = said(str(own), "two teapots, please")

    assert "asked in the parlour: allow\n" in told
    assert "asked in the studio: review\n" in told
    assert "review by own.1, No teapots: rule 2 (terms) found “teapots”" in told
    assert "they read: This asks for a teapot." in told
    assert "refuse by deception.1, " in said("make me a fake passport")


def test_a_folder_is_tried_with_what_it_leaves_idle(own: Path) -> None:
    told = said(str(own))

    assert "can be read. Version " in told
    assert "finds nothing by ages: it has no rule for that" in told


def test_a_broken_policy_is_named_by_the_check_that_every_start_makes(settings: Settings, own: Path) -> None:
    assert not [found for found in run_checks() if found.id == "salon.E030"]
    (own / "own.toml").write_text(OWN.replace("words", "wordz"))
    settings.POLICY_DIR = own

    (found,) = [each for each in run_checks() if each.id == "salon.E030"]

    assert f"The policy in {own} cannot be read: own.toml, own.1: " in found.msg
    with pytest.raises(CommandError, match=r"own\.toml, own\.1: .*wordz"):
        said(str(own))
