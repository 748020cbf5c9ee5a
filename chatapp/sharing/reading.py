"""What whoever has a link may read: one path, as its owner would see it, without thinking, costs and hidden words."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from accounts.sharing import opening
from accounts.sharing.viewers import known_adult
from chatapp import markdown, trees
from chatapp.models import Attachment, Message, Role, Share, Turn
from chatapp.sharing import shares
from chatapp.trees import Node

MESSAGES = 100  # of a part: fifty turns
UNNAMED = "A shared conversation"


@dataclass(frozen=True, slots=True)
class Said:
    """One message as a reader sees it."""

    node: Node
    files: tuple[Attachment, ...]
    id: UUID  # for whoever reports it
    kept_from: bool = False  # for adults only, and whoever reads is not known to be one

    @property
    def is_question(self) -> bool:
        """A person's words, shown as they are."""
        return self.node.role == Role.USER

    @property
    def html(self) -> str:
        """An answer as clean markup."""
        return markdown.render(self.node.text) if self.node.text and not self.kept_from else ""


class Reading:
    """What one link shows: a long conversation in parts, the first one first."""

    def __init__(self, title: str, leaf: int, ticked: set[int], part: int = 1, *, adult: bool = True) -> None:
        self._title = title
        self._adult = adult
        self._leaf = leaf
        self._ticked = ticked
        self._part = part

    @cached_property
    def title(self) -> str:
        """What it is called; a neutral word while this reader may not read a message that its name may tell of. One query."""
        return UNNAMED if shares.begins_out_of_sight(self._leaf, adult=self._adult) else self._title

    @cached_property
    def keys(self) -> list[int]:
        """Of all messages of the path. Two queries."""
        return trees.way(self._leaf)

    @property
    def parts(self) -> int:
        """How many there are."""
        return max(1, -(-len(self.keys) // MESSAGES))

    @property
    def part(self) -> int:
        """Which one this is, from 1; one that is not there is the nearest that is."""
        return min(max(self._part, 1), self.parts)

    @property
    def before(self) -> int:
        """The part before this one; 0: none."""
        return self.part - 1

    @property
    def after(self) -> int:
        """The part after this one; 0: none."""
        return self.part + 1 if self.part < self.parts else 0

    @cached_property
    def said(self) -> list[Said]:
        """Question and answer by turns, oldest first: those of this part. Four queries, however long the whole is."""
        start = (self.part - 1) * MESSAGES
        keys = self.keys[start : start + MESSAGES]
        ids = dict(Message.objects.filter(pk__in=keys).values_list("pk", "public_id"))
        there = [ids[key] for key in keys if key in ids]
        return [self._said(node, id) for node, id in zip(trees.part(keys), there, strict=False)]

    @property
    def files(self) -> Mapping[UUID, Attachment]:
        """What was ticked and is still there, in all parts. One query."""
        keys = self.keys
        if not self._adult:
            keys = list(Message.objects.filter(pk__in=keys, adults_only=False).values_list("pk", flat=True))
        return {file.public_id: file for file in shares.on_path(keys) if file.pk in self._ticked}

    @cached_property
    def engines(self) -> list[str]:
        """Who wrote the answers, in all parts, each once. One query."""
        answers = Turn.objects.filter(answer__in=self.keys).order_by("answer__depth")
        named = answers.values_list("engine_used", "engine")
        return list(dict.fromkeys(used or asked for used, asked in named if used or asked))

    def _said(self, node: Node, id: UUID) -> Said:
        kept_from = node.adults_only and not self._adult
        return Said(node, () if kept_from else self._files(node), id, kept_from)

    def _files(self, node: Node) -> tuple[Attachment, ...]:
        return tuple(file for file in node.files if file.pk in self._ticked)


def of(share: Share, part: str = "", *, viewer: Any = None) -> Reading:
    """What this link shows this viewer now; `part`: which of it, as an address says it."""
    ticked = set(share.files.values_list("pk", flat=True))
    return Reading(share.title, share.leaf_id, ticked, number(part), adult=known_adult(viewer))


def number(said: str) -> int:
    """The number of a part; the first for what is none."""
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 7 else 1


def find(token: str, address: str) -> Share | None:
    """What a token opens. None: nothing, whatever the reason; also for who guesses too often."""
    return opening.find(Share.objects.select_related("owner", "conversation"), token, address)
