"""The house's prompts: one file each, with its version in the name."""

from functools import cache
from pathlib import Path

from chatapp.models import Wish

PROMPTS = Path(__file__).parent.parent / "prompts"
# A changed prompt is a new file: answers name the ones they were given under.
SYSTEM = "system-2"
INSTRUCTIONS = "instructions-1"
BACKGROUND = "background-1"
CONTINUE = "continue-1"
WISHES = {Wish.SHORTER: "shorter-1", Wish.LONGER: "longer-1", Wish.FITTING: "fitting-1"}
SUMMARY = "summary-1"
PROJECT = "project-1"


@cache
def prompt(name: str) -> str:
    """A prompt of the house, by file name."""
    return (PROMPTS / f"{name}.txt").read_text().strip()
