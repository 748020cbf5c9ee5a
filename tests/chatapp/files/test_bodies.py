"""How much a web process takes in: a large file at its own address from who is signed in, nothing as large otherwise."""

from collections.abc import Iterator

import httpx
import pytest
from django.db import connections
from django.test import Client

from accounts.models import User
from config.dev.postgres import Postgres
from tests.chatapp.files import made
from tests.chatapp.relays import until
from tests.support.processes import Processes, Web

FORM = "multipart/form-data; boundary=b"


def form(raw: bytes) -> bytes:
    return b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n' + raw + b"\r\n--b--\r\n"


def in_pieces(raw: bytes) -> Iterator[bytes]:
    yield from (raw[at : at + 65_536] for at in range(0, len(raw), 65_536))


@pytest.mark.parametrize("announced", [True, False], ids=["announced", "in pieces"])
@pytest.mark.parametrize(
    ("place", "megabytes", "taken"),
    [
        ("/files/", 6, True),
        ("/files/", 21, False),
        ("/files/x/", 6, False),
        ("/c/send/", 6, False),
        ("/check/file/", 30, True),
        ("/check/file/", 66, False),
    ],
    ids=["a file", "a file too large", "near by", "a question", "a film to check", "one too large to check"],
)
def test_only_a_file_may_be_large(
    web: Web, alice: User, client: Client, place: str, megabytes: int, taken: bool, announced: bool
) -> None:
    client.force_login(alice)
    raw = bytes(megabytes * 1_000_000)
    headers = {"Content-Type": FORM, "Cookie": f"sessionid={client.cookies['sessionid'].value}"}

    answer = httpx.post(web.url + place, content=raw if announced else in_pieces(raw), headers=headers, timeout=60)

    assert (answer.status_code != 413) == taken


@pytest.mark.parametrize("cookie", ["", "sessionid=forged-" + "x" * 25, "sessionid"], ids=["none", "forged", "broken"])
@pytest.mark.parametrize("place", ["/files/", "/transfers/bring/"])
def test_of_a_strangers_file_nothing_is_kept_and_the_line_is_cut(web: Web, place: str, cookie: str) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        for piece in in_pieces(bytes(190_000_000)):
            sent += len(piece)
            yield piece

    try:
        answer = httpx.post(
            web.url + place, content=endless(), headers={"Content-Type": FORM, "Cookie": cookie}, timeout=60
        )
        assert answer.status_code in (302, 303, 403, 413)
    except httpx.TransportError:
        pass  # cut

    assert sent < 60_000_000


def test_a_strangers_file_that_is_just_too_large_for_a_form_is_answered(web: Web) -> None:
    answer = httpx.post(web.url + "/files/", content=bytes(6_000_000), headers={"Content-Type": FORM}, timeout=60)

    assert answer.status_code in (302, 403)


def test_whoever_cannot_be_known_now_is_told_so_and_not_that_the_file_is_empty(
    processes: Processes, alice: User, client: Client, postgres: Postgres
) -> None:
    client.force_login(alice)
    headers = {"Content-Type": FORM, "Cookie": f"sessionid={client.cookies['sessionid'].value}"}
    web = processes.web(1)  # not the one of other tests, which would find out later that its connections are gone

    def back_before_the_end() -> Iterator[bytes]:
        yield from in_pieces(bytes(3_000_000))
        until(lambda: "sender_not_known" in web.output(), "the session was asked for")
        postgres.start()
        connections.close_all()
        yield from in_pieces(bytes(3_000_000))

    postgres.kill9()
    answer = httpx.post(web.url + "/files/", content=back_before_the_end(), headers=headers, timeout=60)

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "A part of the house is away for a moment" in answer.text


@pytest.mark.parametrize("foreign", ["", 'prefs={"a":1}; ', "a b=c; ", 'x="; '], ids=["none", "json", "space", "quote"])
def test_a_large_picture_arrives_whole(web: Web, alice: User, client: Client, foreign: str) -> None:
    client.force_login(alice)
    raw = made.picture("PNG", (1_600, 1_200), compress_level=0)
    assert len(raw) > 5_000_000
    with httpx.Client(base_url=web.url, timeout=60) as browser:
        cookie = f"{foreign}sessionid={client.cookies['sessionid'].value}"
        page = browser.get("/", headers={"Cookie": cookie})
        token = page.text.partition('name="csrf-token" content="')[2].partition('"')[0]
        browser.cookies.clear()
        cookie += f"; csrftoken={page.cookies['csrftoken']}"
        headers = {"Content-Type": FORM, "X-CSRFToken": token, "Origin": web.url, "Referer": web.url, "Cookie": cookie}

        answer = browser.post("/files/", content=form(raw), headers=headers)

    assert answer.status_code == 201, answer.text
    assert answer.json()["tokens"] == 50 * 38 + 2
