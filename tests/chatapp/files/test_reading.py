"""What a file is its bytes say, and whatever they are: one is told in a sentence, and nothing of it is believed or kept."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pytest_django import Settings

from chatapp.files import refusals
from chatapp.files.reading import Read, read
from foundation.names import shown_name
from studio.media.unfit import Unfit
from tests.chatapp.files import made

SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def opened(tmp_path: Path) -> Callable[[bytes], Read]:
    """Opens bytes as an upload is opened."""

    def open_it(raw: bytes) -> Read:
        (tmp_path / "source").write_bytes(raw)
        return read(tmp_path / "source")

    return open_it


PICTURES = {
    "a JPEG": (made.picture("JPEG"), "image/jpeg", (640, 480)),
    "a PNG": (made.picture("PNG"), "image/png", (640, 480)),
    "a PNG of 16 bits": (made.picture("PNG", mode="I;16"), "image/png", (640, 480)),
    "a PNG that shines through": (made.picture("PNG", mode="LA"), "image/png", (640, 480)),
    "a WebP": (made.picture("WEBP"), "image/png", (640, 480)),
    "a JPEG for printers": (made.picture("JPEG", mode="CMYK"), "image/jpeg", (640, 480)),
    "one from a telephone": (made.picture("JPEG", (4_000, 3_000)), "image/jpeg", (2_048, 1_536)),
    "a panorama": (made.picture("JPEG", (8_000, 500)), "image/jpeg", (2_048, 128)),
    "a moving one of 2,000 frames": (made.moving(2_000), "image/png", (16, 16)),
    "one with an archive behind it": (made.picture("JPEG") + made.archive("a.txt"), "image/jpeg", (640, 480)),
    "one that is called a page": (made.picture("GIF") + b"<script>alert(1)</script>", "image/png", (640, 480)),
}


@pytest.mark.parametrize("case", PICTURES)
def test_a_picture_is_drawn_anew_no_larger_than_an_engine_looks(opened: Callable[[bytes], Read], case: str) -> None:
    raw, media_type, size = PICTURES[case]

    found = opened(raw)

    kept, thumb = Image.open(io.BytesIO(found.data)), Image.open(io.BytesIO(found.thumb))
    assert (found.kind, found.media_type, (found.width, found.height)) == ("picture", media_type, size)
    assert (kept.size, kept.get_format_mimetype()) == (size, media_type)
    assert max(thumb.size) <= 480
    assert b"<script>" not in found.data
    assert b"PK\x03\x04" not in found.data


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_in_a_picture_says_where_it_was_taken_or_by_whom(opened: Callable[[bytes], Read], kind: str) -> None:
    raw = made.told_of_its_maker(kind)
    assert made.SECRET in raw

    found = opened(raw)

    for kept in (found.data, found.thumb):
        image = Image.open(io.BytesIO(kept))
        assert not image.getexif()
        assert not {"exif", "xmp", "comment", "Comment", "icc_profile"} & image.info.keys()
        assert made.SECRET not in kept
        assert not [mark for mark in (b"Exif", b"http://ns.adobe.com", b"GPS") if mark in kept]
    assert (found.width, found.height) == (300, 600)  # upright


def test_of_a_moving_picture_the_first_frame_is_shown(opened: Callable[[bytes], Read]) -> None:
    found = opened(made.moving(3))

    assert Image.open(io.BytesIO(found.data)).convert("RGB").getpixel((5, 5)) == (255, 0, 0)


TEXTS = {
    "UTF-8": ("Grüße 🦊\nb".encode(), "Grüße 🦊\nb"),
    "UTF-8 with a mark": (b"\xef\xbb\xbfa,b\r\n1,2\r\n", "a,b\n1,2"),
    "a CSV in Latin-1": ("Größe;Straße\r\nzwölf;fünf\r\n".encode("latin-1") * 20, "Größe;Straße\nzwölf;fünf"),
    "a CSV in UTF-16": ("\ufeffname,größe\n".encode("utf-16-le") + "a,1\n".encode("utf-16-le"), "name,größe\na,1"),
    "UTF-16 without a mark": ("name,size\nfox,12\n".encode("utf-16-be"), "name,size\nfox,12"),
    "Cyrillic in its old dress": ("Съешь ещё этих мягких булок. ".encode("cp1251") * 20, "Съешь ещё этих"),
    "JSON on one line of 900,000 letters": (b'{"a":"' + b"x" * 900_000 + b'"}', '{"a":"xxx'),
    "code": (b"def f():\n\treturn 1\n", "def f():\n\treturn 1"),
    "a page": (b"<html><script>alert(1)</script></html>", "<html><script>alert(1)</script></html>"),
    "words that begin as a program does": (b"MZ is how programs begin.", "MZ is how programs begin."),
}


@pytest.mark.parametrize("case", TEXTS)
def test_a_text_is_read_in_whatever_it_is_written(opened: Callable[[bytes], Read], case: str) -> None:
    raw, begins = TEXTS[case]

    found = opened(raw)

    assert (found.kind, found.media_type) == ("text", "text/plain")
    assert found.text.startswith(begins)


def test_of_a_pdf_the_words_are_read_page_by_page_and_its_scripts_are_not(opened: Callable[[bytes], Read]) -> None:
    found = opened(made.pdf("The first page", "And the second", script="app.alert('boo')"))

    assert (found.kind, found.media_type, found.pages) == ("text", "application/pdf", 2)
    assert found.text == "[page 1]\nThe first page\n\n[page 2]\nAnd the second"


def test_a_pdf_that_is_only_locked_against_printing_is_read(opened: Callable[[bytes], Read]) -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(made.pdf("Plain words"))))
    writer.encrypt("", "owner")
    into = io.BytesIO()
    writer.write(into)

    assert "Plain words" in opened(into.getvalue()).text


UNFIT: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "empty"),
    "blanks": (b" \n\t\n", "empty"),
    "a JPEG cut short": (made.picture("JPEG", (1_600, 1_200))[:-2_000], "damaged"),
    "a PNG that lies about its size": (made.png_header(3_000, 3_000, b"\x00"), "damaged"),
    "a header of a hundred megapixels": (made.png_header(10_000, 10_000), "too_many_pixels"),
    "a header beyond all measure": (made.png_header(2**31 - 1, 2**31 - 1), "too_many_pixels"),
    "a line of a picture": (made.picture("PNG", (4_000, 4)), "too_small"),
    "a drawing that is a program": (SVG, "svg"),
    "an archive called a text": (made.archive("notes.txt"), "archive"),
    "a document of an office": (made.archive("[Content_Types].xml", "word/document.xml"), "office"),
    "a program": (b"\x7fELF" + bytes(200), "program"),
    "a film": (b"\x00\x00\x00\x20ftypisom" + bytes(200), "film"),
    "a picture of a telephone's own kind": (b"\x00\x00\x00\x20ftypheic" + bytes(200), "other_picture"),
    "sound": (b"OggS" + bytes(200), "sound"),
    "words with zero bytes": (b"some words\x00and more\x00", "binary"),
    "noise": (bytes(range(1, 256)) * 40, "binary"),
    "half a UTF-16": ("\ufeffwords".encode("utf-16-le") + b"\x00\xd8", "binary"),
    "too many letters": (b"x " * 500_001, "too_long"),
    "a locked PDF": (made.pdf("Secret", password="open sesame"), "locked"),
    "a PDF of pictures": (made.pdf("", ""), "only_pictures"),
    "half a PDF": (made.pdf("Some words")[:300], "damaged"),
    "a PDF that is none": (b"%PDF-1.7\n" + b"%\xe2\xe3 junk\n" * 30, "damaged"),
}


@pytest.mark.parametrize("case", UNFIT)
def test_what_is_not_taken_is_told_why(opened: Callable[[bytes], Read], case: str) -> None:
    raw, reason = UNFIT[case]

    with pytest.raises(Unfit) as unfit:
        opened(raw)

    assert unfit.value.reason == reason
    assert refusals.of(unfit.value).sentence.endswith(".")


def test_a_pdf_of_too_many_pages_is_not_read(opened: Callable[[bytes], Read], settings: Settings) -> None:
    settings.MAX_PDF_PAGES = 3

    with pytest.raises(Unfit) as unfit:
        opened(made.pdf(*["words"] * 4))

    assert refusals.of(unfit.value).sentence == "This PDF has 4 pages; 3 are the most. Add a part of it."


def test_a_bomb_takes_its_child_with_it_and_nothing_else(opened: Callable[[bytes], Read], settings: Settings) -> None:
    settings.FILE_READ_SECONDS = 1

    with pytest.raises(Unfit) as unfit:
        opened(made.bomb())

    assert unfit.value.reason == "too_heavy"


NAMES: dict[str, tuple[str, str]] = {
    "plain": ("Report 2026.pdf", "Report 2026.pdf"),
    "a path": ("../../etc/passwd", "passwd"),
    "a path of Windows": ("C:\\Users\\Ada\\fox.png", "fox.png"),
    "controls": ("a\x00b\x1b[31m\r\n.txt", "ab[31m.txt"),
    "turned around": ("photo\u202egnp.exe", "photognp.exe"),
    "unseen": ("\u200b\u2066a\ufeff.md", "a.md"),
    "another script": ("Übersicht – 日本.csv", "Übersicht – 日本.csv"),
    "markup": ("<img src=x>.png", "<img src=x>.png"),
    "nothing": ("", "Text"),
    "only dots": ("..", "Text"),
    "too long": ("x" * 300 + ".json", "x" * 114 + "….json"),
}


@pytest.mark.parametrize("case", NAMES)
def test_a_name_is_shown_without_what_cannot_be_seen(case: str) -> None:
    given, shown = NAMES[case]

    assert shown_name(given, "Text") == shown


def test_the_child_knows_nothing_of_the_house(opened: Callable[[bytes], Read], monkeypatch: Any) -> None:
    monkeypatch.setenv("SECRET_KEY", "a secret")
    code = "import os, sys; assert 'SECRET_KEY' not in os.environ; from chatapp.files.child import main; main()"
    monkeypatch.setattr("chatapp.files.reading.START", f"import sys; sys.path.insert(0, sys.argv[1]); {code}")

    assert opened(b"words").text == "words"
