"""A rush of people waits in line, and what must not wait does not."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from asgiref.testing import ApplicationCommunicator
from django.db import connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path
from pytest_django import Settings

from config.handler import OneThreadHandler

pytestmark = pytest.mark.django_db(transaction=True)

go_on = threading.Event()
at_work: list[str] = []


def slow(request: HttpRequest, name: str) -> HttpResponse:
    """Works until it may go on."""
    at_work.append(request.path)
    go_on.wait(20)
    return HttpResponse("done")


def rows(request: HttpRequest) -> HttpResponse:
    """Uses a connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse(str(connection.connection is not None))


async def dripping(request: HttpRequest) -> StreamingHttpResponse:
    """An async view with an async body."""

    async def drops() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b"drop "

    return StreamingHttpResponse(drops())


urlpatterns = [
    path("slow/<str:name>/", slow),
    path("rows/", rows),
    path("dripping/", dripping),
    path("turns/<uuid:turn>/stop/", lambda request, turn: HttpResponse("stopped")),
]


@pytest.fixture
def handler(settings: Settings) -> Iterator[OneThreadHandler]:
    settings.ROOT_URLCONF = __name__
    settings.WEB_THREADS, settings.WEB_WAIT_SECONDS = 1, 0.2
    settings.MIDDLEWARE = ["foundation.request_id.RequestIdMiddleware", "foundation.outages.OutageMiddleware"]
    go_on.clear()
    at_work.clear()
    yield OneThreadHandler()
    go_on.set()


async def begun(handler: OneThreadHandler, address: str) -> Any:
    """A request on its way: what asgiref uses to speak to an application."""
    scope = {
        "type": "http",
        "method": "GET",
        "path": address,
        "query_string": b"",
        "headers": [],
        "http_version": "1.1",
    }
    request: Any = ApplicationCommunicator(handler, scope)  # type: ignore[no-untyped-call]
    await request.send_input({"type": "http.request", "body": b"", "more_body": False})
    return request


async def answer(request: Any) -> tuple[int, bytes]:
    """Status and body."""
    start = await request.receive_output(5)
    body = b""
    while True:
        part = await request.receive_output(5)
        body += part.get("body", b"")
        if not part.get("more_body"):
            return start["status"], body


async def get(handler: OneThreadHandler, address: str) -> tuple[int, bytes]:
    return await answer(await begun(handler, address))


async def until(so: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not so():  # noqa: ASYNC110  a state of another thread's
            await asyncio.sleep(0.005)


async def test_who_waits_too_long_is_told_to_come_again_and_nobody_else_is(handler: OneThreadHandler) -> None:
    first = await begun(handler, "/slow/first/")
    await until(lambda: at_work == ["/slow/first/"])

    status, body = await get(handler, "/slow/second/")

    assert (status, b"Try again" in body) == (503, True)
    go_on.set()
    assert await answer(first) == (200, b"done")
    assert at_work == ["/slow/first/"]


async def test_who_waits_a_little_is_served_next(handler: OneThreadHandler, settings: Settings) -> None:
    settings.WEB_WAIT_SECONDS = 5
    first, second = await begun(handler, "/slow/first/"), await begun(handler, "/slow/second/")
    await until(lambda: len(at_work) == 1)

    go_on.set()

    assert await answer(first) == await answer(second) == (200, b"done")


async def test_a_stop_and_a_question_for_life_never_wait(handler: OneThreadHandler) -> None:
    first = await begun(handler, "/slow/first/")
    await until(lambda: len(at_work) == 1)

    assert await get(handler, f"/turns/{uuid4()}/stop/") == (200, b"stopped")
    assert await get(handler, "/healthz") == (200, b"ok\n")
    go_on.set()
    assert await answer(first) == (200, b"done")


async def test_a_client_that_goes_away_gives_its_place_back_when_its_work_is_done(
    handler: OneThreadHandler, settings: Settings
) -> None:
    settings.WEB_WAIT_SECONDS = 5
    at_its_desk, in_line = await begun(handler, "/slow/first/"), await begun(handler, "/slow/second/")
    await until(lambda: len(at_work) == 1)
    for gone in (at_its_desk, in_line):
        await gone.send_input({"type": "http.disconnect"})
        await gone.wait(5)
    settings.WEB_WAIT_SECONDS = 0.2
    while_it_works = await get(handler, "/rows/")
    settings.WEB_WAIT_SECONDS = 5

    go_on.set()

    assert while_it_works[0] == 503
    assert await get(handler, "/rows/") == (200, b"True")
    assert at_work == ["/slow/first/"]  # the other had not begun, and its client was gone


async def test_a_request_gives_its_connection_back(handler: OneThreadHandler) -> None:
    assert await get(handler, "/rows/") == (200, b"True")

    held = handler._line._threads.submit(lambda: connection.connection).result(5)

    assert held is None


async def test_an_async_view_with_an_async_body_passes_too(handler: OneThreadHandler) -> None:
    assert await get(handler, "/dripping/") == (200, b"drop drop drop ")
