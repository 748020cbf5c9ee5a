"""A stand-in provider as a process of its own, for any room's tests.

with start_simulator(tmp_path) as upstream:
    upstream.set_scene("cut after=20", routes=["responses"])
    ...
    assert [r["ticks"] for r in upstream.requests(accepted=True)] == [4_760_000]
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Self

CHECKOUT = Path(__file__).resolve().parents[2]
START_SECONDS = 20
Entry = dict[str, object]


@dataclass
class Simulator:
    """A running stand-in. `url` is its address, `base_url` the one ending in `/v1` that clients are given."""

    data: Path
    options: Mapping[str, object]
    process: subprocess.Popen[str]
    port: int
    host: str = "127.0.0.1"
    media_host: str = "localhost"
    key: str = "xai-test"
    _output: IO[str] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """Scheme, host and port."""
        return f"http://{self.host}:{self.port}"

    @property
    def base_url(self) -> str:
        """What `XAI_BASE_URL` takes."""
        return f"{self.url}/v1"

    @property
    def pid(self) -> int:
        """The server's process id."""
        return self.process.pid

    def requests(self, **columns: object) -> list[Entry]:
        """The log, oldest first, narrowed to rows whose columns have these values: `requests(route="chat")`."""
        rows = self._call("GET", "/_simulator/requests")["requests"]
        assert isinstance(rows, list)
        return [row for row in rows if all(row[name] == value for name, value in columns.items())]

    def clear(self) -> None:
        """Forget the log, the closed connections, the default scene and the limits. Jobs go on."""
        self._call("DELETE", "/_simulator/requests")
        self.set_scene("")
        self.set_limits()

    def set_scene(self, scene: str, *, routes: Sequence[str] = (), helpers: bool = False) -> None:
        """What every request plays from now on ("" for nothing), on routes that begin so (none: all)."""
        self._call("POST", "/_simulator/scene", {"scene": scene, "routes": list(routes), "helpers": helpers})

    def set_limits(self, **limits: int) -> None:
        """What the team may ask of each engine from now on (nothing: no limit); see simulator/limits.py."""
        self._call("POST", "/_simulator/limits", limits)

    def open_connections(self) -> list[Entry]:
        """The answers on their way right now."""
        return self._connections("open")

    def closed_connections(self) -> list[Entry]:
        """The answers that are over, with `closed_at` (Unix seconds) and `how`."""
        return self._connections("closed")

    def wait_for(self, state: "Callable[[Simulator], bool]", seconds: float = 10) -> None:
        """Wait until something is true of it; AssertionError when it does not become so."""
        until = time.monotonic() + seconds
        while not state(self):
            assert time.monotonic() < until, f"not so within {seconds} s: {self.requests()[-3:]}"
            time.sleep(0.01)

    def stop(self) -> None:
        """SIGTERM, and wait."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """SIGKILL, and wait."""
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        """The same stand-in again: same port, same data, same options. Kills it first if it runs."""
        self.kill()
        self.process, self.port, self._output = _launch(self.data, self.port, self.options)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _connections(self, which: str) -> list[Entry]:
        rows = self._call("GET", "/_simulator/connections")[which]
        assert isinstance(rows, list)
        return rows

    def _end(self, number: signal.Signals) -> None:
        if self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(number)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(10)
        if self._output is not None:
            self._output.close()
            self._output = None

    def _call(self, method: str, path: str, body: object = None) -> Entry:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data=data, method=method)  # noqa: S310 - always http
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
            value = json.load(answer)
        assert isinstance(value, dict)
        return value


def start_simulator(data: Path, *, port: int = 0, **options: object) -> Simulator:
    """Start the stand-in on a free port and wait until it is ready.

    Options are its command line's, with underscores; a list repeats one: `first_token=0.01, rate=0, key=["xai-a"]`.
    Without any it is quick: no wait before the first token, unpaced, pictures at once, videos after 0.3 s.
    """
    quick = {"first_token": 0.0, "rate": 0.0, "picture_seconds": 0.0, "video_seconds": 0.3}
    chosen = {**quick, **options}
    process, found, output = _launch(data, port, chosen)
    return Simulator(data, chosen, process, found, _output=output)


def _launch(data: Path, port: int, options: Mapping[str, object]) -> tuple[subprocess.Popen[str], int, IO[str] | None]:
    process = subprocess.Popen(
        [sys.executable, "-m", "simulator", "--port", str(port), "--data", str(data), *_flags(options)],
        cwd=CHECKOUT, env={**os.environ, "PYTHONPATH": str(CHECKOUT)}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    line = process.stdout.readline()
    if "ready at" not in line:
        process.kill()
        raise AssertionError(f"the stand-in did not start: {line!r}, exit {process.wait(START_SECONDS)}")
    return process, int(line.rsplit(":", 1)[1].split("/")[0]), process.stdout


def _flags(options: Mapping[str, object]) -> Iterator[str]:
    for name, value in options.items():
        for each in value if isinstance(value, list | tuple) else (value,):
            yield from (f"--{name.replace('_', '-')}", str(each))
