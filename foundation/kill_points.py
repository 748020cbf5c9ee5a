"""Named points at which a test kills the process, as a machine does that loses power there. Nothing in production."""

import os
import signal
from pathlib import Path

_POINT = os.environ.get("SALON_KILL_POINT", "")
_MARK = os.environ.get("SALON_KILL_MARK", "")  # a file: whoever makes it dies, so that each point kills once
_ORDER = os.environ.get("SALON_KILL_ORDER", "")  # a file with "point victim", written while this process runs


def reach(point: str) -> None:
    """Die here with SIGKILL if SALON_KILL_POINT names this point and nobody has died of it yet."""
    if _ORDER:
        _obey(Path(_ORDER), point)
    if point != _POINT:
        return
    try:
        Path(_MARK).touch(exist_ok=False)
    except FileExistsError:
        return
    os.kill(os.getpid(), signal.SIGKILL)


def _obey(order: Path, point: str) -> None:
    """Kill whom the order names: `me`, `us` (this process and those it belongs to), or a process id. Once."""
    try:
        named, victim = order.read_text().split()
        if named != point:
            return
        order.rename(order.with_suffix(".done"))
    except (FileNotFoundError, ValueError):
        return
    if victim == "us":
        os.killpg(0, signal.SIGKILL)
    os.kill(os.getpid() if victim == "me" else int(victim), signal.SIGKILL)
