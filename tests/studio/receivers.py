"""Somebody's server, which hears what became of their jobs."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from studio.models import WebhookMessage
from studio.webhooks import telling


@dataclass
class Receiver:
    """Somebody's server. `says`: the status it answers with; `heard`: what came."""

    url: str = ""
    says: int = 204
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@contextmanager
def receiving() -> Iterator[Receiver]:
    """One that runs until the block ends."""
    known = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            known.heard.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(known.says)
            if known.says == 302:
                self.send_header("Location", f"{known.url}elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    known.url = f"http://127.0.0.1:{server.server_port}/hook/"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield known
    finally:
        server.shutdown()
        server.server_close()


def tell_all() -> None:
    """The bells of all messages ring."""
    for message in WebhookMessage.objects.values_list("pk", flat=True):
        telling.tell(message)
