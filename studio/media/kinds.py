"""What bytes are, by the bytes alone: a name proves nothing."""

import re

HEAD_BYTES = 2_048
PICTURE, PDF, TEXT, FILM = "picture", "pdf", "text", "film"
MATROSKA = b"\x1aE\xdf\xa3"  # WebM, too

PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
OTHERS = (
    (b"PK\x03\x04", "archive"), (b"PK\x05\x06", "archive"), (b"\x1f\x8b", "archive"), (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!\x1a\x07", "archive"), (b"BZh", "archive"), (b"\xfd7zXZ\x00", "archive"), (b"\x28\xb5\x2f\xfd", "archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"), (b"{\\rtf", "office"),
    (b"II*\x00", "other_picture"), (b"MM\x00*", "other_picture"), (b"BM", "other_picture"), (b"8BPS", "other_picture"),
    (b"\x7fELF", "program"), (b"MZ", "program"), (b"\xca\xfe\xba\xbe", "program"), (b"\x00asm", "program"),
    (b"ID3", "sound"), (b"OggS", "sound"), (b"fLaC", "sound"), (MATROSKA, FILM),
)  # fmt: skip
PRINTABLE = {b"BM", b"MZ", b"BZh", b"ID3"}  # a text may begin so, too: they count only where a zero byte follows
IN_OFFICE = (b"word/", b"xl/", b"ppt/", b"[Content_Types].xml", b"mimetypeapplication/vnd.oasis")
STILL_BRANDS = (b"heic", b"heix", b"heif", b"mif1", b"msf1", b"avif", b"avis")
SVG = re.compile(rb"\A\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*(<!doctype\s+svg[^>]*>\s*)?<(\w+:)?svg\b", re.S | re.I)


def kind_of(head: bytes) -> str:
    """`picture`, `film`, `pdf` or `text`; any other word is the reason why nobody takes it."""
    if head.startswith(PICTURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return PICTURE
    if head[4:8] == b"ftyp":
        return "other_picture" if head[8:12] in STILL_BRANDS else FILM
    if head[:4] == b"RIFF":
        return "other_film" if head[8:12] == b"AVI " else "sound"
    if b"%PDF-" in head[:1_024]:
        return PDF
    if SVG.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "svg"
    for start, kind in OTHERS:
        if head.startswith(start) and (start not in PRINTABLE or b"\x00" in head):
            return "office" if kind == "archive" and any(mark in head for mark in IN_OFFICE) else kind
    return TEXT
