"""PDQ as its authors promise it: near for the same picture, far for another, nothing for a plain surface."""

import io
import random
from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw

from studio.media import parts, pdq

NEAR, STRANGERS = 31, 80
FLIP, MIRROR, HALF_TURN = (
    Image.Transpose.FLIP_TOP_BOTTOM,
    Image.Transpose.FLIP_LEFT_RIGHT,
    Image.Transpose.ROTATE_180,
)
# Of each pair of hashes that Meta publishes for one photograph and itself turned, all but a few bits differ so.
WAVES = {FLIP: "0000ffff" * 8, MIRROR: "5" * 64, HALF_TURN: "5555aaaa" * 8}
PUBLISHED = "d8f8f0cce0f4a84f0e370a22028f67f0b36e2ed596623e1d33e6b39c4e9c9b22"
PUBLISHED_TURNED = {
    FLIP: "d8f80f31e0f417b00e37f5dd028f980fb36ed12a9662c1e233e64c634e9c64dd",
    MIRROR: "0dad259bb1a1bd18d362576556da32a1e63b7380c2374b4866b3c6c91b89ce77",
    HALF_TURN: "2dadda64b5a142e5d362209057da895ae63b8c7fc277b4b766b319361f893188",
}
TURNED_APART = 20  # their own: a turned file is another JPEG, and read at places a pixel off


def scene(seed: int, size: tuple[int, int] = (900, 600)) -> Image.Image:
    """Forty ellipses: another seed, another picture."""
    dice = random.Random(seed)
    image = Image.new("RGB", size, tuple(dice.randrange(256) for _ in range(3)))
    pen = ImageDraw.Draw(image)
    for _ in range(40):
        x, y = dice.randrange(size[0]), dice.randrange(size[1])
        wide, high = dice.randrange(20, size[0] // 3), dice.randrange(20, size[1] // 3)
        pen.ellipse((x - wide, y - high, x + wide, y + high), fill=tuple(dice.randrange(256) for _ in range(3)))
    return image


def saved_badly(image: Image.Image) -> Image.Image:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=40)
    return Image.open(file).convert("RGB")


def smaller(image: Image.Image) -> Image.Image:
    return image.resize((image.width // 4, image.height // 4))


def cropped(image: Image.Image) -> Image.Image:
    """A hundredth on each side."""
    x, y = image.width // 100, image.height // 100
    return image.crop((x, y, image.width - x, image.height - y))


def apart(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()


@pytest.mark.parametrize("change", [saved_badly, smaller, cropped])
@pytest.mark.parametrize("seed", range(4))
def test_the_same_picture_stays_near(change: Callable[[Image.Image], Image.Image], seed: int) -> None:
    picture = scene(seed)

    assert apart(pdq.of(picture), pdq.of(change(picture))) <= NEAR


def test_another_picture_is_far() -> None:
    hashes = [pdq.of(scene(seed)) for seed in range(6)]

    assert min(apart(one, other) for one in hashes for other in hashes if one != other) > STRANGERS


def test_parts_hashed_together_have_the_hashes_of_each_cut_out() -> None:
    picture = scene(2)
    cut = picture.crop((45, 30, 900 - 90, 600))  # 5% off the left, 5 off the top, 10 off the right

    whole, part = parts.hashes(picture, [(0, 0, 0, 0), (0.05, 0.05, 0.1, 0)])

    assert whole == pdq.of(picture)
    assert apart(part, pdq.of(cut)) < 10
    assert parts.hashes(Image.new("RGB", (900, 600), "teal"), [(0, 0, 0, 0)]) == []


def test_half_of_the_bits_are_set_the_lowest_first() -> None:
    bits = pdq.of(scene(1))

    assert len(bits) == 64
    assert int(bits, 16).bit_count() == 128


@pytest.mark.parametrize("turn", WAVES)
def test_a_turned_picture_differs_in_the_bits_that_were_published(turn: Image.Transpose) -> None:
    picture, waves = scene(3), WAVES[turn]

    turned = pdq.of(picture.transpose(turn))

    assert apart(f"{int(PUBLISHED, 16) ^ int(waves, 16):064x}", PUBLISHED_TURNED[turn]) <= TURNED_APART
    assert apart(f"{int(pdq.of(picture), 16) ^ int(waves, 16):064x}", turned) <= TURNED_APART


@pytest.mark.parametrize("size", [(300, 200), (1, 1), (4, 900), (4000, 30)])
def test_a_plain_surface_has_no_quality_and_no_hash(size: tuple[int, int]) -> None:
    plain = Image.new("RGB", size, "red")
    found = pdq.hashed(plain)

    assert found is None or found.quality == 0
    assert pdq.of(plain) == ""


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "CMYK", "1", "LA", "I;16", "F"])
def test_every_kind_of_picture_is_hashed(mode: str) -> None:
    grey = scene(2).convert("L")

    assert pdq.hashed(grey.convert(mode) if mode != "I;16" else grey.convert("I").convert("I;16")) is not None
