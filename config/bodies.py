"""A request body is bounded before Django sees it. In the embedded default no proxy does it for us."""

from asgiref.typing import ASGI3Application, ASGIReceiveCallable, ASGIReceiveEvent, ASGISendCallable, Scope
from django.conf import settings

TOO_LARGE = b"This is larger than we take. Nothing was saved. Send less, or a smaller file.\n"


UPLOADS = "/files/"
BRINGING = "/transfers/bring/"
CHECKING = "/check/file/"  # from anyone: `config.senders` counts
PICTURES = "/studio/bring/"
ENVELOPE_BYTES = 100_000  # what a form puts around a file


def takes_files(path: str) -> bool:
    """Whether a body may be larger there than anywhere else; then only from who may send it (`config.senders`)."""
    return path in (UPLOADS, BRINGING, CHECKING, PICTURES)


def limit_for(path: str) -> int:
    """How large a body may be that is sent to this address."""
    files = {
        UPLOADS: settings.MAX_FILE_BYTES,
        BRINGING: settings.TRANSFER_UPLOAD_BYTES,
        CHECKING: settings.CHECK_FILE_BYTES,
        PICTURES: settings.STUDIO_UPLOAD_BYTES,
    }
    return files[path] + ENVELOPE_BYTES if takes_files(path) else settings.MAX_BODY_BYTES


class BodyTooLarge(Exception):
    """More bytes came than the limit allows."""


class BoundedBody:
    """Refuses by the announced length at once, and by what really arrives otherwise."""

    def __init__(self, application: ASGI3Application) -> None:
        self.application = application

    async def __call__(self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        assert scope["type"] == "http"
        limit = limit_for(scope["path"])
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if not announced.isdigit() or int(announced) > limit:
            await _refuse(send)
            return
        taken = 0
        answered = False

        async def bounded_receive() -> ASGIReceiveEvent:
            nonlocal taken
            event = await receive()
            if event["type"] == "http.request":
                taken += len(event["body"])
                if taken > limit:
                    raise BodyTooLarge
            return event

        async def watched_send(event: object) -> None:
            nonlocal answered
            answered = True
            await send(event)  # type: ignore[arg-type]

        try:
            await self.application(scope, bounded_receive, watched_send)
        except BodyTooLarge:
            if not answered:
                await _refuse(send)


async def _refuse(send: ASGISendCallable) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"connection", b"close"),
        (b"content-length", str(len(TOO_LARGE)).encode()),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers, "trailers": False})
    await send({"type": "http.response.body", "body": TOO_LARGE, "more_body": False})
