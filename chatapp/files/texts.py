"""Bytes that may be text, as text: their encoding is found, not believed. Runs in the bounded child only."""

import codecs
import re
from pathlib import Path
from typing import Any

from charset_normalizer import from_bytes

from studio.media.unfit import Unfit

# The longer mark first: that of UTF-32 begins with that of UTF-16.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
# What people's files are written in; of all encodings there are, some make words of any bytes.
USUAL = [
    "cp1252", "latin_1", "iso8859_15", "cp1250", "iso8859_2", "cp1251", "koi8_r", "koi8_u", "cp1253", "cp1254", "cp1255",
    "cp1256", "cp1257", "mac_roman", "cp437", "cp850", "shift_jis", "cp932", "euc_jp", "gb18030", "big5", "euc_kr", "cp949",
]  # fmt: skip
SAMPLE_BYTES = 65_536
MOST_CONTROLS = 0.005  # a share: a text has none, a stray form feed or escape does no harm
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def read(source: Path, out: Path, most_characters: int) -> dict[str, Any]:
    """Write the text as UTF-8. Raises Unfit."""
    text = decoded(source.read_bytes())
    if len(CONTROLS.findall(text)) > len(text) * MOST_CONTROLS:
        raise Unfit("binary")
    return written(text, out, most_characters) | {"media_type": "text/plain"}


def written(text: str, out: Path, most_characters: int) -> dict[str, Any]:
    """The clean text in a file of its own; what the row will say of it. Raises Unfit."""
    text = CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip("\n")
    if not text.strip():
        raise Unfit("empty")
    if len(text) > most_characters:
        raise Unfit("too_long", characters=len(text))
    out.write_text(text, encoding="utf-8")
    return {"kind": "text"}


def decoded(raw: bytes) -> str:
    """The text these bytes are. Raises Unfit for bytes that are none."""
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return _strictly(raw[len(mark) :], encoding)
    if b"\x00" in raw:
        return _strictly(raw, _wide(raw))
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        best = from_bytes(raw[:SAMPLE_BYTES], cp_isolation=USUAL).best()
        if best is None:
            raise Unfit("binary") from None
        return raw.decode(best.encoding, errors="replace")


def _wide(raw: bytes) -> str:
    """The encoding of a text with zero bytes and no mark: of UTF-16, every other byte of mostly Latin words is zero."""
    pairs = max(len(raw) // 2, 1)
    even, odd = raw[0::2].count(0) / pairs, raw[1::2].count(0) / pairs
    if odd > 0.3 and even < 0.02:
        return "utf-16-le"
    if even > 0.3 and odd < 0.02:
        return "utf-16-be"
    raise Unfit("binary")


def _strictly(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        raise Unfit("binary") from None
