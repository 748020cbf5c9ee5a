"""Whether a sound file is what was ordered: length and shape.

The provider documents lengths and ratios but no pixel sizes, so sizes are judged with slack: a paid film is not thrown
away because it has eight columns more than we would have thought. What follows an input has about its shape: the
provider has few shapes, and an input may have any.
"""

from studio.media.sandbox import Look
from studio.orders import AnimateOrder, ChangeOrder, EditOrder, ExtendOrder, Order, PictureOrder, VideoOrder
from studio.orders.inputs import number

SECONDS_SLACK = 0.6
RATIO_SLACK = 0.05
FOLLOWED_SLACK = 1.7  # an upright thing made of a lying one is another; a wide one made of a wider one is not
WIDEST = 2.5  # of what any engine makes; a panorama comes of no order
FOLLOWED_SIDE = (0.5, 2.0)  # of the side of a square of the same area
FILM_SIDE = (0.85, 1.45)  # of the resolution's name, for the shorter side: square films may keep the area instead
PICTURE_SIDE = (0.6, 1.6)  # of 1024 or 2048, for the side of a square of the same area


class NotAsOrdered(Exception):
    """A sound file, but another one than was ordered. The text is for logs."""


def check(order: Order, look: Look) -> None:
    """Raises NotAsOrdered."""
    shape = f"{look.width}×{look.height}"
    if not _is_of_shape(look.width / look.height, order):
        raise NotAsOrdered(f"{shape} instead of {order.shape}")
    match order:
        case PictureOrder() | EditOrder():
            nominal = int(order.resolution.removesuffix("k")) * 1024
            _within((look.width * look.height) ** 0.5 / nominal, PICTURE_SIDE, shape, order.resolution)
        case VideoOrder() | AnimateOrder():
            nominal = int(order.resolution.removesuffix("p"))
            if order.ratio:
                _within(min(look.width, look.height) / nominal, FILM_SIDE, shape, order.resolution)
            else:
                _within((look.width * look.height) ** 0.5 / nominal, FOLLOWED_SIDE, shape, order.resolution)
            _lasts(look, order.seconds)
        case ChangeOrder():
            _lasts(look, order.inputs[0].seconds)
        case ExtendOrder():
            # The whole film, or only what was added to it: the provider's words allow both.
            _lasts(look, order.inputs[0].seconds + order.seconds, order.seconds)


def _is_of_shape(ratio: float, order: Order) -> bool:
    wanted = number(order.shape)
    if order.ratio:
        return abs(ratio / wanted - 1) <= RATIO_SLACK
    wanted = min(max(wanted, 1 / WIDEST), WIDEST)
    return 1 / FOLLOWED_SLACK <= ratio / wanted <= FOLLOWED_SLACK


def _lasts(look: Look, *lengths: float) -> None:
    if all(abs((look.seconds or 0) - length) > SECONDS_SLACK for length in lengths):
        raise NotAsOrdered(f"{look.seconds} s instead of {lengths[0]} s")


def _within(size: float, slack: tuple[float, float], shape: str, wanted: str) -> None:
    if not slack[0] <= size <= slack[1]:
        raise NotAsOrdered(f"{shape} instead of {wanted}")
