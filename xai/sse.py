"""Server-sent events, read from bytes.

A line ends with LF, CR LF or CR and nothing else: text may hold U+2028, and a packet may end between CR and LF.
Only `data:` counts. Both routes repeat the event's name inside the data, so `event:`, `id:`, comments and
unknown fields are passed over.
"""

import re

LINE_COST = 64  # what a kept line costs us beside its bytes, so that a flood of empty ones meets the cap too
LINE_END = re.compile(rb"\r\n|\n|\r")


class TooLong(Exception):
    """A line or an event passed its cap."""


class SseParser:
    """Feed it bytes as they come; it returns the data of the events that became whole.

    What is unfinished when the bytes end is dropped, as the standard wants: a cut tail is not an event.
    """

    __slots__ = ("_after_cr", "_data", "_data_bytes", "_line", "_line_bytes", "_max_event", "_max_line", "_started")

    def __init__(self, *, max_line: int = 4 << 20, max_event: int = 8 << 20) -> None:
        self._max_line = max_line
        self._max_event = max_event
        self._line: list[bytes] = []  # pieces of the line that has not ended yet
        self._line_bytes = 0
        self._data: list[bytes] = []  # data lines of the event that has not ended yet
        self._data_bytes = 0
        self._after_cr = False
        self._started = False

    def feed(self, chunk: bytes) -> list[bytes]:
        """The data of each event that these bytes complete. Raises TooLong."""
        if self._after_cr and chunk:
            self._after_cr = False
            if chunk.startswith(b"\n"):  # the other half of a CR LF that a packet divided
                chunk = chunk[1:]
        lines = self._split(chunk)
        rest = lines.pop()
        if lines:
            if self._line:
                # Pieces are joined once, when the line ends: joining at each packet would cost the square of its length.
                lines[0] = b"".join((*self._line, lines[0]))
            self._line, self._line_bytes = [], 0
        if rest:
            self._line.append(rest)
            self._line_bytes += len(rest)
            if self._line_bytes > self._max_line:
                raise TooLong
        return self._read(lines) if lines else []

    def _split(self, chunk: bytes) -> list[bytes]:
        if b"\r" not in chunk:
            return chunk.split(b"\n")
        self._after_cr = chunk.endswith(b"\r")
        return LINE_END.split(chunk)

    def _read(self, lines: list[bytes]) -> list[bytes]:
        events: list[bytes] = []
        if not self._started:
            self._started = True
            lines[0] = lines[0].removeprefix(b"\xef\xbb\xbf")
        for line in lines:
            if not line:
                if self._data:
                    events.append(self._data[0] if len(self._data) == 1 else b"\n".join(self._data))
                    self._data, self._data_bytes = [], 0
            elif line.startswith(b"data:"):
                self._keep(line[6:] if line.startswith(b"data: ") else line[5:])
            elif line == b"data":
                self._keep(b"")
        return events

    def _keep(self, data: bytes) -> None:
        self._data.append(data)
        self._data_bytes += len(data) + LINE_COST
        if len(data) > self._max_line or self._data_bytes > self._max_event:
            raise TooLong
