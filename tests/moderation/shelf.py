"""A room of its own with things that can be hidden, marked and shown, for tests of the desk."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from moderation.subjects import Hashes


class Shelf:
    """Nothing but dictionaries."""

    def __init__(self) -> None:
        self.hidden: dict[UUID, str] = {}
        self.shown: set[UUID] = set()
        self.labels: dict[UUID, str] = {}
        self.adults: set[UUID] = set()
        self.alike: dict[UUID, list[UUID]] = {}
        self.near: dict[UUID, dict[UUID, int]] = {}
        self.purged: list[UUID] = []
        self.bytes: dict[UUID, str] = {}
        self.stuck: set[UUID] = set()

    def excerpt(self, subject: UUID) -> str:
        return "the words in question"

    def preview(self, subject: UUID) -> str:
        return ""

    def link(self, subject: UUID) -> str:
        return f"/things/{subject}/"

    def hide(self, subject: UUID, sentence: str) -> str:
        self.hidden[subject] = sentence
        return "It stands in the cellar."

    def show(self, subject: UUID) -> str:
        self.shown.add(subject)
        self.hidden.pop(subject, None)
        return "It stands on the shelf."

    def state(self, subject: UUID) -> Mapping[str, Any]:
        return {"hidden": self.hidden.get(subject, ""), "shown": subject in self.shown}

    def restore(self, subject: UUID, state: Mapping[str, Any]) -> str:
        if subject in self.stuck:
            raise OSError("It does not come loose.")
        self.hidden.pop(subject, None)
        if state["hidden"]:
            self.hidden[subject] = state["hidden"]
        if not state["shown"]:
            self.shown.discard(subject)
        return "It stands where it stood."

    def marks(self, subject: UUID) -> Mapping[str, Any]:
        return {"label": self.labels.get(subject, ""), "adults_only": subject in self.adults}

    def label(self, subject: UUID, sentence: str) -> str:
        self.labels[subject] = sentence
        return f"A card says {sentence!r}."

    def limit_age(self, subject: UUID, *, adults_only: bool) -> str:
        (self.adults.add if adults_only else self.adults.discard)(subject)
        return "It stands on the top shelf." if adults_only else "It stands where all can reach."

    def purge(self, subject: UUID) -> bool:
        if subject in self.stuck:
            raise OSError("It does not come loose.")
        self.purged.append(subject)
        return True

    def hashes(self, subject: UUID) -> Hashes:
        return Hashes([self.bytes.get(subject, subject.hex * 2)], "f" * 64)

    def copies(self, subject: UUID) -> list[UUID]:
        return self.alike.get(subject, [])

    def twins(self, subject: UUID) -> Mapping[UUID, int]:
        return dict.fromkeys(self.alike.get(subject, []), 0) | self.near.get(subject, {})
