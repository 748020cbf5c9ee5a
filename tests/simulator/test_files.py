"""Scenes of a download."""

import io
import time

import av
import httpx
import pytest
from PIL import Image

from tests.simulator.calls import Caller
from tests.support.simulator import start_simulator


def film_url(call: Caller, scene: str) -> str:
    """The link of a finished one-second film."""
    request_id = call.video(f"[[scene:{scene}]] [[scene:video_seconds seconds=0]] a fox", duration=1).json()[
        "request_id"
    ]
    return str(call.finished(request_id).json()["video"]["url"])


def picture_url(call: Caller, scene: str) -> str:
    """The link of a picture."""
    return str(call.picture(f"[[scene:{scene}]] a fox").json()["data"][0]["url"])


def test_a_truncated_film_cannot_be_played_to_its_end(call: Caller) -> None:
    answer = httpx.get(film_url(call, "file_truncated"), timeout=20)

    assert answer.status_code == 200
    with av.open(io.BytesIO(answer.content), "r") as film:
        frames = 0
        try:
            for _ in film.decode(video=0):
                frames += 1
        except av.error.FFmpegError:
            pass
    assert frames < 24


def test_a_download_can_be_lost_in_the_middle(call: Caller) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(picture_url(call, "file_cut"))


def test_a_film_can_have_another_length_than_it_says(call: Caller) -> None:
    answer = httpx.get(film_url(call, "file_wrong_length seconds=2"), timeout=20)

    with av.open(io.BytesIO(answer.content), "r") as film:
        assert round((film.duration or 0) / av.time_base) == 2


def test_a_film_can_be_black_and_silent(call: Caller) -> None:
    answer = httpx.get(film_url(call, "file_dark"), timeout=20)

    with av.open(io.BytesIO(answer.content), "r") as film:
        pictures = [frame.to_image() for frame in film.decode(video=0)]  # type: ignore[no-untyped-call]
        film.seek(0)
        heard = [any(bytes(frame.planes[0])) for frame in film.decode(audio=0)]
    assert {image.getextrema() for image in pictures} == {((0, 0), (0, 0), (0, 0))}
    assert heard
    assert not any(heard)


def test_a_film_can_be_no_film(call: Caller) -> None:
    answer = httpx.get(film_url(call, "file_nonsense"))

    assert answer.headers["content-type"] == "video/mp4"
    assert answer.text.startswith("<html>")


def test_a_download_can_be_endless(call: Caller) -> None:
    with httpx.stream("GET", picture_url(call, "file_endless")) as answer:
        got = 0
        for packet in answer.iter_raw():
            got += len(packet)
            if got > 2_000_000:
                break

    assert "content-length" not in answer.headers


def test_a_download_can_be_slow(call: Caller) -> None:
    url = picture_url(call, "file_slow rate=400000")
    started = time.monotonic()

    raw = httpx.get(url).content

    assert time.monotonic() - started > len(raw) / 400_000 * 0.9
    assert Image.open(io.BytesIO(raw)).size == (1024, 1024)


def test_a_download_can_be_sent_elsewhere(call: Caller) -> None:
    answer = httpx.get(picture_url(call, "file_redirect"), follow_redirects=False)

    assert answer.status_code == 302
    assert answer.headers["location"].startswith("http://169.254.169.254/")


def test_a_download_can_be_refused(call: Caller) -> None:
    assert httpx.get(picture_url(call, "file_status status=403")).status_code == 403


def test_a_link_dies(call: Caller, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert httpx.get(picture_url(call, "file_lifetime seconds=0")).status_code == 404

    with start_simulator(tmp_path_factory.mktemp("short"), media_lifetime=0) as simulator:
        body = {"prompt": "a fox"}
        answer = httpx.post(
            f"{simulator.base_url}/images/generations", json=body, headers={"Authorization": "Bearer k"}
        )
        assert httpx.get(answer.json()["data"][0]["url"]).status_code == 404
