"""Pictures come in the answer; videos are asked about until they are decided. What was withheld is billed."""

import base64

import pytest

from tests.xai.conftest import Door
from tests.xai.provider import Provider, Scene, answers
from xai import errors
from xai.errors import Billed
from xai.values import Picture, PictureRequest, VideoProgress, VideoRequest

JPEG = b"\xff\xd8\xff\xe0 not really"
ENCODED = base64.b64encode(JPEG).decode()
COST = {"usage": {"cost_in_usd_ticks": 400000000}}
FOX = PictureRequest("grok-imagine-image", "a fox")
MODERATED = {"code": "imagine:content-moderated", "error": "Generated image rejected by content moderation."}


async def test_pictures_come_as_bytes_with_their_cost(provider: Provider, door: Door) -> None:
    rows = [{"b64_json": ENCODED, "mime_type": "image/png"}, {"b64_json": f"data:image/jpeg;base64,{ENCODED}"}]
    provider.plays(answers({"data": rows} | COST))

    made = await door().imagine(FOX)

    assert made.items == (Picture(JPEG, "image/png"), Picture(JPEG, "image/jpeg"))
    assert (made.ticks, made.request_id, made.moderated) == (400000000, "r-1", 0)


@pytest.mark.parametrize(
    "scene",
    [
        answers(MODERATED | COST, 400),
        answers({"code": "Client specified an invalid argument", "error": MODERATED["error"]} | COST, 400),
        answers({"data": [{"url": "", "respect_moderation": False}]} | COST),
        answers({"data": [{"b64_json": ENCODED, "respect_moderation": False}]} | COST),
    ],
)
async def test_a_withheld_picture_is_billed_and_not_tried_again(provider: Provider, door: Door, scene: Scene) -> None:
    provider.plays(scene)

    with pytest.raises(errors.Moderated) as caught:
        await door(retries=3).imagine(FOX)

    assert (caught.value.billed, caught.value.ticks, caught.value.may_retry) == (Billed.YES, 400000000, False)
    assert len(provider.visits) == 1


async def test_of_several_pictures_only_some_may_be_withheld(provider: Provider, door: Door) -> None:
    provider.plays(
        answers({"data": [{"b64_json": ENCODED, "respect_moderation": True}, {"respect_moderation": False}]} | COST)
    )

    made = await door().imagine(FOX)

    assert (len(made.items), made.moderated) == (1, 1)


async def test_a_picture_given_by_address_is_fetched_because_it_is_paid_for(provider: Provider, door: Door) -> None:
    link = f"http://127.0.0.1:{provider.port}/xai-tmp.jpeg"
    provider.plays(
        answers({"data": [{"url": link, "mime_type": "image/jpeg"}]} | COST), answers(body=JPEG, kind="image/jpeg")
    )

    made = await door(media_hosts=(f"127.0.0.1:{provider.port}",)).imagine(FOX)

    assert made.items == (Picture(JPEG, "image/jpeg"),)
    assert "authorization" not in provider.visits[1].headers


@pytest.mark.parametrize("rows", [[], [{}], [{"b64_json": "%%%"}], None])
async def test_an_answer_without_a_picture_is_unreadable_and_billed(
    provider: Provider, door: Door, rows: object
) -> None:
    provider.plays(answers({"data": rows} | COST))

    with pytest.raises(errors.Unreadable) as caught:
        await door().imagine(FOX)

    assert (caught.value.billed, caught.value.ticks) == (Billed.YES, 400000000)


async def test_a_video_is_started_and_named(provider: Provider, door: Door) -> None:
    provider.plays(answers({"request_id": "a3d1008e"}))

    assert await door().start_video(VideoRequest("grok-imagine-video", "a fox")) == "a3d1008e"


DONE = {
    "status": "done",
    "video": {"url": "https://vidgen.x.ai/v.mp4", "duration": 8, "respect_moderation": True},
    "progress": 100,
}


@pytest.mark.parametrize(
    ("scene", "expected"),
    [
        (answers({"status": "pending", "progress": 24}, 202), VideoProgress("v/1", "pending", 24, http_status=202)),
        (answers(body=b"", status=202), VideoProgress("v/1", "pending", http_status=202)),
        (answers(body=b"soon", status=202), VideoProgress("v/1", "pending", http_status=202)),
        (answers({}, 200), VideoProgress("v/1", "pending")),
        (answers({"status": "pending"}), VideoProgress("v/1", "pending")),
        (answers({"status": "queued"}), VideoProgress("v/1", "pending", error_code="unknown_word")),
        (answers(DONE | COST), VideoProgress("v/1", "done", 100, "https://vidgen.x.ai/v.mp4", 8.0, 400000000)),
        (answers({"video": DONE["video"]}), VideoProgress("v/1", "done", None, "https://vidgen.x.ai/v.mp4", 8.0)),
        (answers({"status": "done"} | COST), VideoProgress("v/1", "failed", ticks=400000000, error_code="no_address")),
        (answers({"status": "done", "video": {"url": ""}}), VideoProgress("v/1", "failed", error_code="no_address")),
        (
            answers({"status": "done", "video": {"url": "", "respect_moderation": False}} | COST),
            VideoProgress("v/1", "moderated", ticks=400000000, error_code="moderated"),
        ),
        (
            answers({"status": "failed", "error": {"code": "internal_error", "message": "oh"}}),
            VideoProgress("v/1", "failed", error_code="internal_error", error_text="oh"),
        ),
        (answers({"status": "failed"}), VideoProgress("v/1", "failed", error_code="failed", error_text="")),
        (answers({"status": "expired"}), VideoProgress("v/1", "expired", error_code="expired")),
        (
            answers(MODERATED | {"error": "Generated video rejected by content moderation."} | COST, 400),
            VideoProgress(
                "v/1", "moderated", ticks=400000000, error_code="moderated", http_status=400,
                error_text="imagine:content-moderated Generated video rejected by content moderation.",
            ),
        ),
        (answers(body=b"", status=404), VideoProgress("v/1", "pending", error_code="not_there", http_status=404)),
        (answers(body=b"", status=400), VideoProgress("v/1", "pending", error_code="invalid_request", http_status=400)),
        (answers(body=b"", status=410), VideoProgress("v/1", "expired", error_code="expired", http_status=410)),
    ],
)  # fmt: skip
async def test_only_clear_words_decide_a_video(
    provider: Provider, door: Door, scene: Scene, expected: VideoProgress
) -> None:
    provider.plays(scene)

    progress = await door().poll_video("v/1")

    assert progress == expected
    assert provider.visits[0].path == "/v1/videos/v%2F1"


@pytest.mark.parametrize(
    ("scene", "kind"),
    [
        (answers({"code": "invalid-argument", "error": "Incorrect API key provided."}, 400), errors.WrongKey),
        (answers(body=b"", status=429), errors.RateLimited),
        (answers(body=b"", status=502), errors.ServerBroke),
        (answers({"error": "team blocked"}, 403), errors.NotPermitted),
    ],
)
async def test_a_no_about_us_decides_nothing_about_the_video(
    provider: Provider, door: Door, scene: Scene, kind: type
) -> None:
    provider.plays(scene)

    with pytest.raises(errors.XaiError) as caught:
        await door().poll_video("v-1")

    assert type(caught.value) is kind
    assert caught.value.billed is Billed.NO
