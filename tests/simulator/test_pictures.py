"""Pictures (reference 4)."""

import base64
import io
from pathlib import Path

import httpx
import pytest
from PIL import Image, ImageChops

from simulator.money import CENT
from simulator.painting.picture import paint
from tests.simulator.calls import Caller
from tests.support.simulator import Simulator


def opened(raw: bytes) -> Image.Image:
    """A picture from its bytes."""
    return Image.open(io.BytesIO(raw))


@pytest.mark.parametrize(
    ("order", "size"),
    [
        ({}, (1024, 1024)),
        ({"aspect_ratio": "16:9"}, (1360, 768)),
        ({"aspect_ratio": "9:16"}, (768, 1360)),
        ({"aspect_ratio": "1:1", "resolution": "2k"}, (2048, 2048)),
        ({"aspect_ratio": "19.5:9"}, (1504, 688)),
    ],
)
def test_a_picture_is_a_jpeg_of_the_asked_ratio_and_resolution(
    call: Caller, order: dict[str, object], size: tuple[int, int]
) -> None:
    entry = call.picture("a fox", response_format="b64_json", **order).json()["data"][0]

    picture = opened(base64.b64decode(entry["b64_json"]))
    assert (picture.format, picture.size, entry["mime_type"]) == ("JPEG", size, "image/jpeg")
    assert list(entry) == ["b64_json", "mime_type"]


def test_several_pictures_differ_and_the_same_order_draws_the_same(call: Caller) -> None:
    first, again = (
        [entry["b64_json"] for entry in call.picture("a fox", response_format="b64_json", n=2).json()["data"]]
        for _ in range(2)
    )

    assert first == again
    assert first[0] != first[1]


def test_the_words_of_the_prompt_are_in_the_picture(tmp_path: Path) -> None:
    paths = {words: tmp_path / f"{words}.png" for words in ("", "yyy", "zzz")}
    for words, path in paths.items():
        paint(path, words, 7, 640, 360, "png", [])

    bare, one, other = (Image.open(path).convert("L") for path in paths.values())

    # Nothing in these words chooses a subject, so the landscape is the same and only the words differ.
    left, _, right, low = (
        ImageChops.difference(one, other).point(lambda level: 255 * (level > 60)).getbbox() or (0,) * 4
    )
    assert 10 < left < right < 120
    assert 300 < low < 350
    foot = (left, 300, right, low)
    assert max(one.crop(foot).tobytes()) > 220 > max(bare.crop(foot).tobytes())


def test_a_link_is_temporary_on_another_name_and_needs_no_key(call: Caller, stand_in: Simulator) -> None:
    entry = call.picture("a fox").json()["data"][0]

    with_key = httpx.get(entry["url"], headers={"Authorization": "Bearer xai-test"})
    without = httpx.get(entry["url"])

    assert entry["url"].startswith(f"http://localhost:{stand_in.port}/xai-imgen/xai-tmp-imgen-")
    assert with_key.status_code == 403
    assert opened(without.content).size == (1024, 1024)
    assert stand_in.requests(accepted=True)[0]["downloads"] == 1


@pytest.mark.parametrize(("form", "kind"), [("png", "PNG"), ("webp", "WEBP")])
def test_other_formats_on_request(call: Caller, form: str, kind: str) -> None:
    answer = call.picture(f"[[scene:picture_format format={form}]] a fox", response_format="b64_json").json()

    assert opened(base64.b64decode(answer["data"][0]["b64_json"])).format == kind
    assert answer["data"][0]["mime_type"] == f"image/{form}"


@pytest.mark.parametrize("prompt", ["[[scene:moderated]] a fox", "nudity"])
def test_a_moderated_picture_is_400_and_billed(call: Caller, stand_in: Simulator, prompt: str) -> None:
    answer = call.picture(prompt)

    assert answer.status_code == 400
    assert answer.json() == {
        "code": "imagine:content-moderated",
        "error": "Generated image rejected by content moderation.",
        "usage": {"cost_in_usd_ticks": 2 * CENT},
    }
    assert stand_in.requests(accepted=True)[0]["ticks"] == 2 * CENT


def test_a_blocked_picture_is_200_without_a_picture(call: Caller) -> None:
    entry = call.picture("[[scene:blocked]] a fox").json()["data"][0]

    assert entry == {"url": "", "mime_type": "image/jpeg", "respect_moderation": False}


def test_an_edit_takes_its_ratio_and_colours_from_the_input(call: Caller, small_picture: str) -> None:
    answer = call.client.post(
        "/images/edits",
        json={
            "model": "grok-imagine-image",
            "prompt": "make it warmer",
            "image": {"type": "image_url", "url": small_picture},
            "response_format": "b64_json",
        },
    ).json()

    picture = opened(base64.b64decode(answer["data"][0]["b64_json"]))
    assert picture.width / picture.height == pytest.approx(2, rel=0.02)
    assert answer["usage"]["cost_in_usd_ticks"] == 220_000_000


def test_a_picture_can_take_its_time_and_a_client_can_leave(call: Caller, stand_in: Simulator) -> None:
    with pytest.raises(httpx.ReadTimeout):
        call.client.post("/images/generations", json={"prompt": "[[scene:slow_picture]] a fox"}, timeout=0.3)

    stand_in.wait_for(lambda it: [row["ended"] for row in it.requests()] == ["client closed"])
    assert stand_in.requests()[0]["ticks"] == 2 * CENT


def test_success_carries_only_the_request_window(call: Caller) -> None:
    headers = call.picture("[[scene:blocked]] a fox").headers

    assert headers["x-ratelimit-limit-requests"] == "300"
    assert "x-ratelimit-limit-tokens" not in headers
