"""A migrated cluster kept below var/, so that a session whose tables nobody has changed need not migrate again."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.dev.folders import open_folder
from config.dev.lock import locked
from config.dev.places import ROOT
from config.dev.postgres import Postgres

KEPT = ROOT / "var" / "tests"
ENOUGH = 3  # versions of the tables worth keeping: this branch's, the last one's, and one in between
DECIDE = ("*/migrations/*.py", "*/models.py", "*/models/**/*.py", "foundation/**/*.py", "config/settings.py",
          "config/dev/postgres.py", "requirements-dev.txt", "tests/support/house.py")  # fmt: skip


def fingerprint() -> str:
    """Names every file that has a say in what migrating makes."""
    found = hashlib.sha256(str(os.geteuid()).encode())
    for path in sorted({path for pattern in DECIDE for path in ROOT.glob(pattern)}):
        found.update(f"{path.relative_to(ROOT)}\n".encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()[:16]


@contextmanager
def _alone() -> Iterator[None]:
    open_folder(KEPT)
    with locked(KEPT / f"lock-{os.geteuid()}"):
        yield


@contextmanager
def made_by_one() -> Iterator[None]:
    """Sessions that begin together would each migrate, for a quarter of a minute: one does, the others wait for its copy."""
    open_folder(KEPT)
    with locked(KEPT / f"making-{os.geteuid()}"):
        yield


def restore(postgres: Postgres, wanted: str) -> bool:
    """Give a server that was never started the tables kept for this code. False: there are none."""
    kept = KEPT / f"tables-{wanted}"
    with _alone():
        if not kept.exists():
            return False
        _copy(kept, postgres.folder)
        os.utime(kept)
        return True


def keep(postgres: Postgres, wanted: str) -> None:
    """Remember the tables of this freshly migrated server, unless the code was edited meanwhile."""
    kept = KEPT / f"tables-{wanted}"
    if fingerprint() != wanted:
        return
    postgres.stop()
    with _alone():
        if not kept.exists():
            half = kept.with_suffix(".half")
            shutil.rmtree(half, ignore_errors=True)
            _copy(postgres.folder, half)
            half.rename(kept)
            _drop_oldest()
    postgres.start()


def _drop_oldest() -> None:
    mine = [path for path in KEPT.glob("tables-*") if os.access(path, os.R_OK)]
    for old in sorted(mine, key=lambda path: path.stat().st_mtime, reverse=True)[ENOUGH:]:
        shutil.rmtree(old, ignore_errors=True)


def _copy(source: Path, target: Path) -> None:
    subprocess.run(["cp", "-a", source, target], check=True)
