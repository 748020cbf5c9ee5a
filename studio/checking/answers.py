"""What the house answers about a file: one verdict, and which of the three signs was found."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from studio import shelf, watermarks
from studio.checking import known, looking
from studio.checking.looking import Glance
from studio.checking.signs import Copy, Ink, Seal, Signs
from studio.media.testimony import Testimony
from studio.models import Asset

SHA256 = re.compile(r"[0-9a-f]{64}")


class Verdict(StrEnum):
    """In the order of how much is known."""

    INTACT = "intact"  # ours, and as it was signed
    CHANGED = "changed"  # our signature is in it, and does not fit its bytes
    STRIPPED = "stripped"  # made here by its unsigned bytes; the signature is gone
    MARKED = "marked"  # our invisible mark is in its pixels; it was saved anew, or more
    ALIKE = "alike"  # it looks like something made here; that is all that is known
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"  # no picture or film, or not a whole one


@dataclass(frozen=True, slots=True)
class Answer:
    """Public facts only: never whose it is, never the prompt, never a link. `said`: what its own credentials say."""

    verdict: Verdict
    said: Testimony | None = None
    by_a_machine: bool = False
    signs: Signs = field(default_factory=Signs)


def about_hash(sha256: str) -> Answer | None:
    """What is known of a file by its hash alone, so that it need not be sent. None: it must be looked at."""
    if not SHA256.fullmatch(sha256):
        return None
    if found := known.by_bytes(sha256):
        return _made_here(found)
    if bare := known.without_seal(sha256):
        return Answer(Verdict.STRIPPED, by_a_machine=True, signs=Signs(ink=_ink_of(bare), copy=Copy.UNSIGNED))
    return None


def about_file(path: Path) -> Answer:
    """What is known of a file. Nothing of it is kept. Raises NoSeat where too many are looked at just now."""
    sha256 = shelf.sha256_of(path)
    if answer := about_hash(sha256):
        return answer
    return _judged(looking.look(path))


def _judged(glance: Glance) -> Answer:
    said = glance.said
    signs = Signs(seal=_seal(said), ink=_ink(glance), copy=Copy.NEAR if known.by_likeness(glance.pdq) else Copy.NONE)
    machine = bool(said and said.by_a_machine)
    if signs.seal in (Seal.INTACT, Seal.CHANGED):
        return Answer(Verdict(signs.seal), said, machine, signs)
    if signs.ink.is_ours:
        return Answer(Verdict.MARKED, said, by_a_machine=True, signs=signs)
    if signs.copy == Copy.NEAR:
        return Answer(Verdict.ALIKE, said, machine, signs)
    return Answer(Verdict.UNKNOWN if glance.sound or said else Verdict.UNREADABLE, said, machine, signs)


def _seal(said: Testimony | None) -> Seal:
    if said is None:
        return Seal.NONE
    if said.ours:
        return Seal.INTACT if said.intact else Seal.CHANGED
    return Seal.THEIRS


def _ink(glance: Glance) -> Ink:
    if glance.mime == "video/mp4" or not glance.sound:
        return Ink.NOT_LOOKED_FOR
    if glance.tag is None:
        return Ink.NONE
    given = watermarks.of(glance.tag)
    if given is None:
        return Ink.OURS
    return {True: Ink.FITS, False: Ink.DIFFERS, None: Ink.OURS}[known.looks_like(given, glance.pdq)]


def _ink_of(asset: Asset) -> Ink:
    """Of what is known to the bit, by what the row says."""
    if asset.is_video:
        return Ink.NOT_LOOKED_FOR
    return Ink.FITS if asset.watermark is not None else Ink.NONE


def _made_here(asset: Asset) -> Answer:
    signs = Signs(seal=Seal.INTACT, ink=_ink_of(asset), copy=Copy.BYTES)
    return Answer(Verdict.INTACT, by_a_machine=asset.by_a_machine, signs=signs)
