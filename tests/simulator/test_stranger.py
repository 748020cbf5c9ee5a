"""The stand-in is a stranger: it knows none of our rooms, and needs little to run."""

import subprocess
import sys
from pathlib import Path

ROOMS = [
    "config",
    "chatapp",
    "studio",
    "moderation",
    "usage",
    "accounts",
    "foundation",
    "xai",
    "django",
    "httpx",
    "orjson",
]
CHECKOUT = Path(__file__).resolve().parents[2]


def test_it_imports_nothing_of_ours() -> None:
    asked = (
        "import sys, simulator.server, simulator.painting.__main__, simulator.painting.film\n"
        f"print([name for name in {ROOMS} if name in sys.modules])"
    )

    said = subprocess.run(
        [sys.executable, "-c", asked], cwd=CHECKOUT, capture_output=True, text=True, timeout=60, check=True
    )

    assert said.stdout.strip() == "[]"
