"""Back-pressure for Daphne: a gate per connection that the transport closes while its buffer is full.

Without it a reader that does not read costs the server everything it was ever sent: 400 MB in one minute, measured.
"""

import asyncio
from typing import Any
from weakref import WeakKeyDictionary

import structlog
from twisted.internet.interfaces import IPushProducer
from zope.interface import implementer

log = structlog.get_logger(__name__)


@implementer(IPushProducer)
class Gate:
    """What Twisted pauses when the buffer is full and resumes when it has drained."""

    def __init__(self) -> None:
        self.open = asyncio.Event()
        self.open.set()

    def pauseProducing(self) -> None:
        self.open.clear()

    def resumeProducing(self) -> None:
        self.open.set()

    def stopProducing(self) -> None:
        self.open.set()


class Gates:
    """The gates of one server."""

    def __init__(self, slow_seconds: float) -> None:
        self.slow_seconds = slow_seconds
        self.by_protocol: WeakKeyDictionary[Any, Gate] = WeakKeyDictionary()

    def before(self, protocol: Any, message: dict[str, Any]) -> None:
        """Stand at the gate from the first piece of a stream; leave before its last."""
        kind = message["type"]
        if kind == "http.response.body" and not message.get("more_body") and protocol in self.by_protocol:
            del self.by_protocol[protocol]
            protocol.unregisterProducer()
        elif self._streams(message) and protocol not in self.by_protocol:
            self._stand(protocol, kind)

    async def after(self, protocol: Any, message: dict[str, Any]) -> None:
        """Wait for room; a reader that makes none within `slow_seconds` is cut off (its cursor makes that painless)."""
        gate = self.by_protocol.get(protocol)
        if gate is None or gate.open.is_set() or not self._streams(message):
            return
        try:
            async with asyncio.timeout(self.slow_seconds):
                await gate.open.wait()
        except TimeoutError:
            log.info("slow_reader_cut", kind=message["type"])
            transport = getattr(protocol, "transport", None) or protocol.channel.transport
            transport.abortConnection()

    @staticmethod
    def _streams(message: dict[str, Any]) -> bool:
        return message["type"] == "websocket.send" or (
            message["type"] == "http.response.body" and bool(message.get("more_body"))
        )

    def _stand(self, protocol: Any, kind: str) -> None:
        gate = Gate()
        if kind == "websocket.send":
            # The HTTP channel that was upgraded still stands here.
            protocol.transport.unregisterProducer()
            protocol.transport.registerProducer(gate, True)
        elif protocol.channel is not None and not protocol.finished:
            protocol.registerProducer(gate, True)
        else:
            return
        self.by_protocol[protocol] = gate
