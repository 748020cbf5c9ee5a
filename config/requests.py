"""Requests whose body never grows beyond what we take, and whose answer is whole or cut off, never left hanging.

Daphne writes a whole body to disk before any of our code runs; here it stops at the limit, which is a form's for whoever is not
signed in (where anyone may send: for whoever did so too often). Whose sender cannot be known now is told so: an emptied body
would be called an empty file.
"""

from functools import cached_property
from typing import Any, cast

from daphne.http_protocol import HTTPFactory, WebRequest
from django.conf import settings
from django.http import HttpRequest
from twisted.internet.threads import deferToThread

from config.bodies import limit_for, takes_files
from config.senders import may_send
from foundation import outages

# Beyond the limit we go on reading for a while without keeping anything, so that the browser hears our answer
# (a connection closed under an upload shows as a network error); beyond this many usual limits more we hang up.
PATIENCE = 15


class BoundedRequest(WebRequest):
    """Counts the body as it arrives and keeps none of what is too much."""

    taken = 0
    form: list[bytes] | None = None
    asked = False  # who sends it
    known: bool | None = True  # None: nobody could say

    @cached_property
    def path_sent_to(self) -> str:
        """Where it is sent to. While the body arrives, only the channel knows."""
        address = cast(bytes, getattr(self.channel, "_path", self.uri))
        return address.partition(b"?")[0].decode("latin-1")

    @property
    def limit(self) -> int:
        """How large this one's body may be."""
        return limit_for(self.path_sent_to) if self.known else settings.MAX_BODY_BYTES

    def handleContentChunk(self, data: bytes) -> None:
        self.taken += len(data)
        if self.taken > settings.MAX_BODY_BYTES and takes_files(self.path_sent_to):
            self._ask_who_sends()
        if self.taken <= self.limit:
            super().handleContentChunk(data)
        elif self.taken > self.limit + settings.MAX_BODY_BYTES * PATIENCE:
            self.channel.transport.abortConnection()

    def _ask_who_sends(self) -> None:
        """Once, when it becomes larger than a form; until the answer is there, nothing more is read."""
        if self.asked:
            return
        self.asked = True
        self.channel.transport.pauseProducing()
        cookies = b"; ".join(self.requestHeaders.getRawHeaders(b"cookie") or [])
        deferToThread(may_send, self.path_sent_to, cookies, self._where()).addBoth(self._told_who_sends)

    def _where(self) -> dict[str, str]:
        """Where it comes from, as Django's META has it."""
        peer = self.channel.transport.getPeer()
        forwarded = b",".join(self.requestHeaders.getRawHeaders(b"x-forwarded-for") or []).decode("latin-1")
        where = {"REMOTE_ADDR": str(getattr(peer, "host", ""))}
        return {**where, "HTTP_X_FORWARDED_FOR": forwarded} if forwarded else where

    def _told_who_sends(self, known: object) -> None:
        self.known = known if isinstance(known, bool) else None  # also when the asking itself broke
        if self.channel is not None:
            self.channel.transport.resumeProducing()

    def requestReceived(self, command: bytes, path: bytes, version: bytes) -> None:
        # Twisted would take a form apart here, on the loop, and Django does it again in a thread of its own: megabytes
        # of a file would keep everybody else waiting. What it does not know for a form it leaves alone.
        self.form = self.requestHeaders.getRawHeaders(b"content-type")
        self.requestHeaders.removeHeader(b"content-type")
        super().requestReceived(command, path, version)

    def process(self) -> Any:
        if self.form:
            self.requestHeaders.setRawHeaders(b"content-type", self.form)
        if self.known is None:
            return self._say_what_is_away()
        if self.known is False:  # whom the view's door turns away, by the headers alone
            self.content.seek(0)
            self.content.truncate()
            self.requestHeaders.setRawHeaders(b"content-length", [b"0"])
            return super().process()
        # A chunked body announces nothing; tell `config.bodies` what really came, so that it refuses.
        if self.taken > self.limit:
            self.requestHeaders.setRawHeaders(b"content-length", [str(self.taken).encode()])
        return super().process()

    def handle_exception(self, exception: BaseException) -> None:
        """What has begun cannot become an error page any more: hang up, so that its reader knows it is not whole.

        Daphne would try the page, which raises, and from then on it would clear away no connection of this process.
        """
        if not self._response_started:
            super().handle_exception(exception)
        elif self.channel is not None:
            self.channel.transport.abortConnection()

    def _say_what_is_away(self) -> None:
        """The house's page of an outage: nothing was looked at, nothing was kept."""
        page = outages.page(HttpRequest())
        headers = [(name.lower().encode(), value.encode()) for name, value in page.headers.items()]
        self.handle_reply({"type": "http.response.start", "status": page.status_code, "headers": headers})
        self.handle_reply({"type": "http.response.body", "body": page.content})


class BoundedHTTPFactory(HTTPFactory):
    """Daphne's factory, making bounded requests."""

    def buildProtocol(self, addr: Any) -> Any:
        protocol = super().buildProtocol(addr)
        protocol.requestFactory = BoundedRequest
        return protocol
