"""The web process: `python -m config.web --port 8000`.

Daphne, with what it lacks: it waits for readers that do not read instead of buffering without end, it never stores a
body larger than we take, and it leaves politely at SIGTERM.
"""

# The loop's policy must be set before Daphne picks its reactor, which happens at import.
import asyncio  # isort:skip
import uvloop  # isort:skip

asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())

import argparse
import os
import signal
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import autobahn.websocket.protocol
import daphne.server
import structlog
from daphne.endpoints import build_endpoint_description_strings

from config import draining
from config.gates import Gates
from config.requests import BoundedHTTPFactory

log = structlog.get_logger(__name__)

# Twisted's factory is named inside Daphne's `run`; this is the one place where ours can be put instead.
daphne.server.HTTPFactory = BoundedHTTPFactory
# Autobahn colours words for a debug line with every frame it sends, whether anybody reads it or not: 15 µs a token.
for _colours in ("hltype", "hlval"):
    setattr(autobahn.websocket.protocol, _colours, lambda *_said, **_how: "")

TRY_AGAIN_ELSEWHERE = 4012  # the browser reconnects with jitter


class WebServer(daphne.server.Server):
    """Daphne's server with back-pressure and a drain."""

    def __init__(self, *args: object, slow_seconds: float, grace_seconds: float, **kwargs: object) -> None:
        super().__init__(*args, signal_handlers=False, **kwargs)
        self.gates = Gates(slow_seconds)
        self.grace_seconds = grace_seconds
        self.ports: list[object] = []

    def listen_success(self, port: object) -> None:
        """Keep the port to stop listening on it later; say where we listen, for `--port 0`."""
        self.ports.append(port)
        super().listen_success(port)
        host = port.getHost()  # type: ignore[attr-defined]
        print(f"Listening on http://{host.host}:{host.port}", flush=True)  # noqa: T201

    async def handle_reply(self, protocol: object, message: dict[str, object]) -> None:
        """Send one piece; come back only when the reader has room for the next."""
        if draining.begun() and message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", []), (b"connection", b"close")]  # type: ignore[misc]
        self.gates.before(protocol, message)
        await super().handle_reply(protocol, message)
        await self.gates.after(protocol, message)

    def run(self) -> None:
        """Serve until SIGTERM or SIGINT, then drain."""
        for number in (signal.SIGTERM, signal.SIGINT):
            daphne.server.twisted_loop.add_signal_handler(number, self.leave)
        super().run()

    def leave(self) -> None:
        """Take nothing new, let what runs finish, tell sockets to go elsewhere."""
        if draining.begun():
            return
        draining.begin()
        log.info("draining", connections=len(self.connections))
        daphne.server.twisted_loop.create_task(self._drain())

    async def _drain(self) -> None:
        for port in self.ports:
            port.stopListening()  # type: ignore[attr-defined]
        for protocol in list(self.connections):
            if getattr(protocol, "application_type", "") == "websocket" and protocol.state == protocol.STATE_OPEN:
                protocol.sendClose(code=TRY_AGAIN_ELSEWHERE)
        # A connection that has just arrived has no application yet.
        running = [task for details in self.connections.values() if (task := details.get("application_instance"))]
        if running:
            await asyncio.wait(running, timeout=self.grace_seconds)
        self.stop()


def main() -> None:
    """Parse, refuse a dangerous set-up, serve."""
    parser = argparse.ArgumentParser(prog="python -m config.web", description="Salon's web process.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--fd", type=int, help="an inherited listening socket, instead of host and port")
    asked = parser.parse_args()

    from config.asgi import application  # isort:skip  (it sets Django up)
    from chatapp.engines import snapshot
    from foundation import starting
    from foundation.start_checks import refuse_if_dangerous

    refuse_if_dangerous()
    snapshot.watch()
    from config import urls  # noqa: F401  every page, so that nobody waits for it

    starting.done()  # once more: the pages are there to stay, too
    from django.conf import settings

    where = {"file_descriptor": asked.fd} if asked.fd is not None else {"host": asked.host, "port": asked.port}
    WebServer(
        application,
        endpoints=build_endpoint_description_strings(**where),
        slow_seconds=settings.SOCKET_SLOW_SECONDS,
        grace_seconds=settings.DRAIN_SECONDS,
        websocket_max_message_size=settings.SOCKET_FRAME_BYTES,
        websocket_max_frame_size=settings.SOCKET_FRAME_BYTES,
        server_name=None,
        verbosity=0,
    ).run()
    sys.exit(0)


if __name__ == "__main__":
    main()
