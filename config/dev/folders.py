"""Folders several processes share, or only one user may enter; any number of processes may make the same one at once."""

import os
from pathlib import Path

from config.dev.accounts import Account


class Unsafe(Exception):
    """A folder we need is somebody else's. The text names it."""


def open_folder(path: Path, mode: int = 0o711) -> Path:
    """Make a folder that others may pass but not list, whatever our umask; one that exists stays as it is."""
    try:
        path.mkdir(parents=True)
    except FileExistsError:  # it was there, or another process has just made it
        if not path.is_dir():
            raise
    else:
        path.chmod(mode)
    return path


def private_folder(path: Path, account: Account | None) -> Path:
    """Make a folder only its owner may enter; refuse one that somebody else made before us."""
    owner = account.uid if account else os.geteuid()
    try:
        path.mkdir(mode=0o700, parents=True)
    except FileExistsError:
        found = path.lstat()
        if path.is_symlink() or found.st_uid not in (owner, os.geteuid()) or found.st_mode & 0o077:
            raise Unsafe(f"{path} belongs to another user or is open to others. Remove it and start again.") from None
    if account:
        os.chown(path, account.uid, account.gid)
    return path
