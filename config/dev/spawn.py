"""Starting a child so that it cannot outlive us, whatever kills us."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

from config.dev.accounts import Account

LAUNCHER = str(Path(__file__).with_name("launch.py"))

# Linux counts the *thread* that started a child as its parent. One thread that lives as long as the process starts them
# all, or a server started from a passing thread would be stopped when that thread ends.
_starter = ThreadPoolExecutor(max_workers=1, thread_name_prefix="spawn")


def spawn(
    command: Sequence[str | Path],
    *,
    output: IO[bytes] | int,
    environment: Mapping[str, str],
    folder: Path,
    account: Account | None = None,
    at_our_death: signal.Signals = signal.SIGTERM,
    keep_open: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start `command` in a session of its own; it is sent `at_our_death` when this process ends, even by kill -9."""
    owner = f"{account.uid}:{account.gid}" if account else "-"
    whole = [sys.executable, "-I", "-S", LAUNCHER, str(os.getpid()), str(int(at_our_death)), owner, *map(str, command)]

    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            whole,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(environment),
            cwd=folder,
            start_new_session=True,
            pass_fds=tuple(keep_open),
        )

    return _starter.submit(start).result()
