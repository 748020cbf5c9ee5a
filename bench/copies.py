"""How well copies are found again, how often strangers are taken for them, and how long the search takes. `bin/bench copies`.

The set is made here from numbers (`bench/copies_set.py`). What is counted is what a request for removal does: the hashes of
the picture that was named, of its crops and of a film's frames are looked for, also in a mirror.
"""

import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import copies_set as made
from bench.private import private_house
from foundation import bands
from moderation import looks
from moderation.looks import NEAR
from studio.media import crops, pdq, probe

PICTURES, FILMS, HANGING = 40, 12, 100_000
TIMES = 20


@dataclass(slots=True)
class Kind:
    """How often copies of one kind were found, and in how many bits the farthest differed."""

    found: int = 0
    tried: int = 0
    farthest: int = 0

    def count(self, apart: int) -> None:
        """One more."""
        self.tried += 1
        self.found += apart <= NEAR
        self.farthest = max(self.farthest, apart)

    @property
    def recall(self) -> float:
        """Of all of them."""
        return self.found / self.tried if self.tried else 0.0


@dataclass(slots=True)
class Found:
    """All kinds; and strangers: how many pairs were tried, how many taken for copies, how near the nearest came."""

    kinds: dict[str, Kind] = field(default_factory=lambda: defaultdict(Kind))
    strangers: int = 0
    mistaken: int = 0
    nearest: int = 256

    def stranger(self, apart: int) -> None:
        """One more pair that has nothing to do with each other."""
        self.strangers += 1
        self.mistaken += apart <= NEAR
        self.nearest = min(self.nearest, apart)


def apart(asked: Sequence[str], there: Sequence[str], *, crops: Sequence[str] = ()) -> int:
    """In how many bits they differ where they are nearest, as `studio.near.to` looks: in a mirror, and crops by whole bands."""
    found = [looks.apart(each, other) for one in asked for each in (one, looks.mirrored(one)) for other in there]
    for one in crops:
        for each in (one, looks.mirrored(one)):
            mine = set(bands.of(each))
            found += [looks.apart(each, other) for other in there if not mine.isdisjoint(bands.of(other))]
    return min(found, default=looks.BITS)


def pictures(count: int) -> Found:
    """Every change of every picture; and each picture against all others, and against one of its own make-up."""
    found = Found()
    scenes = [made.scene(seed) for seed in range(count)]
    plain = [pdq.of(scene) for scene in scenes]
    for seed, scene in enumerate(scenes):
        asked, cut = [plain[seed]], crops.hashes(scene)
        for name, change in made.CHANGES.items():
            found.kinds[name].count(apart(asked, [pdq.of(change(scene))], crops=cut))
        others = [other for n, other in enumerate(plain) if n != seed]
        for other in [*others, pdq.of(made.neighbour(seed))]:
            found.stranger(apart([*asked, *cut], [other]))
    return found


def films(count: int, folder: Path) -> Found:
    """The same for films, by their frames."""
    found = Found()
    masters = [made.film(made.frames(seed), folder / f"{seed}.mp4") for seed in range(count)]
    known = [_frames(path) for path in masters]
    for seed, master in enumerate(masters):
        cut = crops.of_film(probe.film(master)[2])
        for name, path in made.clips(seed, folder):
            found.kinds[name].count(apart(known[seed], _frames(path), crops=cut))
        for other in range(seed):
            found.stranger(apart([*known[seed], *cut], known[other]))
    return found


def _frames(path: Path) -> list[str]:
    _, poster, strip = probe.film(path)
    return [*pdq.of_frames(strip), *filter(None, [pdq.of(poster)])]


def main() -> list[str]:
    """Make the set, look, and return the tables."""
    began = time.process_time()
    for_one = crops.hashes(made.scene(0))
    text = [f"### Copies: {PICTURES} pictures, {FILMS} films, near within {NEAR} of 256 bits", ""]
    text += [
        f"{len(for_one)} crops of a picture are hashed in {time.process_time() - began:.2f} s of a core, once a request.",
        "",
    ]
    text += _table("pictures", pictures(PICTURES))
    with tempfile.TemporaryDirectory(prefix="salon-copies-") as folder:
        text += _table("films", films(FILMS, Path(folder)))
    print("\n".join(text), flush=True)
    searched = _searched()
    print("\n".join(searched), flush=True)
    return text + searched


def _table(what: str, found: Found) -> list[str]:
    rows = [f"| {what} | tried | found | recall | farthest |", "|---|---:|---:|---:|---:|"]
    rows += [
        f"| {name} | {kind.tried} | {kind.found} | {kind.recall:.0%} | {kind.farthest} |"
        for name, kind in found.kinds.items()
    ]
    strangers = f"Strangers: {found.mistaken} of {found.strangers:,} taken for copies; the nearest differ in {found.nearest} bits."
    return [*rows, "", strangers, ""]


def _searched() -> list[str]:
    """Among a hundred thousand things that hang, one in ten of them a film."""
    with private_house():
        return _asked(_filled())


def things(owner: Any, numbers: Iterable[int]) -> list[Any]:
    """Not written down yet; every tenth a film, every picture with a mark."""
    from studio.models import Asset

    def thing(n: int) -> Any:
        chance = random.Random(n)
        film = n % 10 == 0
        return Asset(
            owner=owner, origin="uploaded", kind="video" if film else "picture", base=f"{n}", key=f"{n}.x", sha256=f"{n:064x}",
            bytes=1, mime="video/mp4" if film else "image/png", codec="x", width=1, height=1, recipe={}, pdq=_bits(chance),
            frames=[_bits(chance) for _ in range(12)] if film else [], watermark=None if film else chance.getrandbits(48),
        )  # fmt: skip

    return [thing(n) for n in numbers]


def _bits(chance: random.Random) -> str:
    return f"{chance.getrandbits(256):064x}"


def _filled() -> Mapping[str, Callable[[], object]]:
    from datetime import date

    from django.db import connection

    from accounts.models import User
    from moderation import gates, known_hashes
    from studio import near, watermarks
    from studio.models import Asset

    owner = User.objects.create_user("alice@example.org", "x", birth_date=date(1990, 1, 1))
    for begin in range(0, HANGING, 5_000):
        Asset.objects.bulk_create(things(owner, range(begin, begin + 5_000)))
    chance = random.Random(7)
    known_hashes.block("pdq", [_bits(chance) for _ in range(HANGING)], clause="sexual.1", origin="a list")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    film, picture = Asset.objects.order_by("pk")[:2]
    cropped = [_bits(chance) for _ in range(625)]
    return {
        "a picture": lambda: near.to([picture.pdq]),
        "a film, 13 hashes": lambda: near.to([film.pdq, *film.frames]),
        "a picture and its 625 crops": lambda: near.to([picture.pdq], crops=cropped),
        "a mark that lost three bits": lambda: watermarks.of((picture.watermark or 0) ^ 0b10101),
        f"a picture among {HANGING:,} known hashes": lambda: gates.of_file(sha256s=[], pdq=picture.pdq),
        "a film among those": lambda: gates.of_file(sha256s=[], pdq=film.pdq, frames=film.frames),
    }


def _asked(asked: Mapping[str, Callable[[], object]]) -> list[str]:
    rows = [f"| looked for among {HANGING:,} things | median ms | p95 ms |", "|---|---:|---:|"]
    for name, look in asked.items():
        took = []
        for _ in range(TIMES):
            began = time.perf_counter()
            assert look()
            took.append(1000 * (time.perf_counter() - began))
        took.sort()
        rows.append(f"| {name} | {took[TIMES // 2]:.1f} | {took[int(TIMES * 0.95) - 1]:.1f} |")
    return [*rows, ""]
