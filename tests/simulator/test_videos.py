"""The life of a video job (reference 5)."""

import io
from pathlib import Path

import av
import httpx
import pytest
from PIL import Image, ImageChops, ImageStat

from simulator.money import CENT
from simulator.painting.film import shoot
from tests.simulator.calls import Caller
from tests.support.simulator import Simulator


def started(call: Caller, scene: str = "", /, **order: object) -> str:
    """The request id of a new video."""
    return str(call.video(f"{scene} a fox crossing a river", **({"duration": 1} | order)).json()["request_id"])


def test_a_video_is_pending_with_rising_progress_and_then_done(call: Caller) -> None:
    request_id = started(call, "[[scene:video_seconds seconds=0.6]]")

    seen: list[httpx.Response] = []
    while not seen or seen[-1].status_code == 202:
        seen.append(call.poll(request_id))
    pending = [answer.json() for answer in seen[:-1] if answer.content]

    assert any(not answer.content for answer in seen[:-1])
    progress = [answer["progress"] for answer in pending]
    assert progress == sorted(progress)
    assert progress[-1] > progress[0]
    assert {answer["status"] for answer in pending} == {"pending"}
    assert seen[-1].json() == {
        "status": "done",
        "video": {
            "url": f"http://localhost:{call.client.base_url.port}/xai-vidgen-bucket/xai-video-{request_id}.mp4",
            "duration": 1,
            "respect_moderation": True,
        },
        "model": "grok-imagine-video",
        "usage": {"cost_in_usd_ticks": 5 * CENT},
        "progress": 100,
    }


def test_an_unknown_video_is_404(call: Caller) -> None:
    assert call.poll("a3d1008e-4544-40d4-d075-11527e794e4a").status_code == 404


def test_a_failed_video_says_why_and_costs_nothing(call: Caller, stand_in: Simulator) -> None:
    request_id = started(call, '[[scene:video_failed code=invalid_argument text="No such fox."]]')

    answer = call.finished(request_id)

    assert answer.json() == {"status": "failed", "error": {"code": "invalid_argument", "message": "No such fox."}}
    assert stand_in.requests(request_id=request_id)[0]["ticks"] == 0


def test_an_expired_video(call: Caller) -> None:
    assert call.finished(started(call, "[[scene:video_expired]]")).json() == {"status": "expired"}


@pytest.mark.parametrize("prompt", ["[[scene:moderated]] a fox", "gore, and a fox"])
def test_a_moderated_video_is_400_and_billed(call: Caller, stand_in: Simulator, prompt: str) -> None:
    request_id = call.video(prompt, duration=1).json()["request_id"]

    answer = call.finished(request_id)

    assert answer.status_code == 400
    assert answer.json()["code"] == "imagine:content-moderated"
    assert stand_in.requests(request_id=request_id)[0]["ticks"] == 5 * CENT


def test_a_blocked_video_is_done_without_an_address(call: Caller) -> None:
    video = call.finished(started(call, "[[scene:blocked]]")).json()["video"]

    assert video["url"] == ""
    assert video["respect_moderation"] is False


def test_a_video_can_be_done_without_a_url(call: Caller) -> None:
    answer = call.finished(started(call, "[[scene:video_no_url]]")).json()

    assert answer["status"] == "done"
    assert "url" not in answer["video"]


def test_the_old_shape_has_no_status(call: Caller) -> None:
    request_id = started(call, "[[scene:video_old_shape]]")

    pending, done = call.poll(request_id), call.finished(request_id)

    assert (pending.status_code, list(pending.json())) == (202, ["progress"])
    assert list(done.json()) == ["video", "model"]


def test_a_video_can_be_missing_at_first(call: Caller) -> None:
    request_id = started(call, "[[scene:video_early_404 seconds=0.2]]")

    assert call.poll(request_id).status_code == 404
    assert call.finished(request_id).json()["status"] == "done"


def test_every_pending_answer_can_be_empty(call: Caller) -> None:
    request_id = started(call, "[[scene:video_empty_202]]")

    answers = [call.poll(request_id) for _ in range(2)]

    assert [(answer.status_code, answer.content) for answer in answers] == [(202, b""), (202, b"")]


def test_a_video_may_never_finish(call: Caller) -> None:
    request_id = started(call, "[[scene:video_never]] [[scene:video_seconds seconds=0]]")

    assert [call.poll(request_id).status_code for _ in range(4)] == [202] * 4


def test_the_first_polls_can_fail(call: Caller) -> None:
    request_id = started(call, "[[scene:video_poll_error status=429 polls=2]]")

    assert [call.poll(request_id).status_code for _ in range(3)] == [429, 429, 202]


def test_an_edit_follows_its_video_and_an_extension_adds_to_it(call: Caller, stand_in: Simulator) -> None:
    request_id = started(call, duration=3, aspect_ratio="9:16")
    url = call.finished(request_id).json()["video"]["url"]

    edited = call.client.post("/videos/edits", json={"prompt": "at night", "video": {"url": url}}).json()["request_id"]
    longer = call.client.post(
        "/videos/extensions", json={"prompt": "and then", "video": {"url": url}, "duration": 2}
    ).json()["request_id"]

    lengths = [call.finished(each).json()["video"]["duration"] for each in (edited, longer)]
    assert lengths == [3, 5]
    assert [row["ticks"] for row in stand_in.requests()[1:]] == [3 * 5 * CENT + 3 * CENT, 2 * 5 * CENT + 3 * CENT]
    assert size_and_length(download(call, longer)) == (480, 854, 5.0)


@pytest.mark.parametrize(
    ("order", "width", "height"),
    [
        ({"duration": 2}, 854, 480),
        ({"duration": 1, "aspect_ratio": "9:16", "resolution": "720p"}, 720, 1280),
        ({"duration": 1, "aspect_ratio": "1:1", "resolution": "1080p", "model": "grok-imagine-video-1.5"}, 1080, 1080),
        ({"duration": 1, "aspect_ratio": "3:2"}, 720, 480),
    ],
)
def test_the_file_has_the_asked_size_and_length_and_moves(
    call: Caller, order: dict[str, object], width: int, height: int
) -> None:
    request_id = started(call, "", **order)
    call.finished(request_id)

    raw = download(call, request_id)

    assert size_and_length(raw) == (width, height, float(str(order["duration"])))
    with av.open(io.BytesIO(raw), "r") as film:
        assert (film.streams.video[0].codec_context.name, film.streams.audio[0].codec_context.name) == ("h264", "aac")
        assert film.streams.video[0].codec_context.pix_fmt == "yuv420p"
        frames = [frame.to_image() for frame in film.decode(video=0)]  # type: ignore[no-untyped-call]
    assert raw.index(b"moov") < raw.index(b"mdat"), "the index must come first, so that it plays while it loads"
    # Encoding alone changes a handful of points visibly; what moves changes thousands.
    change = ImageChops.difference(frames[0].convert("L"), frames[-1].convert("L"))
    assert sum(level > 25 for level in change.tobytes()) > 2000


def test_a_first_frame_is_what_the_film_begins_with(call: Caller, small_picture: str) -> None:
    request_id = started(call, image={"url": small_picture})
    call.finished(request_id)

    with av.open(io.BytesIO(download(call, request_id)), "r") as film:
        first = next(film.decode(video=0)).to_image()  # type: ignore[no-untyped-call]

    assert (first.width, first.height) == (960, 480)
    red, green, _ = first.getpixel((480, 200))
    assert red < green  # teal, not a sky


def test_a_slow_job_is_painted_while_it_is_pending(call: Caller, stand_in: Simulator) -> None:
    painted = set((stand_in.data / "media").glob("*.mp4"))

    request_id = started(call, "[[scene:video_seconds seconds=600]] nobody has asked for this one before:")

    stand_in.wait_for(lambda it: bool(set((it.data / "media").glob("*.mp4")) - painted), 20)
    assert call.poll(request_id).status_code == 202


def test_what_somebody_waits_for_is_painted_before_what_nobody_does(call: Caller, stand_in: Simulator) -> None:
    painted = set((stand_in.data / "media").glob("*.mp4"))
    for number in (1, 2):
        started(call, f"[[scene:video_seconds seconds=600]] {number} of two long ones:", duration=8)
    wanted = started(call, "a short one:")
    call.finished(wanted)

    download(call, wanted)

    # the first long one may be done, and the second may have begun
    assert 1 <= len(set((stand_in.data / "media").glob("*.mp4")) - painted) <= 2


def test_a_download_is_counted(call: Caller, stand_in: Simulator) -> None:
    request_id = started(call)
    call.finished(request_id)
    download(call, request_id)

    row = stand_in.requests(request_id=request_id)[0]
    assert row["downloads"] == 1
    assert int(str(row["polls"])) >= 1


def download(call: Caller, request_id: str) -> bytes:
    """The file, fetched without a key."""
    url = call.poll(request_id).json()["video"]["url"]
    answer = httpx.get(url, timeout=60)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "video/mp4"
    return answer.content


def size_and_length(raw: bytes) -> tuple[int, int, float]:
    """Width, height, and seconds to a tenth."""
    with av.open(io.BytesIO(raw), "r") as film:
        assert film.duration is not None
        return film.streams.video[0].width, film.streams.video[0].height, round(film.duration / av.time_base, 1)


@pytest.mark.parametrize(("mode", "seconds", "near"), [("extensions", 2.0, 8.0), ("edits", 1.0, 40.0)])
def test_a_film_made_of_another_begins_with_it(mode: str, seconds: float, near: float, tmp_path: Path) -> None:
    shoot(tmp_path / "before.mp4", "a fox", 7, 320, 180, 1.0, [])

    shoot(tmp_path / "after.mp4", "snow", 9, 320, 180, seconds, [str(tmp_path / "before.mp4")], mode)

    before, after = (frames(tmp_path / name) for name in ("before.mp4", "after.mp4"))
    assert len(after) == seconds * 24
    for number in (0, 20):
        apart = ImageStat.Stat(ImageChops.difference(before[number], after[number])).mean
        assert sum(apart) / 3 < near


def frames(path: Path) -> list[Image.Image]:
    """Every frame of a film."""
    with av.open(str(path)) as container:
        return [frame.to_image() for frame in container.decode(video=0)]  # type: ignore[no-untyped-call]
