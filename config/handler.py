"""Django's ASGI handler, with a whole request in one thread, and so many threads and no more.

Django crosses between the loop and a thread at every middleware that could be either, some ten times a request, and
gives each request a thread of its own: a rush of people then shares one interpreter and a few connections among hundreds
of threads, and all of them are slow. Here they wait in line, and those in front are served at full speed. Who waits too
long is told to come again. A Stop has a short line of its own, and whether the process lives nobody waits to hear.
"""

import asyncio
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.db import close_old_connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from config.health import healthz
from foundation import outages

ALIVE = "/healthz"
URGENT = re.compile(r"/turns/[0-9a-f-]{36}/stop/")
URGENT_THREADS = 2
CHECKS = re.compile(r"/check/file/")  # anyone's: who is at home does not wait behind strangers
SLOW = re.compile(r"/files/|/transfers/bring/")  # a file takes seconds: who sends words does not wait behind it

Respond = Callable[[HttpRequest], HttpResponseBase]


class Line:
    """So many requests at once; the others wait for a place."""

    def __init__(self, threads: int) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self._places = asyncio.Semaphore(threads)

    async def run(self, respond: Respond, request: HttpRequest) -> HttpResponseBase:
        """The response; or that there is no place, when there is none for WEB_WAIT_SECONDS."""
        try:
            async with asyncio.timeout(settings.WEB_WAIT_SECONDS):
                await self._places.acquire()
        except TimeoutError:  # of the line alone: what the work raises is its own
            return outages.page(request)
        work = sync_to_async(respond, thread_sensitive=False, executor=self._threads)
        working = asyncio.ensure_future(work(request))
        working.add_done_callback(self._leave)
        # Its client may go: the thread, and with it the place, is taken until the work ends.
        return await asyncio.shield(working)

    def _leave(self, working: "asyncio.Future[HttpResponseBase]") -> None:
        self._places.release()
        if not working.cancelled():
            working.exception()  # nobody else may be there any more to look at it


class OneThreadHandler(ASGIHandler):
    """Runs middlewares and view as under WSGI; bodies are still received and sent by the loop."""

    def __init__(self) -> None:
        super().__init__()
        self._line, self._urgent = Line(settings.WEB_THREADS), Line(URGENT_THREADS)
        self._slow, self._checks = Line(settings.UPLOADS_AT_ONCE), Line(1)

    async def __call__(self, scope, receive, send) -> None:  # type: ignore[no-untyped-def]
        """Handle one request, without the thread of its own that Django would start here."""
        await self.handle(scope, receive, send)

    def load_middleware(self, is_async: bool = False) -> None:
        """Build the plain chain, whatever the base class asks for."""
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """The response, made in one of our threads, as soon as there is a place."""
        if request.path == ALIVE:
            return healthz(request)
        return await self._line_for(request.path).run(self._respond, request)

    def _line_for(self, path: str) -> Line:
        if CHECKS.fullmatch(path):
            return self._checks
        if SLOW.fullmatch(path):
            return self._slow
        return self._urgent if URGENT.fullmatch(path) else self._line

    def _respond(self, request: HttpRequest) -> HttpResponseBase:
        try:
            return self.get_response(request)
        finally:
            close_old_connections()  # Django's own signal comes in another thread, which has none to give back
