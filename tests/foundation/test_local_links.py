"""Local media links behave as a bucket's: signed, short-lived, seekable, harmless when opened alone."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import File
from django.test import AsyncClient

from foundation.storage import media
from foundation.storage.serving import wanted

BODY = bytes(range(256)) * 40


@pytest.fixture
def film(settings: Any, tmp_path: Path) -> str:
    settings.MEDIA_ROOT = tmp_path
    from django.core.files.storage import storages

    storages._storages.clear()  # type: ignore[attr-defined]
    media().save("assets/one/film.mp4", File(io.BytesIO(BODY)))
    return media().link("assets/one/film.mp4", content_type="video/mp4", filename="fox über den fluss.mp4")


async def body(response: Any) -> bytes:
    return b"".join([piece async for piece in response.streaming_content])


async def test_a_link_gives_the_whole_file_with_our_type_and_name(film: str) -> None:
    response = await AsyncClient().get(film)

    assert response.status_code == 200
    assert await body(response) == BODY
    assert response["Content-Type"] == "video/mp4"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "fox%20%C3%BCber" in response["Content-Disposition"]


@pytest.mark.parametrize(
    ("asked", "status", "start", "end"),
    [
        ("bytes=0-99", 206, 0, 100),
        ("bytes=100-", 206, 100, None),
        ("bytes=-50", 206, len(BODY) - 50, None),
        ("lines=1-2", 200, 0, None),
        (f"bytes={'9' * 5000}-", 200, 0, None),
        (f"bytes=-{'9' * 5000}", 200, 0, None),
    ],
)
async def test_a_player_may_seek(film: str, asked: str, status: int, start: int, end: int | None) -> None:
    response = await AsyncClient().get(film, headers={"Range": asked})

    assert response.status_code == status
    assert await body(response) == BODY[start:end]
    assert response["Content-Length"] == str(len(BODY[start:end]))


async def test_a_span_beyond_the_end_is_416(film: str) -> None:
    response = await AsyncClient().get(film, headers={"Range": f"bytes={len(BODY)}-"})

    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{len(BODY)}"


async def test_a_link_that_is_forged_or_too_old_is_not_there(film: str, settings: Any) -> None:
    head, token, name = film.rsplit("/", 2)
    forged = f"{head}/{token[:-1]}{'a' if token[-1] != 'a' else 'b'}/{name}"
    assert (await AsyncClient().get(forged)).status_code == 404

    settings.MEDIA_LINK_SECONDS = -1

    assert (await AsyncClient().get(film)).status_code == 404


async def test_a_link_dies_with_its_object(film: str) -> None:
    media().delete("assets/one/film.mp4")

    assert (await AsyncClient().get(film)).status_code == 404


async def test_only_pictures_films_and_sound_are_shown_in_place(film: str) -> None:
    link = media().link("assets/one/film.mp4", content_type="text/html", filename="x.html")

    response = await AsyncClient().get(link)

    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")


def test_nothing_is_ever_overwritten(film: str) -> None:
    with pytest.raises(FileExistsError):
        media().save("assets/one/film.mp4", File(io.BytesIO(b"other")))


def test_spans() -> None:
    assert wanted("", 10) == (0, 10)
    assert wanted("bytes=2-3", 10) == (2, 4)
    assert wanted("bytes=2-99", 10) == (2, 10)
    assert wanted("bytes=-3", 10) == (7, 10)
    assert wanted("bytes=-0", 10) is None
    assert wanted("bytes=5-4", 10) is None
    assert wanted("bytes=-", 10) == (0, 10)
