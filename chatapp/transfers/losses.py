"""Why something in a file could not be taken, in words; the report keeps the codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

WORDS = {
    "tool": "Calls of tools, and what tools answered, are left out.",
    "file": "Files that were not in the export, or that we do not take.",
    "unknown": "Parts of messages of a kind we do not know.",
    "empty": "Messages without a word.",
    "circle": "Messages that hang together in a circle.",
    "twice": "Messages that were in the file twice.",
    "too_many": "Messages beyond the longest conversation we take.",
    "tag": "Tags beyond the number a conversation may have, or without a letter.",
    "project": "Projects that could not be made: there are too many already, or theirs is no name. What was in them is here.",
    "instructions": "Instructions that were too long: their beginning was kept.",
    "too_large": "Conversations that are too large, or nested too deep.",
    "nothing_said": "Conversations in which nothing was said.",
    "no_conversation": "Entries that are no conversation of a form we know.",
    "broken": "Conversations with something in them that makes no sense.",
    "unreadable": "The file is none we can read, or it breaks off. What came before that was taken.",
}

FAILURES = {
    "gave_up": "It went wrong three times on our side and was given up. What is here already stays. Begin again; if it "
    "happens twice, tell the people who run this house.",
    "not_arrived": "The file did not reach us whole. Nothing was brought. Choose it again.",
}


@dataclass(frozen=True, slots=True)
class Loss:
    """One reason."""

    words: str
    count: int
    names: list[str]


def of(report: Mapping[str, Any]) -> list[Loss]:
    """What a report says was lost, most often first."""
    lost = [Loss(WORDS.get(code, code), said["count"], said["names"]) for code, said in report.get("lost", {}).items()]
    return sorted(lost, key=lambda loss: -loss.count)


def failure(report: Mapping[str, Any]) -> str:
    """Why nothing came of a run, in a sentence; empty: the report says all there is."""
    return FAILURES.get(str(report.get("code", "")), "")
