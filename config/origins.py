"""Sockets are accepted from our own pages only: scheme, host and port equal, none and `null` refused."""

from asgiref.typing import ASGI3Application, ASGIReceiveCallable, ASGISendCallable, Scope


class ExactOrigin:
    """Cross-site socket hijacking ends here: browsers always say where a page came from."""

    def __init__(self, application: ASGI3Application, origins: list[str]) -> None:
        self.application = application
        self.origins = {origin.encode() for origin in origins}

    async def __call__(self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        assert scope["type"] == "websocket"
        origins = [value for name, value in scope["headers"] if name == b"origin"]
        if len(origins) == 1 and origins[0] in self.origins:
            await self.application(scope, receive, send)
            return
        await receive()  # websocket.connect
        await send({"type": "websocket.close", "code": 4003, "reason": "origin"})
