"""The embedded Valkey."""

import shutil
import signal
from pathlib import Path
from socket import AF_UNIX, SOCK_STREAM, socket

from config.dev.folders import private_folder
from config.dev.places import Places
from config.dev.server import Server, ServerFailed


class Valkey(Server):
    """Every write is with the kernel at once and on the disk within a second: kill -9 loses nothing."""

    name = "valkey"
    comms = ("valkey-server", "redis-server")
    stop_signals = ((signal.SIGTERM, 20.0),)
    hurried_signal = signal.SIGKILL
    at_our_death = signal.SIGTERM

    def __init__(self, places: Places) -> None:
        super().__init__(places)
        self.socket = places.sockets / "valkey.sock"

    def url(self) -> str:
        """The address as redis-py takes it."""
        return f"unix://{self.socket}"

    def answers(self) -> bool:
        try:
            return self._said(b"PING") == b"+PONG"
        except OSError:
            return False

    def clear(self, *databases: int) -> None:
        """Empty these databases of the running server."""
        for number in databases:
            if not self._said(b"SELECT %d\r\nFLUSHDB" % number).endswith(b"+OK\r\n+OK"):
                raise ServerFailed(f"Valkey did not empty database {number}.")

    def _said(self, command: bytes) -> bytes:
        with socket(AF_UNIX, SOCK_STREAM) as line:
            line.settimeout(5)
            line.connect(str(self.socket))
            line.sendall(command + b"\r\nQUIT\r\n")
            return b"".join(iter(lambda: line.recv(4096), b"")).removesuffix(b"+OK\r\n").strip()

    def pid_file(self) -> Path:
        return self.folder / "valkey.pid"

    def command(self) -> list[str | Path]:
        return [
            self.places.valkey, "--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700",
            "--dir", self.folder, "--pidfile", self.pid_file(), "--save", "", "--maxmemory-policy", "noeviction",
            "--appendonly", "yes", "--appendfsync", "everysec",
        ]  # fmt: skip

    def prepare(self) -> None:
        private_folder(self.folder, self.places.account)

    def forget(self) -> None:
        """Throw the stopped server's data away, as a Redis without a disk would."""
        shutil.rmtree(self.folder, ignore_errors=True)
