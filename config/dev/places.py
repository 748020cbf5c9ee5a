"""Where embedded servers keep their programs, their data and their sockets."""

import hashlib
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from config.dev import programs
from config.dev.accounts import Account, account_for
from config.dev.folders import open_folder, private_folder

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True, slots=True)
class Places:
    """One pair of servers: `data` has a folder for each, `account` is whom they run as (None: ourselves)."""

    postgres: Path
    valkey: Path
    data: Path
    sockets: Path
    account: Account | None


def _short_name(root: Path) -> str:
    return f"salon-{hashlib.sha256(str(root).encode()).hexdigest()[:12]}"


def fallback(root: Path) -> Path:
    """As root only: where `nobody` can reach programs and data when it cannot reach the checkout."""
    return Path("/var/lib") / _short_name(root)


def _socket_folder(root: Path, account: Account | None) -> Path:
    """Short: a socket's path may have about 100 characters. In /tmp whatever TMPDIR says, so that it is found again."""
    base = Path("/tmp") if os.access("/tmp", os.W_OK) else Path(tempfile.gettempdir())  # noqa: S108
    user = account.uid if account else os.geteuid()
    return private_folder(base / f"{_short_name(root)}-{user}", account)


def _data_folder(root: Path, var: Path) -> Path:
    """`var/servers`; as root, where `nobody` cannot reach that, or has once kept its data elsewhere: the fallback."""
    usual, other = var / "servers", fallback(root)
    if os.geteuid() != 0:
        return usual
    account = account_for(usual / "postgres")
    if (usual / "postgres").exists() or (not other.exists() and account and account.reaches(var)):
        return usual
    return other


def _claim(data: Path, note: Path) -> None:
    """What an earlier checkout at this path left, before var/ was made anew, is not ours: it is set aside."""
    if note.exists():
        return
    for left in (data / "postgres", data / "valkey"):
        if left.exists():
            left.rename(left.with_name(f"{left.name}.before-{time.strftime('%Y%m%d-%H%M%S')}"))
    note.write_text(f"{data}\n")


def for_house(var: Path) -> Places:
    """The lasting pair below this var/ or, as root, where `nobody` can reach it; var/servers-are-in says where."""
    root = open_folder(var).parent
    data = open_folder(_data_folder(root, var))
    if data.parent != var:
        _claim(data, var / "servers-are-in")
    account = account_for(data / "postgres")
    postgres, valkey = programs.within_reach(account, fallback(root))
    return Places(postgres, valkey, data, _socket_folder(root, account), account)


def for_tests(folder: Path, root: Path = ROOT) -> Places:
    """A passing pair below a folder that everybody may enter."""
    account = account_for(folder / "none")
    postgres, valkey = programs.within_reach(account, fallback(root))
    return Places(postgres, valkey, folder, private_folder(folder / "sockets", account), account)
