"""What the house answers about a file."""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from studio import shelf
from studio.checking import known, looking
from studio.media.testimony import Testimony
from studio.models import Asset

SHA256 = re.compile(r"[0-9a-f]{64}")


class Verdict(StrEnum):
    """In the order of how much is known."""

    INTACT = "intact"  # ours, and as it was signed
    CHANGED = "changed"  # our signature is in it, and does not fit its bytes
    STRIPPED = "stripped"  # made here by its unsigned bytes; the signature is gone
    ALIKE = "alike"  # it looks like something made here; that is all that is known
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"  # no picture or film, or not a whole one


@dataclass(frozen=True, slots=True)
class Answer:
    """Public facts only: never whose it is, never the prompt, never a link. `said`: what its own credentials say."""

    verdict: Verdict
    said: Testimony | None = None
    by_a_machine: bool = False


def about_hash(sha256: str) -> Answer | None:
    """What is known of a file by its hash alone, so that it need not be sent. None: it must be looked at."""
    if not SHA256.fullmatch(sha256):
        return None
    if found := known.by_bytes(sha256):
        return _made_here(found)
    return Answer(Verdict.STRIPPED, by_a_machine=True) if known.without_seal(sha256) else None


def about_file(path: Path) -> Answer:
    """What is known of a file. Nothing of it is kept. Raises NoSeat where too many are looked at just now."""
    sha256 = shelf.sha256_of(path)
    if found := known.by_bytes(sha256):
        return _made_here(found)
    glance = looking.look(path)
    said = glance.said
    if said and said.ours:
        return Answer(Verdict.INTACT if said.intact else Verdict.CHANGED, said, said.by_a_machine)
    if known.without_seal(sha256):
        return Answer(Verdict.STRIPPED, said, by_a_machine=True)
    machine = bool(said and said.by_a_machine)
    if known.by_likeness(glance.pdq):
        return Answer(Verdict.ALIKE, said, machine)
    return Answer(Verdict.UNKNOWN if glance.sound or said else Verdict.UNREADABLE, said, machine)


def _made_here(asset: Asset) -> Answer:
    return Answer(Verdict.INTACT, by_a_machine=asset.by_a_machine)
