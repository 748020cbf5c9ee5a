"""How much a web process takes in: a large file at its own address, nothing as large anywhere else."""

from collections.abc import Iterator

import httpx
import pytest
from django.test import Client

from accounts.models import User
from tests.chatapp.files import made
from tests.support.processes import Web

FORM = "multipart/form-data; boundary=b"


def form(raw: bytes) -> bytes:
    return b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n' + raw + b"\r\n--b--\r\n"


def in_pieces(raw: bytes) -> Iterator[bytes]:
    yield from (raw[at : at + 65_536] for at in range(0, len(raw), 65_536))


@pytest.mark.parametrize("announced", [True, False], ids=["announced", "in pieces"])
@pytest.mark.parametrize(
    ("place", "megabytes", "taken"),
    [("/files/", 6, True), ("/files/", 21, False), ("/files/x/", 6, False), ("/c/send/", 6, False)],
    ids=["a file", "a file too large", "near by", "a question"],
)
def test_only_a_file_may_be_large(web: Web, place: str, megabytes: int, taken: bool, announced: bool) -> None:
    raw = bytes(megabytes * 1_000_000)

    answer = httpx.post(
        web.url + place, content=raw if announced else in_pieces(raw), headers={"Content-Type": FORM}, timeout=60
    )

    assert (answer.status_code != 413) == taken


def test_a_large_picture_arrives_whole(web: Web, alice: User, client: Client) -> None:
    client.force_login(alice)
    raw = made.picture("PNG", (1_600, 1_200), compress_level=0)
    assert len(raw) > 5_000_000
    with httpx.Client(
        base_url=web.url, cookies={"sessionid": client.cookies["sessionid"].value}, timeout=60
    ) as browser:
        page = browser.get("/").text
        token = page.partition('name="csrf-token" content="')[2].partition('"')[0]
        headers = {"Content-Type": FORM, "X-CSRFToken": token, "Origin": web.url, "Referer": web.url}

        answer = browser.post("/files/", content=form(raw), headers=headers)

    assert answer.status_code == 201, answer.text
    assert answer.json()["tokens"] == 50 * 38 + 2
