"""Putting the mark into a picture, where nobody sees it: faint in a sky, stronger in a meadow."""

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from studio.media.watermarks import reading
from studio.media.watermarks.waves import TILE, TILES, Grid, waves

FAINT, STRONG = 0.9, 2.1  # steps of brightness, of 256: where it is smooth, and where much goes on
BUSIEST = 8  # steps by which places differ from what is around them where nothing more can be hidden
STEP = 32  # of a tile as a picture, for one standard deviation
# Over a mark that is there already, as in a copy that an engine hardly changed: what stays needs less, what turns needs more.
STAYS, TURNS = 0.5, 1.7
SHORT_SIDE = 192  # pixels: in less there is no room for it


def fits(image: Image.Image) -> bool:
    """Whether it is large enough to carry one."""
    return min(image.size) >= SHORT_SIDE


def put(image: Image.Image, seed: int, tag: int) -> Image.Image:
    """The picture with this mark in it, as RGB, with its transparency."""
    colours = image.convert("RGB")
    light, blue, red = colours.convert("YCbCr").split()
    marked = Image.merge("YCbCr", (_over(light, _tile(colours, seed, tag)), blue, red)).convert("RGB")
    if "A" in image.getbands():
        marked.putalpha(image.getchannel("A"))
    return marked


def _tile(image: Image.Image, seed: int, tag: int) -> Image.Image:
    drawn = waves(seed)
    signs, plain = drawn.signs(tag), drawn.laid(drawn.turn)
    if there := reading.read_whole(image, seed):
        signs *= np.where(signs == drawn.signs(there.tag), STAYS, TURNS)
    tile: Grid = drawn.laid(drawn.turn * signs) / plain.std()
    return Image.fromarray((128 + np.clip(STEP * tile, -127, 127)).round().astype(np.uint8))


def _over(light: Image.Image, tile: Image.Image) -> Image.Image:
    """The brightness with tiles laid all over it."""
    side = max(light.size) / TILES
    rows, columns = (-(-length * TILES // max(light.size)) for length in (light.height, light.width))
    tiles = Image.fromarray(np.tile(np.asarray(tile), (rows, columns)))
    laid = tiles.resize(
        light.size, Image.Resampling.BICUBIC, box=(0, 0, light.width * TILE / side, light.height * TILE / side)
    )
    faint, strong = (
        laid.point([round(128 + (step - 128) / STEP * most) for step in range(256)]) for most in (FAINT, STRONG)
    )
    return ImageChops.add(light, Image.composite(strong, faint, _busy(light)), 1, -128)


def _busy(light: Image.Image) -> Image.Image:
    """From 0, smooth, to 255, where much goes on. An edge between two smooth parts hides nothing beside it."""
    small = light.resize((max(1, light.width // 4), max(1, light.height // 4)), Image.Resampling.BOX)
    differs = ImageChops.difference(small, small.filter(ImageFilter.GaussianBlur(2)))
    all_around = differs.filter(ImageFilter.RankFilter(7, 16)).filter(ImageFilter.BoxBlur(3))
    scaled = all_around.point([min(255, step * 255 // BUSIEST) for step in range(256)])
    return scaled.resize(light.size, Image.Resampling.BILINEAR)
