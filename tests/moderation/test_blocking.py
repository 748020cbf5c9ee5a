"""A file is blocked as long as somebody who may say so wants it."""

from uuid import uuid4

import pytest

from accounts.models import Role, User
from moderation import decisions, gates, known_hashes
from moderation.measures import Measure
from moderation.models import Case
from moderation.verdicts import Action
from tests.accounts.people import person
from tests.moderation.deeds import decided, flagged
from tests.moderation.shelf import Shelf

pytestmark = pytest.mark.django_db


BLOCK = Measure("block_hash")
LISTED = "somebody\u2019s list"


def blocked(shelf: Shelf, case: Case) -> bool:
    """Whether its very bytes are refused."""
    return not gates.of_file(sha256s=shelf.hashes(case.subject).sha256).passes


def the_same_file(shelf: Shelf, *owners: User) -> list[Case]:
    """A case about it for each of these people."""
    cases = [flagged(owner) for owner in owners]
    shelf.bytes = {case.subject: "ab" * 32 for case in cases}
    return cases


@pytest.mark.parametrize("first", [0, 1], ids=["who was first", "who was second"])
def test_a_file_of_two_people_stays_blocked_until_both_decisions_are_taken_back(
    alice: User, rosa: User, shelf: Shelf, first: int
) -> None:
    cases = the_same_file(shelf, alice, person("bob", Role.CREATOR))
    made = [decided(case, rosa, BLOCK) for case in cases]

    decisions.undo(made[first], reviewer=rosa)
    between = blocked(shelf, cases[0])
    decisions.undo(made[1 - first], reviewer=rosa)

    assert (between, blocked(shelf, cases[0])) == (True, False)
    assert "stays blocked" in made[first].reversal.effect
    assert "may be brought again" in made[1 - first].reversal.effect


def test_two_decisions_about_one_thing_of_one_person_are_taken_back_each_by_itself(
    alice: User, rosa: User, shelf: Shelf
) -> None:
    thing = uuid4()
    first = decided(flagged(alice, subject=thing), rosa, BLOCK)
    shelf.bytes[thing] = "cd" * 32  # it is signed anew between them
    second = decided(flagged(alice, subject=thing), rosa, BLOCK)

    decisions.undo(first, reviewer=rosa)
    between = blocked(shelf, first.case)
    decisions.undo(second, reviewer=rosa)

    assert (between, blocked(shelf, first.case)) == (True, False)


def test_what_a_list_blocks_stays_blocked_and_the_graver_word_counts(alice: User, rosa: User, shelf: Shelf) -> None:
    case = flagged(alice)
    made = decided(case, rosa, BLOCK)
    sha256s = shelf.hashes(case.subject).sha256
    known_hashes.block("sha256", sha256s, clause="minors.1", origin=LISTED)

    assert gates.of_file(sha256s=sha256s).action == Action.LOCK
    decisions.undo(made, reviewer=rosa)

    assert blocked(shelf, case)
