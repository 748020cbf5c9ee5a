"""launch.py PARENT SIGNAL UID:GID COMMAND…: become COMMAND as that user ("-": as we are), and end with the parent.

Run as a script by `spawn.py`, with nothing but the standard library.
"""

import ctypes  # before the rights are dropped: the unprivileged user can often not reach the interpreter's own files
import os
import sys

PR_SET_PDEATHSIG = 1


def end_with_parent(parent: int, number: int) -> None:
    """Ask Linux to send us `number` when our parent dies; elsewhere there is no such order and nothing happens."""
    if not number or not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
    if os.getppid() != parent:  # it died before we asked
        sys.exit(0)


def become(owner: str) -> None:
    """Drop to `uid:gid`, without any other group."""
    if owner == "-":
        return
    uid, gid = (int(part) for part in owner.split(":"))
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def main() -> None:
    """Order matters: changing the user would cancel the order given to Linux."""
    parent, number, owner, *command = sys.argv[1:]
    become(owner)
    end_with_parent(int(parent), int(number))
    os.execvp(command[0], command)  # noqa: S606


if __name__ == "__main__":
    main()
