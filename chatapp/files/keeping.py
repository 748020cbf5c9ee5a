"""Where the contents of an attachment are: in the media store, or, of a temporary chat, for a while in Redis alone.

Keys are made from ids. The row is there before its objects and goes after them, so that none is ever without a row.
"""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile

from chatapp.files.reading import Read
from chatapp.models import Attachment
from foundation import redis
from foundation.storage import media

FOLDER = "files"
EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png"}
THUMB_TYPE = "image/webp"


@dataclass(frozen=True, slots=True)
class Place:
    """Both keys of a picture in the store; none of a text, which is in its row, and of what is temporary."""

    key: str = ""
    thumb_key: str = ""


def place_for(public_id: UUID, read: Read, *, temporary: bool) -> Place:
    """Where this will be."""
    if temporary or read.kind != "picture":
        return Place()
    name = f"{FOLDER}/{public_id.hex}"
    return Place(f"{name}.{EXTENSIONS[read.media_type]}", f"{name}-small.webp")


def save(file: Attachment, read: Read) -> None:
    """Store the contents. Raises StorageDown, or Redis' errors."""
    if file.temporary:
        redis.sync().set(_name(file), read.data, ex=settings.TEMPORARY_FILE_SECONDS)
        if read.thumb:
            redis.sync().set(_name(file, small=True), read.thumb, ex=settings.TEMPORARY_FILE_SECONDS)
    elif file.key:
        media().save(file.key, ContentFile(read.data))
        media().save(file.thumb_key, ContentFile(read.thumb))


def keep_for_good(file: Attachment) -> Place:
    """Bring a picture of a temporary chat from Redis into the store; the row is the caller's. Raises FileNotFoundError,
    StorageDown, or Redis' errors."""
    name = f"{FOLDER}/{file.public_id.hex}"
    place = Place(f"{name}.{EXTENSIONS[file.media_type]}", f"{name}-small.webp")
    media().save(place.key, ContentFile(data(file)))
    media().save(place.thumb_key, ContentFile(data(file, small=True)))
    return place


def data(file: Attachment, *, small: bool = False) -> bytes:
    """The contents. Raises FileNotFoundError when they are gone, StorageDown, or Redis' errors."""
    if file.temporary:
        kept = redis.sync().getex(_name(file, small=small), ex=settings.TEMPORARY_FILE_SECONDS)
        if kept is None:
            raise FileNotFoundError(str(file.public_id))
        assert isinstance(kept, bytes)  # ours speaks binary
        return kept
    if not file.is_picture:
        return file.text.encode()
    with media().open(file.thumb_key if small else file.key) as stored:
        return bytes(stored.read())


def link(file: Attachment, *, small: bool = False) -> str:
    """A short-lived address of a stored picture, minted at the click."""
    key, kind = (file.thumb_key, THUMB_TYPE) if small else (file.key, file.media_type)
    return media().link(key, content_type=kind, filename=file.name)


def copy_temporary(file: Attachment, fresh: Attachment) -> None:
    """The same contents under another row's name, to expire with the first ones. Raises FileNotFoundError."""
    copied = [redis.sync().copy(_name(file, small=small), _name(fresh, small=small)) for small in (False, True)]
    if not copied[0]:
        raise FileNotFoundError(str(file.public_id))


def forget(file: Attachment) -> None:
    """Remove the contents, wherever they are; no error when they are gone. Raises StorageDown, or Redis' errors."""
    if file.temporary:
        redis.sync().delete(_name(file), _name(file, small=True))
    for key in filter(None, (file.key, file.thumb_key)):
        media().delete(key)


def _name(file: Attachment, *, small: bool = False) -> str:
    return redis.key("file", file.public_id, "small" if small else "whole")
