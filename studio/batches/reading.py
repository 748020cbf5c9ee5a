"""A pasted text or a dropped file becomes rows of named cells, or one sentence about why it cannot.

With a first line that names a column "prompt" it is a table, with commas, semicolons, tabs or bars between its cells, as
spreadsheets write them. Otherwise each line that is not empty is one prompt.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from studio.batches.columns import named

DELIMITERS = (",", ";", "\t", "|")
UNKNOWN_SHOWN = 60
MOST_COLUMNS = 60


class NotRead(Exception):
    """The words say what is wrong with it as a whole, and what to do."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its number as its writer counts, and its cells by column; "" is what stands beyond the last one."""

    n: int
    cells: dict[str, str]


@dataclass(slots=True)
class Read:
    """All of it. `unknown` are columns nobody knows, as they were written."""

    lines: list[Line] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def decoded(data: bytes, *, most: int) -> str:
    """A file's text. Raises NotRead."""
    if len(data) > most:
        raise NotRead(f"This file has {len(data):,} bytes; {most:,} are the most. Split it.")
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotRead("This file is not text in UTF-8. Save it as “CSV UTF-8”, or paste what stands in it.") from error


def read(text: str, *, most: int) -> Read:
    """The rows. Raises NotRead for what is empty, too long, or no table after all."""
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        raise NotRead("This is not a text. Paste lines, or drop a CSV.")
    header = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = _delimiter(header)
    found = _table(text, delimiter) if delimiter else Read(list(_prompts(text)))
    if not found.lines:
        raise NotRead("There is nothing in it. Write one prompt on each line, or a table with a column “prompt”.")
    if len(found.lines) > most:
        raise NotRead(f"This has {len(found.lines):,} rows; {most:,} are the most in one batch. Split it.")
    return found


def _delimiter(header: str) -> str | None:
    """By which the first line is a header; None: it is none."""
    best: tuple[int, str] | None = None
    for delimiter in DELIMITERS:
        known = [named(name) for name in _cells(header, delimiter)]
        if "prompt" in known and (best is None or sum(map(bool, known)) > best[0]):
            best = sum(map(bool, known)), delimiter
    return best[1] if best else None


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _prompts(text: str) -> Iterator[Line]:
    for n, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            yield Line(n, {"prompt": line.strip()})


def _table(text: str, delimiter: str) -> Read:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found, columns = Read(), list[str | None]()
    try:
        for n, cells in enumerate(reader, start=1):
            if not any(cell.strip() for cell in cells):
                continue
            if columns:
                found.lines.append(_line(n, cells, columns))
            else:
                columns, found.unknown = _columns(cells)
    except csv.Error as error:
        raise NotRead(
            f"Line {reader.line_num} cannot be read as a table: {error}. Often a quotation mark is not closed."
        ) from error
    return found


def _columns(header: list[str]) -> tuple[list[str | None], list[str]]:
    if len(header) > MOST_COLUMNS:
        raise NotRead(f"This table has {len(header)} columns. Keep those that say what to make.")
    columns = [named(name) for name in header]
    for column in filter(None, columns):
        if columns.count(column) > 1:
            both = " and ".join(f"“{name.strip()}”" for name in header if named(name) == column)
            raise NotRead(f"Several columns mean the {column}: {both}. Keep one of them.")
    unknown = [name.strip()[:UNKNOWN_SHOWN] for name, known in zip(header, columns, strict=True) if not known]
    return columns, [name for name in unknown if name]


def _line(n: int, cells: list[str], columns: list[str | None]) -> Line:
    known = {column: cell for column, cell in zip(columns, cells, strict=False) if column and cell.strip()}
    beyond = " ".join(cell.strip() for cell in cells[len(columns) :] if cell.strip())
    return Line(n, known | ({"": beyond} if beyond else {}))
