"""Files as people and other people send them: pictures, texts, PDFs, whole and hostile."""

import io
import struct
import zipfile
import zlib
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, TextStringObject

# What must never be found in anything that is kept.
SECRET = b"Rue-Secrete-7"


def picture(kind: str = "JPEG", size: tuple[int, int] = (640, 480), mode: str = "RGB", **options: Any) -> bytes:
    """A picture that is not all one colour."""
    image = Image.linear_gradient("L").resize(size).convert(mode)
    into = io.BytesIO()
    image.save(into, kind, **options)
    return into.getvalue()


def scene() -> bytes:
    """A picture with much to be seen, another one each time."""
    into = io.BytesIO()
    Image.effect_noise((64, 48), 90).resize((640, 480)).convert("RGB").save(into, "PNG")
    return into.getvalue()


def told_of_its_maker(kind: str) -> bytes:
    """A picture that says where it was taken, by whom, and lies on its side."""
    exif = Image.Exif()
    exif[0x0112] = 6  # lying on its right side
    exif[0x013B] = SECRET.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 51.0, 30.0), 3: "E", 4: (2.0, 17.0, 40.0), 29: "2026:11:20"})
    options: dict[str, Any] = {"exif": exif.tobytes()}
    if kind == "PNG":
        note = PngInfo()
        note.add_text("Comment", SECRET.decode())
        options["pnginfo"] = note
    if kind == "JPEG":
        options["comment"] = SECRET
    if kind == "WEBP":
        options["xmp"] = b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"
    return picture(kind, (600, 300), **options)


def moving(frames: int) -> bytes:
    """A GIF of so many frames; the first one is red."""
    into = io.BytesIO()
    images = [Image.new("P", (16, 16), number % 200) for number in range(1, frames)]
    first = Image.new("RGB", (16, 16), "red").convert("P")
    first.save(into, "GIF", save_all=True, append_images=images, duration=10)
    return into.getvalue()


def png_header(width: int, height: int, data: bytes = b"") -> bytes:
    """A PNG that says it is so large, with whatever behind it."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(data)) + _chunk(b"IEND", b"")


def bomb(width: int = 7_000, height: int = 7_000) -> bytes:
    """A PNG of a few hundred kilobytes that is 150 megabytes of pixels, just below what is refused by its header."""
    return png_header(width, height, (b"\x00" + bytes(width * 3)) * height)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def pdf(*pages: str, script: str = "", password: str = "") -> bytes:
    """A PDF with these words on its pages."""
    writer = PdfWriter()
    for words in pages:
        page = writer.add_blank_page(300, 200)
        font = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Font"),
                NameObject("/Subtype"): NameObject("/Type1"),
                NameObject("/BaseFont"): NameObject("/Helvetica"),
            }
        )
        fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        content = DecodedStreamObject()
        content.set_data(f"BT /F1 12 Tf 20 100 Td ({words}) Tj ET".encode("latin-1") if words else b"")
        page[NameObject("/Contents")] = writer._add_object(content)
    if script:
        action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(script)}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    if password:
        writer.encrypt(password)
    into = io.BytesIO()
    writer.write(into)
    return into.getvalue()


def archive(*names: str) -> bytes:
    """A ZIP with files of these names."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as made:
        for name in names:
            made.writestr(name, "words")
    return into.getvalue()
