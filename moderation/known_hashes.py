"""The list of hashes nobody may bring or be given: what is put on it, what is taken off."""

import re
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from moderation.models import KnownHash
from moderation.models.known_hash import HashKind, KnownHashQuerySet

HEXADECIMAL = re.compile(r"[0-9a-f]{64}")
AT_ONCE = 1_000


class NoHash(ValueError):
    """This is no SHA-256 and no PDQ hash: 64 hexadecimal digits."""


def block(kind: str, values: Iterable[str], *, clause: str, origin: str, by: Any = None) -> int:
    """Put hashes on the list; how many were new to this origin. Raises NoHash, and then none was put there. Safe to repeat."""
    wanted = list(dict.fromkeys(_plain(value) for value in values))
    new = 0
    with transaction.atomic():
        for at in range(0, len(wanted), AT_ONCE):
            some = wanted[at : at + AT_ONCE]
            there = set(_listed(kind, some).filter(origin=origin).values_list("value", flat=True))
            rows = [
                KnownHash(kind=HashKind(kind), value=value, clause=clause, origin=origin, added_by=by)
                for value in some
                if value not in there
            ]
            new += len(KnownHash.objects.bulk_create(rows, ignore_conflicts=True))
    return new


def lift(kind: str, values: Iterable[str], *, origin: str = "") -> int:
    """Take hashes off the list; how many stood there. Their rows stay, as what was once so.

    `origin`: what others said of the same files stays in force; empty: all of it goes.
    """
    listed = _listed(kind, [_plain(value) for value in values])
    listed = listed.filter(origin=origin) if origin else listed
    stood = listed.values("value").distinct().count()
    listed.update(lifted_at=timezone.now())
    return stood


def is_blocked(kind: str, values: Iterable[str]) -> bool:
    """Whether one of these is on the list, whoever put it there."""
    return _listed(kind, [_plain(value) for value in values]).exists()


def _listed(kind: str, values: list[str]) -> KnownHashQuerySet:
    return KnownHash.objects.in_force().filter(kind=HashKind(kind), value__in=values)


def _plain(value: str) -> str:
    plain = value.strip().lower()
    if not HEXADECIMAL.fullmatch(plain):
        raise NoHash(value[:80])
    return plain
