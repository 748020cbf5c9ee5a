"""What a consent can be about. The room above says how its things are looked at, and what follows from an answer."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Q

from accounts.models import User
from moderation.models import Consent


@dataclass(frozen=True, slots=True)
class Look:
    """A thing by its public id, with its words and, where there is one to be seen, the address of a small picture."""

    id: UUID
    small: str
    words: str


@dataclass(frozen=True, slots=True)
class Act:
    """What a room did because of an answer, for the audit: it is written last of all, for that holds the chain."""

    action: str
    target: str


class Thing(Protocol):
    """One kind of thing."""

    def is_of(self, owner: User, subject: UUID) -> bool:
        """Whether it is there, theirs, and they may ask about it of their own accord."""

    def place(self, subject: UUID) -> str:
        """Its owner's page of it."""

    def looks(self, subjects: Collection[UUID]) -> Mapping[UUID, Look]:
        """Those of these that are there, as their owner knows them. One query."""

    def is_of_somebody(self, subject: UUID) -> bool:
        """Whether the same thing, or one nearly like it, whoever's it is, was said or asked to show a real person.

        Also once a reviewer did not believe that it, or such a one, shows nobody.
        """

    def is_shown(self, subject: UUID) -> bool:
        """Whether there is a picture for who is in it."""

    def minted(self, subject: UUID) -> str:
        """A link of five minutes to it, labelled in its pixels where a machine made it; empty when there is nothing to look at.

        Raises foundation.seats.NoSeat while too many are drawn.
        """

    def for_desk(self, subject: UUID) -> str:
        """The address of the picture for reviewers, or nothing."""

    def binding(self, subject: UUID) -> Q:
        """Which consents bind this thing: its own, and those of what it was made from."""

    def of_copies(self, subject: UUID) -> Q:
        """Which consents bind a copy of this thing, or what is nearly one, whoever's it is."""

    def selfies(self, owner: User, since: datetime | None) -> Sequence[Look]:
        """What its owner brought lately, and not before that, to choose the selfie from: never what is known to be made."""

    def bound(self, consent: Consent) -> Sequence[Act]:
        """A question was asked: everything made from the thing is bound by its answer. Inside the transaction."""

    def waits(self, consent: Consent) -> Sequence[Act]:
        """Somebody else's word is waited for from now on: what waits says so. Inside the transaction."""

    def orders(self, consent: Consent) -> Sequence[Mapping[str, Any]]:
        """What waits for it now and was not sent, as values: what `waits_again` takes up if a no is taken back."""

    def waits_again(self, consent: Consent, orders: Sequence[Mapping[str, Any]]) -> Sequence[Act]:
        """A reviewer takes back that it counts, or that it does not: it is as while it waited. Inside the transaction."""

    def given(self, consent: Consent) -> Sequence[Act]:
        """It may be used as the scopes say: what waited goes on, what was withheld is seen again. Inside the transaction."""

    def ended(self, consent: Consent) -> Sequence[Act]:
        """Refused, withdrawn or expired: everything made from it is kept from sight, and jobs stop. Inside the
        transaction; may be done again.
        """


_kinds: dict[str, Thing] = {}


def register(kind: str, thing: Thing) -> None:
    """Called by the room that owns the kind, once, when it is ready."""
    _kinds[kind] = thing


def of(kind: str) -> Thing:
    """The handler of a kind; KeyError for a kind nobody registered."""
    return _kinds[kind]


def is_known(kind: str) -> bool:
    """Whether some room registered it."""
    return kind in _kinds
