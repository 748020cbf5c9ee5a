"""A value as people read it: a list of records as a table, a record as a form, and both as files."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MOST_ROWS = 500
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run


@dataclass(frozen=True, slots=True)
class Table:
    """Records in rows. `more`: how many are not shown here, but in the file."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a form; of `words`, `table` and `fields` one is filled."""

    name: str
    words: str = ""
    table: Table | None = None
    fields: Sequence["Field"] = ()


def shown(value: Any) -> Table | Sequence[Field]:
    """A table for a list of records, else a form."""
    if table := _table(value):
        return table
    return _fields(value if isinstance(value, dict) else {"": value})


def as_json(value: Any) -> str:
    """For a file."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def as_csv(value: Any) -> str:
    """The records in it, a line each; of a record that holds one list of records, that list; else one line."""
    records = _records(value)
    columns = _columns(records)
    into = io.StringIO()
    writer = csv.writer(into)
    writer.writerow(map(_harmless, columns))
    for record in records:
        writer.writerow([_harmless(_words(record.get(column))) for column in columns])
    return into.getvalue()


def _table(value: Any) -> Table | None:
    if not isinstance(value, list) or not value or not all(isinstance(each, dict) for each in value):
        return None
    columns = _columns(value)
    rows = [[_words(record.get(column)) for column in columns] for record in value[:MOST_ROWS]]
    return Table(columns, rows, max(0, len(value) - MOST_ROWS))


def _fields(record: Mapping[str, Any]) -> Sequence[Field]:
    return [_field(name, value) for name, value in record.items()]


def _field(name: str, value: Any) -> Field:
    if table := _table(value):
        return Field(name, table=table)
    if isinstance(value, dict) and value:
        return Field(name, fields=_fields(value))
    return Field(name, _words(value))


def _records(value: Any) -> list[Mapping[str, Any]]:
    if isinstance(value, dict):
        lists = [each for each in value.values() if _table(each)]
        return list(lists[0]) if len(lists) == 1 else [value]
    if _table(value):
        return list(value)
    return [{"value": each} for each in value] if isinstance(value, list) else [{"value": value}]


def _columns(records: Sequence[Mapping[str, Any]]) -> list[str]:
    """In the order in which they first come."""
    return list(dict.fromkeys(name for record in records for name in record))


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and not any(isinstance(each, (dict, list)) for each in value):
        return ", ".join(_words(each) for each in value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else str(value)


def _harmless(words: str) -> str:
    """A cell that a spreadsheet takes as words."""
    return f"'{words}" if words.startswith(FORMULA) and not _is_number(words) else words


def _is_number(words: str) -> bool:
    try:
        float(words)
    except ValueError:
        return False
    return True
