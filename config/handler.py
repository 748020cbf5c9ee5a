"""Django's ASGI handler, with a whole request in one thread, and so many threads and no more.

Django crosses between the loop and a thread at every middleware that could be either, some ten times a request, and
gives each request a thread of its own: a rush of people then shares one interpreter and a few connections among hundreds
of threads, and all of them are slow. Here they wait in line, and those in front are served at full speed.
"""

from concurrent.futures import ThreadPoolExecutor

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.db import close_old_connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class OneThreadHandler(ASGIHandler):
    """Runs middlewares and view as under WSGI; bodies are still received and sent by the loop."""

    def __init__(self) -> None:
        super().__init__()
        self._threads = ThreadPoolExecutor(settings.WEB_THREADS, thread_name_prefix="request")

    def load_middleware(self, is_async: bool = False) -> None:
        """Build the plain chain, whatever the base class asks for."""
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """The response, made in one of our threads."""
        return await sync_to_async(self._respond, thread_sensitive=False, executor=self._threads)(request)

    def _respond(self, request: HttpRequest) -> HttpResponseBase:
        try:
            return self.get_response(request)
        finally:
            close_old_connections()  # Django's own signal comes in another thread, which has none to give back
