"""Copies are found again, strangers are not: a small part of the set that `bin/bench copies` prints."""

from pathlib import Path

from bench import copies, copies_set
from moderation.looks import NEAR

# One kind is beyond what a hash of the whole picture can stand, and said so in the docs; it is not counted on.
SURE = set(copies_set.CHANGES) - {"words along the foot"}


def test_copies_of_pictures_are_found_and_nothing_else() -> None:
    found = copies.pictures(3)

    assert {name for name in SURE if found.kinds[name].recall < 1} == set()
    assert found.mistaken == 0
    assert found.nearest > 2 * NEAR


def test_copies_of_films_are_found_however_they_were_cut_and_timed(tmp_path: Path) -> None:
    found = copies.films(2, tmp_path)

    assert {name for name, kind in found.kinds.items() if kind.recall < 1} == set()
    assert found.mistaken == 0
    assert found.nearest > 2 * NEAR
