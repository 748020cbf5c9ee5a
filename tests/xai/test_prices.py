"""What things cost: the provider's own figures, to the tick."""

from typing import get_args

import pytest

from xai import catalogue, media_limits, prices
from xai.price_tables import MediaPrices
from xai.prices import PriceUnknown, picture_ticks, ticks_for, video_ticks
from xai.values import (
    ChangeRequest,
    ExtendRequest,
    MediaIn,
    MediaRequest,
    PictureRequest,
    TokenPrices,
    Usage,
    VideoRequest,
)

GIVEN = MediaIn("data:,")

NEW = TokenPrices(20000, 5000, 20000, 60000, 200_000, 40000, 10000, 120_000)


@pytest.mark.parametrize(
    ("rates", "usage", "priority", "ticks"),
    [
        ((3000, 750, 5000), Usage(12, 2, 0, 1, 228), False, 1_176_500),
        ((12500, 2000, 25000), Usage(10120, 128, 0, 1499, 2809), False, 232_856_000),
        ((20000, 5000, 60000), Usage(642, 512, 0, 173), False, 15_540_000),
        ((20000, 5000, 60000), Usage(208, 128, 0, 9, 33), False, 4_760_000),
        ((20000, 5000, 60000), Usage(1528, 0, 0, 9, 173), True, 82_960_000),
    ],
)
def test_the_five_recorded_bills(rates: tuple[int, int, int], usage: Usage, priority: bool, ticks: int) -> None:
    prompt, cached, completion = rates

    assert ticks_for(usage, TokenPrices(prompt, cached, prompt, completion), priority=priority) == ticks


def test_a_long_context_costs_its_own_prices_from_the_threshold_on() -> None:
    assert ticks_for(Usage(199_999, output_tokens=1), NEW) == 199_999 * 20000 + 60000
    assert ticks_for(Usage(200_000, 1000, output_tokens=1), NEW) == 199_000 * 40000 + 1000 * 10000 + 120_000


def test_a_long_price_of_zero_is_the_standard_one() -> None:
    rates = TokenPrices(10, 5, 10, 20, long_threshold=100)

    assert ticks_for(Usage(100, output_tokens=1), rates) == 1020


def test_pictures_and_server_calls_are_counted() -> None:
    rates = TokenPrices(10, 5, 7, 20)

    assert ticks_for(Usage(100, 10, 40), rates, server_calls=2) == 50 * 10 + 10 * 5 + 40 * 7 + 100_000_000


@pytest.mark.parametrize(
    ("engine", "resolution", "quality", "n", "ticks"),
    [
        ("grok-imagine-image", "1k", None, 1, 200_000_000),
        ("grok-imagine-image-2026-03-02", "2k", "low", 3, 600_000_000),
        ("grok-imagine-image-2.0", "1k", "low", 1, 400_000_000),
        ("grok-imagine-image-2.0", "2k", "medium", 2, 1_600_000_000),
        ("grok-imagine-image-2.0", "1k", None, 1, 600_000_000),
    ],
)
def test_what_pictures_cost(engine: str, resolution: str, quality: str | None, n: int, ticks: int) -> None:
    assert picture_ticks(engine, resolution, quality, n) == ticks


def test_the_catalogues_word_on_pictures_comes_before_the_table() -> None:
    told = (MediaPrices("grok-imagine-image", (), {("", "1k"): 1, ("", "2k"): 2}),)

    assert picture_ticks("grok-imagine-image", "2k", None, 4, told=told) == 8


def test_eight_seconds_cost_what_was_recorded() -> None:
    assert video_ticks("grok-imagine-video", "480p", 8) == 4_000_000_000
    assert video_ticks("grok-imagine-video-1.5-preview", "1080p", 2) == 5_000_000_000


@pytest.mark.parametrize(("engine", "resolution"), [("grok-imagine-video", "1080p"), ("nobody", "480p")])
def test_an_unknown_price_is_never_nothing(engine: str, resolution: str) -> None:
    with pytest.raises(PriceUnknown):
        video_ticks(engine, resolution, 8)
    with pytest.raises(PriceUnknown):
        picture_ticks(engine, resolution, None, 1)


def test_the_table_of_engines_has_a_price_for_each() -> None:
    assert all(each.prices.prompt and each.prices.completion for each in catalogue.known_engines())
    assert {each.id for each in catalogue.known_engines()} >= {"grok-4.7", "grok-4.20-0309-non-reasoning"}


@pytest.mark.parametrize(
    ("request_", "wrong"),
    [
        (PictureRequest("grok-imagine-image", "a fox"), ()),
        (PictureRequest("grok-imagine-image", "a fox", ratio="21:9"), ("ratio",)),
        (PictureRequest("grok-imagine-image-2.0", "a fox", ratio="21:9", quality="low"), ()),
        (PictureRequest("grok-imagine-image-2.0", "a fox"), ("quality",)),
        (PictureRequest("grok-imagine-image", "a fox", n=11, resolution="4k"), ("resolution", "count")),
        (PictureRequest("grok-imagine-image", "  "), ("prompt_empty",)),
        (PictureRequest("nobody", "a fox"), ("engine",)),
        (VideoRequest("grok-imagine-video", "a fox"), ()),
        (
            VideoRequest("grok-imagine-video", "x" * 5000, 16, "5:2", "1080p"),
            ("prompt_long", "ratio", "resolution", "length"),
        ),
        (VideoRequest("grok-imagine-video-1.5", "a fox", 15, "2:3", "1080p"), ()),
        (VideoRequest("grok-imagine-video", "a fox", 0), ("length",)),
        (VideoRequest("grok-imagine-video", "a fox", 8, "", first=GIVEN), ()),
        (VideoRequest("grok-imagine-video", "a fox", 8, first=GIVEN, last=GIVEN), ("inputs", "last_frame")),
        (
            VideoRequest("grok-imagine-video-1.5", "a fox", 11, "", "1080p", references=(GIVEN,) * 8),
            ("ratio", "resolution", "inputs", "length"),
        ),
        (PictureRequest("grok-imagine-image", "a fox", 1, "", inputs=(GIVEN,) * 4), ("inputs",)),
        (ChangeRequest("grok-imagine-video-1.5", "a fox", GIVEN), ("engine",)),
        (ExtendRequest("grok-imagine-video", "a fox", GIVEN, 11), ("length",)),
    ],
)
def test_an_order_is_checked_before_it_costs(request_: MediaRequest, wrong: tuple[str, ...]) -> None:
    assert media_limits.problems(request_) == wrong


@pytest.mark.parametrize("way", get_args(media_limits.Way))
def test_every_way_has_engines_with_limits_and_prices(way: media_limits.Way) -> None:
    assert media_limits.engines(way)
    for row in media_limits.engines(way):
        for size in row.resolutions:
            if way in media_limits.PICTURE_WAYS:
                assert prices.picture_ticks(row.engine, size, next(iter(row.qualities), None), 1, inputs=1) > 0
            else:
                assert prices.video_ticks(row.engine, size, row.usual or 8, pictures=1, input_seconds=1) > 0


@pytest.mark.parametrize(
    ("way", "engine", "says"),
    [
        ("edit", "grok-imagine-image", {"most_inputs": 3, "follows": True}),
        ("edit", "grok-imagine-image-2.0", {"most_inputs": 5, "most": 10}),
        ("animate", "grok-imagine-video", {"last_frame": False, "most_inputs": 1, "seconds": (1, 15, 8)}),
        ("animate", "grok-imagine-video-1.5-preview", {"last_frame": True, "resolutions": ("480p", "720p", "1080p")}),
        ("reference", "grok-imagine-video-1.5", {"most_inputs": 7, "longest": 10, "resolutions": ("480p", "720p")}),
        ("change", "grok-imagine-video", {"input_seconds": (0.5, 8.7), "resolutions": ("480p", "720p"), "longest": 0}),
        ("extend", "grok-imagine-video", {"input_seconds": (2.0, 30.0), "seconds": (2, 10, 6)}),
    ],
)
def test_the_table_holds_what_the_provider_documents(
    way: media_limits.Way, engine: str, says: dict[str, object]
) -> None:
    limits = media_limits.takes(way, engine)

    assert limits is not None
    assert {name: getattr(limits, name) for name in says} == says


def test_only_one_engine_remakes_films() -> None:
    assert media_limits.takes("change", "grok-imagine-video-1.5") is None
    assert media_limits.takes("extend", "grok-imagine-video-1.5-lite") is None
