"""Requests whose body never grows beyond what we take.

Daphne writes a whole body to disk before any of our code runs, signed in or not; here it stops at the limit.
"""

from functools import cached_property
from typing import Any, cast

from daphne.http_protocol import HTTPFactory, WebRequest
from django.conf import settings

from config.bodies import limit_for

# Beyond the limit we go on reading for a while without keeping anything, so that the browser hears our answer
# (a connection closed under an upload shows as a network error); beyond this many usual limits more we hang up.
PATIENCE = 15


class BoundedRequest(WebRequest):
    """Counts the body as it arrives and keeps none of what is too much."""

    taken = 0
    form: list[bytes] | None = None

    @cached_property
    def limit(self) -> int:
        """How large this one's body may be. While it arrives, only the channel knows where it is sent to."""
        address = cast(bytes, getattr(self.channel, "_path", self.uri))
        return limit_for(address.partition(b"?")[0].decode("latin-1"))

    def handleContentChunk(self, data: bytes) -> None:
        self.taken += len(data)
        if self.taken <= self.limit:
            super().handleContentChunk(data)
        elif self.taken > self.limit + settings.MAX_BODY_BYTES * PATIENCE:
            self.channel.transport.abortConnection()

    def requestReceived(self, command: bytes, path: bytes, version: bytes) -> None:
        # Twisted would take a form apart here, on the loop, and Django does it again in a thread of its own: megabytes
        # of a file would keep everybody else waiting. What it does not know for a form it leaves alone.
        self.form = self.requestHeaders.getRawHeaders(b"content-type")
        self.requestHeaders.removeHeader(b"content-type")
        super().requestReceived(command, path, version)

    def process(self) -> Any:
        if self.form:
            self.requestHeaders.setRawHeaders(b"content-type", self.form)
        # A chunked body announces nothing; tell `config.bodies` what really came, so that it refuses.
        if self.taken > self.limit:
            self.requestHeaders.setRawHeaders(b"content-length", [str(self.taken).encode()])
        return super().process()


class BoundedHTTPFactory(HTTPFactory):
    """Daphne's factory, making bounded requests."""

    def buildProtocol(self, addr: Any) -> Any:
        protocol = super().buildProtocol(addr)
        protocol.requestFactory = BoundedRequest
        return protocol
