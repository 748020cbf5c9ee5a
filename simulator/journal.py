"""The append-only log on disk. A line is written before the answer it is about leaves, so a kill loses none."""

import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path

from simulator.records import Record
from simulator.refusals import encoded

NAMES = {field.name for field in fields(Record)}


class Journal:
    """Records in memory, every change a line in `journal.jsonl`."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "journal.jsonl"
        self.records: dict[str, Record] = {}
        self.readers: dict[str, Callable[[dict[str, object]], None]] = {}

    def open(self) -> None:
        """Read what an earlier run wrote, close what it left open, and go on writing at the end."""
        mended = self._read() if self.path.exists() else b""
        self.file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.write(self.file, mended)
        for record in self.open_records():
            if record.request_id is None:
                self.end(record, "simulator died")

    def _read(self) -> bytes:
        last = b""
        for line in self.path.read_bytes().split(b"\n"):
            last = line
            try:
                entry = json.loads(line)
            except ValueError:
                continue  # a kill can cut the last line short; whatever it was about had not been answered
            self._apply(entry)
        return b"\n" if last else b""

    def _apply(self, entry: dict[str, object]) -> None:
        kind = str(entry.pop("line"))
        if kind == "cleared":
            self.records.clear()
        elif kind == "request":
            record = Record(**entry)  # type: ignore[arg-type]
            self.records[record.id] = record
        elif kind == "change":
            self._change(str(entry.pop("id")), entry)
        elif kind in self.readers:
            self.readers[kind](entry)

    def _change(self, id: str, entry: dict[str, object]) -> None:
        record = self.records.get(id)
        if record is not None:
            for name in NAMES & entry.keys():
                setattr(record, name, entry[name])

    def write(self, kind: str, entry: dict[str, object]) -> None:
        """Append one line."""
        os.write(self.file, encoded({"line": kind, **entry}) + b"\n")

    def add(self, record: Record) -> Record:
        """Enter a request."""
        self.records[record.id] = record
        self.write("request", record.as_json())
        return record

    def change(self, record: Record, *names: str) -> None:
        """Write down the named columns of a record as they are now."""
        self.write("change", {"id": record.id} | {name: getattr(record, name) for name in names})

    def end(self, record: Record, how: str) -> None:
        """Close a record, with all it used."""
        record.ended, record.ended_at = how, time.time()
        self.write("change", record.as_json())

    def open_records(self) -> Iterator[Record]:
        """The accepted requests that have not ended."""
        return (record for record in list(self.records.values()) if record.accepted and not record.ended)

    def clear(self) -> None:
        """Forget every record. Jobs go on."""
        self.records.clear()
        self.write("cleared", {})
