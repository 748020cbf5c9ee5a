"""The bill (reference 2.9, 4.4 and 5.6)."""

import pytest

from simulator.catalogue import LanguageModel, Prices
from simulator.money import CENT, Spent, ticks
from tests.simulator.calls import Caller
from tests.support.simulator import Simulator

VECTORS = [
    ((3000, 750, 5000), Spent(12, 2, visible=1, reasoning=228), False, 1_176_500),
    ((12500, 2000, 25000), Spent(10120, 128, visible=1499, reasoning=2809), False, 232_856_000),
    ((20000, 5000, 60000), Spent(642, 512, visible=173), False, 15_540_000),
    ((20000, 5000, 60000), Spent(208, 128, visible=9, reasoning=33), False, 4_760_000),
    ((20000, 5000, 60000), Spent(1528, 0, visible=9, reasoning=173), True, 82_960_000),
]


@pytest.mark.parametrize(("prices", "spent", "priority", "expected"), VECTORS)
def test_the_five_recorded_bills_come_out_to_the_tick(
    prices: tuple[int, int, int], spent: Spent, priority: bool, expected: int
) -> None:
    model = LanguageModel("any", Prices(*prices), 500_000, 0)

    assert ticks(spent, model, priority=priority) == expected


def test_long_context_doubles_every_price() -> None:
    model = LanguageModel("any", Prices(20_000, 5_000, 60_000), 500_000, 0)

    below, above = (ticks(Spent(many, visible=1), model) for many in (199_999, 200_000))

    assert below == 199_999 * 20_000 + 60_000
    assert above == 200_000 * 40_000 + 120_000


def test_the_log_and_the_answer_agree_to_the_tick(call: Caller, stand_in: Simulator) -> None:
    told = [
        call.chat("Explain the tides").json()["usage"]["cost_in_usd_ticks"],
        call.responses("Explain the tides", service_tier="priority").json()["usage"]["cost_in_usd_ticks"],
        call.picture("a fox", n=2, response_format="b64_json").json()["usage"]["cost_in_usd_ticks"],
    ]

    assert [row["ticks"] for row in stand_in.requests()] == told


def test_a_cut_stream_is_billed_for_what_it_said(call: Caller, stand_in: Simulator) -> None:
    heard = call.hear("responses", "[[scene:pace rate=0 tokens=100]] [[scene:cut after=30]]")

    row = stand_in.requests()[0]
    assert (row["tokens"], row["reasoning"], row["ended"], row["text"]) == (30, 0, "cut", heard.text)
    assert row["ticks"] == 128 * 5_000 + (int(str(row["input_tokens"])) - 128) * 20_000 + 30 * 60_000


@pytest.mark.parametrize(
    ("order", "price"),
    [
        ({"model": "grok-imagine-image"}, 2 * CENT),
        ({"model": "grok-imagine-image", "resolution": "2k", "n": 2}, 4 * CENT),
        ({"model": "grok-imagine-image-2.0"}, 6 * CENT),
        ({"model": "grok-imagine-image-2.0", "quality": "low"}, 4 * CENT),
        ({"model": "grok-imagine-image-quality", "quality": "medium", "resolution": "2k"}, 8 * CENT),
    ],
)
def test_pictures_have_the_listed_prices(call: Caller, order: dict[str, object], price: int) -> None:
    answer = call.picture("[[scene:blocked]] a fox", **order)

    assert answer.json()["usage"]["cost_in_usd_ticks"] == price


@pytest.mark.parametrize(
    ("order", "price"),
    [
        ({}, 8 * 5 * CENT),
        ({"duration": 5, "resolution": "720p"}, 5 * 7 * CENT),
        ({"duration": "3", "model": "grok-imagine-video-1.5", "resolution": "1080p"}, 3 * 25 * CENT),
        ({"duration": 1, "model": "grok-imagine-video-1.5-lite"}, 2 * CENT),
    ],
)
def test_videos_are_billed_by_the_second(
    call: Caller, stand_in: Simulator, order: dict[str, object], price: int
) -> None:
    request_id = call.video("a fox", **order).json()["request_id"]

    assert stand_in.requests(request_id=request_id)[0]["ticks"] == price
    assert call.finished(request_id).json()["usage"]["cost_in_usd_ticks"] == price
