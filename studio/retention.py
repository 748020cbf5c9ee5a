"""What has hung as long as its owner, or its board, wanted goes into the trash by itself, where it can still be had back."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from accounts.models import User
from studio.models import Asset, Board, Keeping
from studio.models.asset import AssetQuerySet
from studio.sharing import shares

log = structlog.get_logger(__name__)

AT_ONCE = 500  # in one transaction
SECONDS = 60  # then the rest waits for the next sweep


@dataclass(frozen=True, slots=True)
class Rule:
    """How long something of one person hangs: what is on this board, or what no board of theirs decides about."""

    owner: int
    days: int
    board: int | None = None

    def due(self, among: AssetQuerySet) -> AssetQuerySet:
        """What has hung long enough by it. What has a star stays, whatever was chosen."""
        here = Q(board=self.board) if self.board else Q(board=None) | Q(board__keep_days=None)
        long_ago = Now() - timedelta(days=self.days)
        return among.filter(here, owner=self.owner, deleted_at=None, starred=False, hung_at__lte=long_ago)

    def keys(self) -> list[int]:
        """Of as many as are thrown away at once. What is shown has an index: what is withheld is asked for by itself."""
        shown = self._oldest(Asset.objects.approved(), AT_ONCE)
        return [*shown, *self._oldest(Asset.objects.withheld(), AT_ONCE - len(shown))]

    def _oldest(self, among: AssetQuerySet, most: int) -> list[int]:
        return list(self.due(among).order_by("hung_at").values_list("pk", flat=True)[:most])


def sweep() -> int:
    """Throw away what is due; returns how many. Each rule gets its turn, then each that has more left another."""
    thrown, ends = 0, time.monotonic() + SECONDS
    waiting = list(_rules())
    while waiting and time.monotonic() < ends:
        more = []
        for rule in waiting:
            if keys := rule.keys():
                thrown += _thrown(rule, keys)
            if len(keys) == AT_ONCE:
                more.append(rule)
        waiting = more
    if thrown:
        log.info("kept_long_enough", count=thrown, left=len(waiting))
    return thrown


def days_of(person: User) -> int | None:
    """How long this person lets their things hang; None: for ever."""
    return Keeping.objects.filter(owner=person).values_list("days", flat=True).first()


def choose(person: User, days: int | None) -> None:
    """From now on, also for what hangs already."""
    Keeping.objects.update_or_create(owner=person, defaults={"days": days})


def _rules() -> Iterator[Rule]:
    for keeping in Keeping.objects.exclude(days=None).order_by("pk"):
        if keeping.days:
            yield Rule(keeping.owner_id, keeping.days)
    for board in Board.objects.exclude(keep_days=None).order_by("pk"):
        if board.keep_days:
            yield Rule(board.owner_id, board.keep_days, board.pk)


@transaction.atomic
def _thrown(rule: Rule, keys: list[int]) -> int:
    """Looked at once more: a star, or another board, may have come meanwhile."""
    due = rule.due(Asset.objects.in_their_hands()).filter(pk__in=keys)
    still = list(due.select_for_update(of=("self",)).values_list("pk", flat=True))
    until = Now() + timedelta(days=settings.STUDIO_TRASH_DAYS)
    thrown: int = Asset.objects.filter(pk__in=still).update(deleted_at=Now(), purge_after=until)
    shares.withdraw(still)
    return thrown
