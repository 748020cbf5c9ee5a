"""Serve the book on loopback, one thread a request."""

from socketserver import ThreadingMixIn
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from frontend.stylebook import site


class Server(ThreadingMixIn, WSGIServer):
    """A browser asks for several files at once."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    """Says nothing for each request."""

    def log_message(self, *args: object) -> None:
        """Nothing."""


def start(port: int = 0) -> Server:
    """Serve in the background; the port is in `server_port`."""
    server = make_server("127.0.0.1", port, site.application(), server_class=Server, handler_class=Quiet)
    Thread(target=server.serve_forever, daemon=True).start()
    return server


def serve(port: int) -> None:
    """Serve until interrupted."""
    server = make_server("127.0.0.1", port, site.application(), server_class=Server)
    print(f"The stylebook is at http://127.0.0.1:{server.server_port}", flush=True)  # noqa: T201
    server.serve_forever()
