"""Whether a sound file is what was ordered: length and shape.

The provider documents lengths and ratios but no pixel sizes, so sizes are judged with slack: a paid film is not thrown
away because it has eight columns more than we would have thought.
"""

from studio.media.sandbox import Look
from studio.orders import Order, VideoOrder

SECONDS_SLACK = 0.6
RATIO_SLACK = 0.05
FILM_SIDE = (0.85, 1.45)  # of the resolution's name, for the shorter side: square films may keep the area instead
PICTURE_SIDE = (0.6, 1.6)  # of 1024 or 2048, for the side of a square of the same area


class NotAsOrdered(Exception):
    """A sound file, but another one than was ordered. The text is for logs."""


def check(order: Order, look: Look) -> None:
    """Raises NotAsOrdered."""
    shape = f"{look.width}×{look.height}"
    wanted = ratio(order.ratio)
    if abs(look.width / look.height / wanted - 1) > RATIO_SLACK:
        raise NotAsOrdered(f"{shape} instead of {order.ratio}")
    if isinstance(order, VideoOrder):
        _within(min(look.width, look.height) / int(order.resolution.removesuffix("p")), FILM_SIDE, shape, order)
        if abs((look.seconds or 0) - order.seconds) > SECONDS_SLACK:
            raise NotAsOrdered(f"{look.seconds} s instead of {order.seconds} s")
    else:
        nominal = int(order.resolution.removesuffix("k")) * 1024
        _within((look.width * look.height) ** 0.5 / nominal, PICTURE_SIDE, shape, order)


def ratio(words: str) -> float:
    """`16:9` as a number."""
    width, height = words.split(":")
    return float(width) / float(height)


def _within(size: float, slack: tuple[float, float], shape: str, order: Order) -> None:
    if not slack[0] <= size <= slack[1]:
        raise NotAsOrdered(f"{shape} instead of {order.resolution}")
