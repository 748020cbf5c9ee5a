"""What comes is compared with what was ordered: strictly where a shape was asked for, loosely where an input gave it."""

import pytest

from studio.media.sandbox import Look
from studio.orders import AnimateOrder, EditOrder, Input, Role
from studio.pipeline import as_ordered
from studio.pipeline.as_ordered import NotAsOrdered
from tests.studio.steps import picture_order, video_order


def animated(width: int, height: int) -> AnimateOrder:
    """Two seconds that begin with a picture of this shape."""
    first = Input(role=Role.FIRST_FRAME, asset="", width=width, height=height)
    return AnimateOrder(
        engine="grok-imagine-video", prompt="it turns", inputs=(first,), ratio="", resolution="480p", seconds=2
    )


def edited(width: int, height: int) -> EditOrder:
    """One picture made of one of this shape."""
    source = Input(role=Role.SOURCE, asset="", width=width, height=height)
    return EditOrder(
        engine="grok-imagine-image", prompt="at dusk", inputs=(source,), ratio="", resolution="1k", quality="", n=1
    )


def film(width: int, height: int, seconds: float = 2) -> Look:
    return Look(mime="video/mp4", codec="h264", width=width, height=height, seconds=seconds)


def picture(width: int, height: int) -> Look:
    return Look(mime="image/png", codec="png", width=width, height=height)


@pytest.mark.parametrize(
    ("order", "look"),
    [
        (animated(1000, 300), film(854, 480)),  # the widest it makes
        (animated(4000, 500), film(854, 480)),
        (animated(1000, 300), film(1164, 350)),
        (animated(1100, 1000), film(480, 480)),
        (animated(500, 3000), film(480, 854)),
        (edited(1000, 260), picture(1536, 640)),
        (edited(900, 1000), picture(1024, 1024)),
        (video_order(), film(848, 480)),
    ],
)
def test_what_follows_an_odd_shape_is_kept(order: AnimateOrder | EditOrder, look: Look) -> None:
    as_ordered.check(order, look)


@pytest.mark.parametrize(
    ("order", "look"),
    [
        (animated(1600, 900), film(480, 854)),
        (animated(1000, 1600), film(854, 480)),
        (animated(1600, 900), film(854, 480, seconds=5)),
        (animated(1600, 900), film(160, 90)),
        (edited(3000, 1000), picture(1024, 1024)),
        (video_order(ratio="16:9"), film(640, 480)),
        (picture_order(ratio="1:1"), picture(1024, 900)),
    ],
)
def test_what_is_another_thing_is_not(order: AnimateOrder | EditOrder, look: Look) -> None:
    with pytest.raises(NotAsOrdered):
        as_ordered.check(order, look)
