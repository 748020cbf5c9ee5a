"""Named places between two lines that matter, where a test may have this process killed."""

import os
import signal
from pathlib import Path

POINT = "SALON_KILL_POINT"  # the name of the place
MARKER = "SALON_KILL_MARKER"  # a file: it is made at the first kill, and while it is there nobody is killed again


def reach(name: str) -> None:
    """Nothing, unless the environment names this place: then this process is gone, once, as in a power cut."""
    if os.environ.get(POINT) != name:
        return
    try:
        Path(os.environ[MARKER]).open("x").close()
    except FileExistsError:
        return
    os.kill(os.getpid(), signal.SIGKILL)
