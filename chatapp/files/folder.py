"""A project's own files: which of them go to the engine with every question that is asked in it.

The oldest first, as long as there is room: what is sent is the same from turn to turn, so that the provider finds it in its
cache, and a file that is added stands behind the others. One that does not fit is sent in part or left out, in words; whoever
needs the whole of it puts it beside a question.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet

from chatapp.files import need
from chatapp.files.need import Room
from chatapp.files.refs import FileRef
from chatapp.models import Attachment
from usage import estimates

WINDOW_SHARE = 2  # the half of what an engine can read is for what was said
PICTURES_SHARE = 4  # of what an engine is shown: the rest is for what stands beside questions
REMOVED = "a file removed since"


@dataclass(frozen=True, slots=True)
class Folder:
    """What goes of a project's files, and in words what does not."""

    files: tuple[FileRef, ...] = ()
    notes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.files or self.notes)

    @property
    def words(self) -> str:
        """The notes as they are sent."""
        return "\n\n".join(self.notes)

    @property
    def weight(self) -> int:
        """What it probably adds to a context, in tokens."""
        return estimates.tokens(self.words) + sum(each.weight for each in self.files)

    @property
    def ceiling(self) -> int:
        """The most that it may add."""
        return estimates.tokens(self.words, estimates.CEILING_BYTES) + sum(each.ceiling for each in self.files)


def refs_in(project: int | None) -> tuple[FileRef, ...]:
    """Those of this project that are in sight, the oldest first. One query, none without a project."""
    if project is None:
        return ()
    return _refs(Attachment.objects.kept().in_sight().filter(project=project).exclude(stored_at=None))


def _refs(rows: QuerySet[Attachment]) -> tuple[FileRef, ...]:
    return tuple(
        FileRef(row.pk, row.is_picture, row.name, row.tokens, row.bytes, gone=False)
        for row in rows.order_by("pk").only("pk", "kind", "name", "tokens", "bytes")
    )


def refs_of(keys: Collection[int]) -> tuple[FileRef, ...]:
    """Those that went along once, as far as they are not gone for good. One query, none without keys."""
    return _refs(Attachment.objects.filter(pk__in=keys)) if keys else ()


def names(keys: Collection[int]) -> dict[int, str]:
    """What those of these files are called that are kept. One query, none without keys."""
    return dict(Attachment.objects.kept().filter(pk__in=keys).values_list("pk", "name")) if keys else {}


def told(keys: Iterable[int], names: Mapping[int, str]) -> list[str]:
    """The files that went along, by name: of one that was deleted since, its name is deleted, too."""
    return [names.get(key, REMOVED) for key in keys]


def fitting(files: Iterable[FileRef], *, sees: bool, window_tokens: int) -> Folder:
    """Those that go to an engine that reads so much."""
    tokens = min(settings.PROJECT_FILES_TOKENS, window_tokens // WINDOW_SHARE)
    pictures, size = settings.CONTEXT_PICTURES // PICTURES_SHARE, settings.CONTEXT_PICTURE_BYTES // PICTURES_SHARE
    kept, notes = need.fit(files, Room(tokens, pictures, size), sees=sees, cut=True)
    return Folder(tuple(kept), tuple(notes))
