"""The words of a PDF, page by page. Its scripts, forms and attachments are never looked at. Runs in the bounded child only."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from chatapp.files import texts
from studio.media.unfit import Unfit


def read(source: Path, out: Path, most_pages: int, most_characters: int) -> dict[str, Any]:
    """Write the text of all pages, each under its number. Raises Unfit."""
    try:
        reader = PdfReader(source)
        if reader.is_encrypted and not reader.decrypt(""):  # many are locked against printing only, with no password
            raise Unfit("locked")
        count = len(reader.pages)
        if count > most_pages:
            raise Unfit("too_many_pages", pages=count)
        pages = list(_pages(reader, most_characters))
    except Unfit:
        raise
    except MemoryError:
        raise Unfit("too_heavy") from None
    except Exception as error:  # the reader of a hostile file may trip over anything
        raise Unfit("damaged", cause=f"{type(error).__name__}: {error}"[:200]) from error
    if not any(text.strip() for text in pages):
        raise Unfit("only_pictures")
    numbered = (f"[page {number}]\n{text.strip()}" for number, text in enumerate(pages, 1))
    return texts.written("\n\n".join(numbered), out, most_characters) | {
        "media_type": "application/pdf",
        "pages": count,
    }


def _pages(reader: PdfReader, most_characters: int) -> Iterator[str]:
    total = 0
    for page in reader.pages:
        text = page.extract_text()
        total += len(text)
        if total > most_characters:
            raise Unfit("too_long", characters=total)
        yield text
