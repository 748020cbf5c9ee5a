"""What bin/dev gave its processes, for whoever types a command beside it: kept in var/, without a secret in it."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# Whoever sets one of these has a house of their own in mind, and what they left out is to be said and not guessed.
OWN = ("SECRET_KEY", "SECRET_KEY_FILE", "DATABASE_URL", "DATABASE_URL_FILE")
# One command needs one connection; a pool would go on asking a database that is not there.
ALONE = {"DATABASE_POOL_SIZE": "0"}
NOT_THERE = "The database of this house does not answer. Start bin/dev, wait until it is ready, and type this again."


def keep(var: Path, made: Mapping[str, str]) -> None:
    """Write down what bin/dev made up by itself; keys stay in their files, and what its caller gave is not written."""
    half = var / "environment.half"
    half.touch(mode=0o600)
    half.write_text(json.dumps(made, indent=1, sort_keys=True) + "\n")
    half.rename(var / "environment.json")


def lent(given: Mapping[str, str]) -> dict[str, str]:
    """What a command lacks; nothing where its caller has settings of their own, or bin/dev never ran here."""
    if any(given.get(name) for name in OWN):
        return {}
    file = Path(given.get("VAR_DIR") or ROOT / "var") / "environment.json"
    try:
        made: dict[str, str] = json.loads(file.read_text())
    except (OSError, ValueError):
        return {}
    return {name: value for name, value in {**ALONE, **made}.items() if not given.get(name)}


def lend() -> bool:
    """Put it into this process' environment; whether there was anything."""
    made = lent(os.environ)
    os.environ.update(made)
    return bool(made)
