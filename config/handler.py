"""Django's ASGI handler, with a whole request in one thread.

Django crosses between the loop and a thread at every middleware that could be either, some ten times a request; each
crossing costs more than most middlewares. All ours run plainly, so one crossing there and one back are enough.
"""

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class OneThreadHandler(ASGIHandler):
    """Runs middlewares and view as under WSGI; bodies are still received and sent by the loop."""

    def load_middleware(self, is_async: bool = False) -> None:
        """Build the plain chain, whatever the base class asks for."""
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """The response, made in this request's thread."""
        return await sync_to_async(self.get_response, thread_sensitive=True)(request)
