"""Files that are blocked by their hash: the very bytes, and what looks nearly the same."""

import io
import random
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from moderation import gates, known_hashes, looks
from moderation.models import KnownHash
from moderation.verdicts import Action
from tests.support.plans import plans

pytestmark = pytest.mark.django_db

SHA, OTHER = "ab" * 32, "cd" * 32
PDQ = "f0" * 32


def turned(bits: int) -> str:
    """The same PDQ hash with so many bits turned."""
    return f"{int(PDQ, 16) ^ ((1 << bits) - 1):064x}"


def test_the_very_bytes_get_what_their_clause_says() -> None:
    known_hashes.block("sha256", [SHA.upper()], clause="minors.1", origin="a list")

    found = gates.of_file(sha256s=[OTHER, SHA])

    assert (found.action, found.clause, found.check, found.score) == (Action.LOCK, "minors.1", "hashes", 1.0)
    assert found.detail == "a list"
    assert gates.of_file(sha256s=[OTHER]).passes


@pytest.mark.parametrize(
    ("clause", "bits", "action"),
    [
        ("sexual.1", 31, Action.REVIEW),
        ("sexual.1", 32, Action.ALLOW),
        ("minors.1", 31, Action.LOCK),
        ("minors.1", 32, Action.ALLOW),
    ],
)
def test_what_looks_alike_is_for_a_person_to_tell_but_a_suspicion_locks(clause: str, bits: int, action: Action) -> None:
    known_hashes.block("pdq", [PDQ], clause=clause, origin="a list")

    found = gates.of_file(sha256s=[SHA], pdq=turned(bits))

    assert found.action == action
    if action != Action.ALLOW:
        assert found.score == pytest.approx(1 - bits / 256)


def test_the_nearest_one_is_named() -> None:
    known_hashes.block("pdq", [turned(20)], clause="sexual.1", origin="further")
    known_hashes.block("pdq", [turned(2)], clause="sexual.1", origin="nearer")

    assert gates.of_file(sha256s=[], pdq=PDQ).detail.startswith("nearer")


@pytest.mark.parametrize(("kind", "value"), [("pdq", PDQ), ("sha256", SHA)])
def test_a_milder_clause_that_fits_better_hides_no_lock(kind: str, value: str) -> None:
    known_hashes.block(kind, [value], clause="sexual.1", origin="a reviewer")
    known_hashes.block("pdq", [turned(4)], clause="minors.1", origin="a list")

    for found in (gates.of_file(sha256s=[SHA], pdq=PDQ), gates.of_file(sha256s=[SHA], frames=["0" * 64, PDQ])):
        assert (found.action, found.clause) == (Action.LOCK, "minors.1")
        assert found.detail.startswith("a list, 4 of")


@pytest.mark.django_db(transaction=True)
def test_a_long_list_is_looked_through_by_its_index() -> None:
    chance = random.Random(3)
    listed = [f"{chance.getrandbits(256):064x}" for _ in range(3_000)]
    known_hashes.block("pdq", [PDQ, *listed], clause="sexual.1", origin="a list")
    in_a_mirror = looks.mirrored(turned(30))

    assert gates.of_file(sha256s=[], frames=[in_a_mirror, "0" * 64]).action == Action.REVIEW
    told = plans(lambda: gates.of_file(sha256s=[SHA], pdq=PDQ, frames=[in_a_mirror]), "moderation_knownhash")
    assert ["Index Scan on known_hash_bands" in plan for plan in told] == [False, True, True]  # first by its bytes
    assert "Seq Scan" not in "".join(told)


def test_a_clause_that_is_gone_by_now_or_would_let_it_through_refuses_all_the_same() -> None:
    known_hashes.block("sha256", [SHA], clause="old.1", origin="a list")
    known_hashes.block("sha256", [OTHER], clause="selfharm.1", origin="a list")

    for each in (SHA, OTHER):
        assert gates.of_file(sha256s=[each]).action == Action.REFUSE


def test_what_was_lifted_stops_nothing_and_can_be_blocked_again() -> None:
    assert known_hashes.block("sha256", [SHA, SHA, OTHER], clause="sexual.1", origin="a list") == 2
    assert known_hashes.block("sha256", [SHA], clause="sexual.1", origin="a list") == 0

    assert known_hashes.lift("sha256", [SHA]) == 1

    assert gates.of_file(sha256s=[SHA]).passes
    assert known_hashes.block("sha256", [SHA], clause="sexual.1", origin="again") == 1
    assert KnownHash.objects.count() == 3


def test_a_list_is_read_whole_or_not_at_all(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text(f"# from somebody\n{SHA}  # one\n\n{OTHER}\n")
    bad.write_text(f"{'ef' * 32}\nnot a hash\n")
    said = io.StringIO()

    call_command("block_hashes", str(good), clause="minors.1", origin="them", stdout=said)
    for file, clause in ((bad, "minors.1"), (good, "nothing.9"), (tmp_path / "none.txt", "minors.1")):
        with pytest.raises(CommandError, match="Nothing was changed"):
            call_command("block_hashes", str(file), clause=clause, origin="them")

    assert "2 of 2 hashes are new" in said.getvalue()
    assert KnownHash.objects.in_force().count() == 2
