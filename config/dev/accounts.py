"""Whom the embedded servers run as. PostgreSQL refuses to run as root."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

UNPRIVILEGED = "nobody"


@dataclass(frozen=True, slots=True)
class Account:
    """A user of this machine other than ourselves."""

    name: str
    uid: int
    gid: int

    def reaches(self, path: Path, *, test: str = "-x") -> bool:
        """Whether this user passes `test` on the path: asked of the kernel, as that user, so that no rule is missed."""
        outcome = subprocess.run(
            ["/bin/sh", "-c", f'test {test} "$1"', "sh", str(path)],
            user=self.uid, group=self.gid, extra_groups=[], cwd="/", check=False, timeout=10,
        )  # fmt: skip
        return outcome.returncode == 0


def account_for(data: Path) -> Account | None:
    """None: run as we are. As root: the owner of the data if there is some already, else `nobody`."""
    if os.geteuid() != 0:
        return None
    if data.exists() and (found := data.stat()).st_uid:
        return Account(_name(found.st_uid), found.st_uid, found.st_gid)
    entry = pwd.getpwnam(UNPRIVILEGED)
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:  # a user of the host, seen from a container
        return f"user {uid}"
