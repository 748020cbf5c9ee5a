"""The audit is read in words: every act that the code writes has its own."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

from accounts import acts_words
from config.celery import ROOMS
from config.dev.places import ROOT
from moderation.models.appeal import Outcome

ACT = re.compile(r"[a-z_]+\.[a-z_]+")
# What is called to write an act, or to name one for later: which of its arguments says it, and what that stands behind.
WRITERS = {"record": (1, ""), "looked": (1, ""), "Act": (0, ""), "Change": (0, "")}
OF_CONSENTS = {"written": (2, "consent."), "_to_the_desk": (1, "consent."), "ended": (1, "consent.")}
# Acts whose end is an outcome.
BY_OUTCOME = {f"appeal.{outcome}" for outcome in Outcome}


def acts_in(file: Path) -> Iterator[str]:
    """Every act that this file names in a call that writes one."""
    tree = ast.parse(file.read_text())
    given = {
        name.id: each.value
        for each in ast.walk(tree)
        if isinstance(each, ast.Assign)
        for name in each.targets
        if isinstance(name, ast.Name)
    }
    writers = WRITERS | (OF_CONSENTS if file.parent == ROOT / "moderation" / "consent" else {})
    for call in (each for each in ast.walk(tree) if isinstance(each, ast.Call)):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        if name in writers:
            place, noun = writers[name]
            said = words_in(call.args[place], given) if place < len(call.args) else ()
            yield from (act for word in said if ACT.fullmatch(act := noun + word))


def words_in(said: ast.AST, given: dict[str, ast.expr]) -> Iterator[str]:
    """The words that an argument may be: itself, either of two, a name's value, a state's name."""
    for each in ast.walk(given.get(said.id, said) if isinstance(said, ast.Name) else said):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value
        elif isinstance(each, ast.Attribute) and each.attr.isupper():
            yield each.attr.lower()


def written() -> set[str]:
    """Every act of every room."""
    return {act for room in ROOMS for file in (ROOT / room).rglob("*.py") for act in acts_in(file)} | BY_OUTCOME


def test_every_act_that_is_written_is_told_in_words() -> None:
    assert {act for act in written() if acts_words.done(act) == act} == set()


def test_no_words_are_kept_for_what_nobody_writes() -> None:
    rooms = [importlib.import_module(f"{room}.audit_words") for room in ROOMS if room != "foundation"]

    assert {act for room in rooms for act in room.DONE} - written() == set()
