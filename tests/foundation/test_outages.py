"""A server that is away is said in a sentence, with when to come back; what does not need it goes on."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from asgiref.sync import async_to_sync
from django.contrib.sessions.models import Session
from django.db import connections
from django.http import HttpResponse, HttpResponseBase
from django.test import AsyncClient, Client

from accounts.models import Role, User
from chatapp.models import Turn
from config.dev.postgres import Postgres
from config.dev.server import Server
from config.dev.valkey import Valkey
from tests.accounts.people import PASSWORD, person

pytestmark = pytest.mark.django_db(transaction=True)

SIGN_IN = "/people/auth/login/"
PAGES = ["/", "/notices/", "/studio/", "/usage/", "/people/me/"]


@pytest.fixture
def bob(transactional_db: None) -> User:
    return person("bob", Role.CREATOR)


@pytest.fixture
def bobs(bob: User) -> Client:
    """Bob's browser: what breaks reaches him as a page, as in production."""
    browser = Client(raise_request_exception=False)
    browser.force_login(bob)
    return browser


@contextmanager
def away(server: Server) -> Iterator[None]:
    """Killed for the time of the block."""
    server.kill9()
    try:
        yield
    finally:
        server.start()
        connections.close_all()


def says_so(answer: HttpResponseBase) -> bool:
    """Whether it is the page of an outage, dressed as every page is."""
    assert isinstance(answer, HttpResponse)
    sentence = b"A part of the house is away for a moment" in answer.content
    dressed = "default-src 'none'" in answer["Content-Security-Policy"] and answer["X-Request-Id"]
    return bool(answer.status_code == 503 and answer["Retry-After"] == "5" and sentence and dressed)


def test_a_page_without_postgres_says_that_a_part_is_away(bobs: Client, postgres: Postgres) -> None:
    with away(postgres):
        answers = [bobs.get(address) for address in PAGES]

    assert all(says_so(answer) for answer in answers)
    assert [bobs.get(address).status_code for address in PAGES] == [200] * len(PAGES)


def test_signing_in_without_postgres_says_that_a_part_is_away(bob: User, postgres: Postgres) -> None:
    visitor = Client(raise_request_exception=False)

    with away(postgres):
        answer = visitor.post(SIGN_IN, {"login": bob.email, "password": PASSWORD})

    assert says_so(answer)
    assert visitor.post(SIGN_IN, {"login": bob.email, "password": PASSWORD}).status_code == 302


def test_sending_without_postgres_says_that_a_part_is_away(bobs: Client, postgres: Postgres) -> None:
    click = {"text": "Why is the sky blue?", "key": str(uuid4())}

    with away(postgres):
        answer = bobs.post("/c/send/", click)

    assert says_so(answer)
    assert bobs.post("/c/send/", click).status_code == 303
    assert Turn.objects.count() == 1


def test_the_way_through_the_loop_says_it_too(bob: User, postgres: Postgres) -> None:
    browser = AsyncClient(raise_request_exception=False)
    browser.force_login(bob)

    with away(postgres):
        answer = async_to_sync(browser.get)("/notices/")

    assert says_so(answer)


def test_a_page_without_valkey_is_shown_and_nobody_is_signed_out(bobs: Client, valkey: Valkey) -> None:
    with away(valkey):
        answers = [bobs.get(address) for address in PAGES]

    assert [answer.status_code for answer in answers] == [200] * len(PAGES)


def test_signing_in_without_valkey_says_that_a_part_is_away(bob: User, valkey: Valkey) -> None:
    visitor = Client(raise_request_exception=False)

    with away(valkey):
        answer = visitor.post(SIGN_IN, {"login": bob.email, "password": PASSWORD})

    assert says_so(answer)
    assert visitor.post(SIGN_IN, {"login": bob.email, "password": PASSWORD}).status_code == 302


def test_what_is_sent_without_valkey_is_taken_once(bobs: Client, valkey: Valkey) -> None:
    click = {"text": "Why is the sky blue?", "key": str(uuid4())}

    with away(valkey):
        answer = bobs.post("/c/send/", click)

    assert answer.status_code == 303  # the row is the order; a relay finds it by itself
    assert bobs.post("/c/send/", click).status_code == 303
    assert Turn.objects.count() == 1


def test_signing_out_without_valkey_leaves_nothing_that_comes_back(bobs: Client, valkey: Valkey) -> None:
    assert bobs.get("/people/me/").status_code == 200  # the cache has a copy of the session now

    with away(valkey):
        answer = bobs.post("/people/auth/logout/")

    assert says_so(answer)
    assert Session.objects.exists()  # and it can be ended: with the copy that Valkey may have kept
    bobs.post("/people/auth/logout/")
    assert not Session.objects.exists()
    assert bobs.get("/people/me/").status_code == 302


def test_a_fault_of_ours_stays_a_fault(bobs: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("ours")

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore._get_session_from_db", breaks)
    bobs.cookies["sessionid"] = "of-another-browser"

    answer = bobs.get("/notices/")

    assert answer.status_code == 500
    assert b"Something broke on our side" in answer.content
