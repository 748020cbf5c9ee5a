"""A bucket that goes away says so in our words, soon, and never passes a part of an object for the whole."""

import io
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import create_server
from typing import Any

import pytest
from django.core.files.base import File

from foundation.storage import StorageDown
from foundation.storage.s3 import S3Bytes
from tests.support.s3 import S3Server

BODY = bytes(range(256)) * 40


@pytest.fixture
def bucket(settings: Any) -> Callable[[str], S3Bytes]:
    """The bucket at an address."""

    def at(address: str) -> S3Bytes:
        settings.S3_BUCKET, settings.S3_ENDPOINT_URL = "salon-media", address
        settings.S3_ACCESS_KEY_ID, settings.S3_SECRET_ACCESS_KEY = "salon-test-key", "salon-test-secret"
        return S3Bytes()

    return at


class CutsOff(BaseHTTPRequestHandler):
    """Promises an object, and breaks off in its middle."""

    def do_HEAD(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(BODY)))
        self.send_header("ETag", '"one"')
        self.end_headers()

    def do_GET(self) -> None:
        self.do_HEAD()
        self.wfile.write(BODY[:100])

    def log_message(self, *_: object) -> None: ...


@contextmanager
def served(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_an_object_that_breaks_off_is_a_bucket_that_is_away(bucket: Callable[[str], S3Bytes]) -> None:
    with served(CutsOff) as address:
        file = bucket(address).open("assets/one.jpg")

        for _ in range(2):  # the second try does not find the part that has arrived
            with pytest.raises(StorageDown):
                file.read()


def test_what_could_not_be_read_is_whole_when_the_bucket_is_back(
    signed_s3_server: S3Server, bucket: Callable[[str], S3Bytes]
) -> None:
    store = bucket(signed_s3_server.url)
    store.save("assets/one.jpg", File(io.BytesIO(BODY)))
    file = store.open("assets/one.jpg")

    signed_s3_server.kill9()
    with pytest.raises(StorageDown):
        file.read()
    signed_s3_server.start()

    assert file.read() == BODY


def test_an_object_deleted_before_it_is_read_is_not_there(
    s3_server: S3Server, bucket: Callable[[str], S3Bytes]
) -> None:
    store = bucket(s3_server.url)
    store.save("assets/one.jpg", File(io.BytesIO(BODY)))
    file = store.open("assets/one.jpg")

    store.delete("assets/one.jpg")

    with pytest.raises(FileNotFoundError):
        file.read()


def test_whether_a_silent_bucket_is_there_is_known_in_seconds(bucket: Callable[[str], S3Bytes]) -> None:
    with create_server(("127.0.0.1", 0)) as silent:
        store = bucket(f"http://127.0.0.1:{silent.getsockname()[1]}")
        asked = time.monotonic()

        with pytest.raises(StorageDown):
            store.check()

    assert time.monotonic() - asked < 8
