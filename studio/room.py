"""How much room a person's things take, and whether there is some for more."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q, Sum

from accounts.models import User
from studio.arrivals.refusals import NotTaken
from studio.models import Arrival, Asset, Kind, Stage


@dataclass(frozen=True, slots=True)
class Part:
    """How many things of one kind, and their bytes."""

    count: int = 0
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Meter:
    """What of the room is taken by what; the trash counts, too, until it is emptied."""

    pictures: Part
    films: Part
    trash: Part
    most: int

    @property
    def bytes(self) -> int:
        """All of it."""
        return self.pictures.bytes + self.films.bytes + self.trash.bytes

    @property
    def percent(self) -> int:
        """Of what there is room for; never 0 while there is something, never above 100."""
        return min(100, max(1, round(100 * self.bytes / self.most))) if self.bytes else 0


def meter(person: User) -> Meter:
    """One query."""
    here = Q(deleted_at=None)
    found = Asset.objects.owned_by(person).aggregate(
        **_part("pictures", here & Q(kind=Kind.PICTURE)),
        **_part("films", here & Q(kind=Kind.VIDEO)),
        **_part("trash", ~here),
    )
    parts = {name: Part(found[f"{name}_count"], found[f"{name}_bytes"] or 0) for name in ("pictures", "films", "trash")}
    return Meter(**parts, most=settings.STUDIO_BYTES_PER_PERSON)


def _part(name: str, of: Q) -> Mapping[str, Count | Sum]:
    return {f"{name}_count": Count("pk", filter=of), f"{name}_bytes": Sum("bytes", filter=of)}


def fits(size: int) -> None:
    """Whether one thing is of a size that is taken. Raises NotTaken."""
    if not size:
        raise NotTaken("empty")
    if size > settings.STUDIO_UPLOAD_BYTES:
        raise NotTaken("too_large")


def lock(person: User) -> None:
    """Hold the person's lock until the transaction ends: what they bring at once is counted one by one."""
    User.objects.select_for_update(no_key=True).only("pk").get(pk=person.pk)


def for_more(person: User, size: int) -> None:
    """Whether so many bytes more may come. Raises NotTaken."""
    coming = Arrival.objects.owned_by(person).filter(stage=Stage.CHECKING).aggregate(n=Count("pk"), size=Sum("bytes"))
    if coming["n"] >= settings.STUDIO_UPLOADS_AT_ONCE:
        raise NotTaken("busy")
    kept = Asset.objects.owned_by(person).aggregate(size=Sum("bytes"))["size"] or 0
    if kept + (coming["size"] or 0) + size > settings.STUDIO_BYTES_PER_PERSON:
        raise NotTaken("full")
