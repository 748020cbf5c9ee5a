"""What people bring and is no picture and no clip, or hides something, or is too much: refused, or taken without it."""

import io
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from PIL import Image

from accounts.models import User
from studio.models import Arrival, Asset, Stage
from tests.studio import clips
from tests.studio.bringing import bring, hung, stored
from tests.studio.bringing import store as store
from tests.studio.storages import Store

pytestmark = pytest.mark.django_db(transaction=True)


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("holiday.jpg", clips.photograph())
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(out, "PNG")
    return out.getvalue()


AT_THE_DOOR = {
    "empty": b"",
    "archive": archive(),
    "text": b"only words",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "other_picture": b"\x00\x00\x00\x18ftypheic" + bytes(200),
    "pdf": b"%PDF-1.7\n",
    "program": b"\x7fELF" + bytes(100),
    "sound": b"ID3" + bytes(100),
    "other_film": b"RIFF\x00\x00\x00\x00AVI " + bytes(100),
}


@pytest.mark.parametrize("reason", AT_THE_DOOR)
def test_what_is_neither_is_told_so_at_the_door_and_leaves_nothing(reason: str, tab: Client, store: Store) -> None:
    answer = tab.post("/studio/bring/", {"file": SimpleUploadedFile("holiday.jpg", AT_THE_DOOR[reason])})

    assert answer.status_code == 422
    assert answer.json()["sentence"]
    assert not Arrival.objects.exists()
    assert store.held() == []


HOSTILE = {
    "too_many_pixels": lambda: bomb(),
    "too_small": lambda: clips.photograph((8, 200), "PNG"),
    "damaged": lambda: clips.photograph()[:600],
    "damaged clip": lambda: clips.clip(2)[: -len(clips.clip(2)) // 2],
    "damaged clip that ends early": lambda: clips.clip(2, sound=False, faststart=True)[:-1500],
    "damaged polyglot": lambda: b"\x89PNG\r\n\x1a\n" + archive(),
    "damaged playlist": lambda: b"\x00\x00\x00\x18ftypmp42" + b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
    "sound": lambda: only_sound(),
    "too_long_film": lambda: clips.clip(4, sound=False),
}


def only_sound() -> bytes:
    import av

    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as made:
        tone: Any = made.add_stream("aac", rate=48_000)
        clips._hum(made, tone, 1)
    return out.getvalue()


@pytest.mark.parametrize("what", HOSTILE)
def test_what_turns_out_to_be_none_inside_is_refused_and_says_why(
    what: str, alice: User, tab: Client, store: Store
) -> None:
    with override_settings(STUDIO_CLIP_SECONDS=3):
        arrival = bring(alice, HOSTILE[what](), "holiday.png")

    assert (arrival.stage, arrival.reason) == (Stage.REFUSED, what.split()[0])
    assert arrival.sentence in tab.get("/studio/bring/list/").content.decode().replace("&#x27;", "'")
    assert not Asset.objects.exists()
    assert store.held() == []


def exif(*entries: tuple[int, int, int, bytes]) -> bytes:
    """What stands beside the pixels, entry by entry (tag, type, count, value), whatever the types should be."""
    turned = (0x0112, 3, 1, b"\x06\x00\x00\x00")
    body = b"".join(struct.pack("<HHI", *entry[:3]) + entry[3] for entry in (turned, *entries))
    return b"Exif\x00\x00II*\x00" + struct.pack("<IH", 8, len(entries) + 1) + body + bytes(64)


HOSTILE_EXIF = {
    "a number where words belong": ((0x010F, 11, 1, b"\x00\x00\x80\x3f"),),
    "a fraction where words belong": ((0x010F, 5, 1, b"\x20\x00\x00\x00"),),
    "words where a number belongs": ((0x0100, 2, 3, b"abc\x00"),),
    "a place before the file": ((0x8769, 9, 1, b"\xff\xff\xff\xff"),),
    "more than there is": ((0x9286, 7, 0xFFFFFFFF, b"\x08\x00\x00\x00"),),
    "itself": ((0x8769, 4, 1, b"\x08\x00\x00\x00"), (0x8825, 4, 1, b"\x08\x00\x00\x00")),
}


@pytest.mark.parametrize("what", HOSTILE_EXIF)
def test_what_is_wrong_beside_the_pixels_is_never_called_our_fault(what: str, alice: User) -> None:
    content = clips.photograph(exif=exif(*HOSTILE_EXIF[what]))

    arrival = bring(alice, content)

    assert (arrival.stage, arrival.reason) in [(Stage.READY, ""), (Stage.REFUSED, "damaged")]
    if arrival.asset:
        assert (arrival.asset.width, arrival.asset.height) == (200, 320)


def test_what_the_limit_lets_in_is_taken_to_the_last_pixel_and_the_limit_is_named(alice: User, settings: Any) -> None:
    settings.MAX_PICTURE_PIXELS = 42_000_000
    large, larger = (clips.photograph(size) for size in ((7_000, 6_000), (7_001, 6_000)))

    taken, refused = bring(alice, large), bring(alice, larger)

    assert taken.stage == Stage.READY, taken.sentence
    assert refused.reason == "too_many_pixels"
    assert "7,001 × 6,000" in refused.sentence
    assert "42 million" in refused.sentence


def test_a_second_file_behind_a_picture_does_not_come_along(alice: User, tmp_path: Path) -> None:
    asset = hung(alice, clips.photograph() + archive())

    assert b"PK\x03\x04" not in stored(asset, tmp_path).read_bytes()


def test_more_than_there_is_room_for_is_not_taken(tab: Client) -> None:
    with override_settings(STUDIO_BYTES_PER_PERSON=100):
        full = tab.post("/studio/bring/", {"file": SimpleUploadedFile("a.jpg", clips.photograph())})
    with override_settings(STUDIO_UPLOAD_BYTES=100):
        large = tab.post("/studio/bring/", {"file": SimpleUploadedFile("a.jpg", clips.photograph())})

    assert (full.status_code, large.status_code) == (422, 422)
    assert "room" in full.json()["sentence"]
    assert "100" in large.json()["sentence"]
