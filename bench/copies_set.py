"""A set of pictures and films with all that becomes of them on their way through the world, made here from numbers alone."""

import io
import math
import random
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import av
from PIL import Image, ImageDraw, ImageFilter

SIZE = (960, 640)
FPS, SECONDS = 12, 4

Change = Callable[[Image.Image], Image.Image]


def scene(seed: int, size: tuple[int, int] = SIZE) -> Image.Image:
    """Sky, hills, a sun and a crowd of shapes, some of them soft: another seed, another picture."""
    dice = random.Random(seed)
    image = Image.new("RGB", size, _colour(dice))
    pen = ImageDraw.Draw(image)
    for n in range(3):
        level, wave, high = dice.uniform(0.3, 0.9), dice.uniform(1, 6), dice.uniform(10, 90)
        line = [
            (x, level * size[1] + high * math.sin(wave * x / size[0] * math.tau + n)) for x in range(0, size[0] + 8, 8)
        ]
        pen.polygon([*line, (size[0], size[1]), (0, size[1])], fill=_colour(dice))
    for n in range(36):
        x, y = dice.randrange(size[0]), dice.randrange(size[1])
        wide, high = dice.randrange(12, size[0] // 4), dice.randrange(12, size[1] // 4)
        draw = (pen.ellipse, pen.rectangle)[dice.randrange(2)]
        draw((x - wide, y - high, x + wide, y + high), fill=_colour(dice))
        if n == 18:
            image.paste(image.filter(ImageFilter.GaussianBlur(dice.uniform(1, 8))))
    return image


def neighbour(seed: int) -> Image.Image:
    """A picture of the same make-up: the same colours and shapes, elsewhere. It must not be taken for the first."""
    image = scene(seed)
    dice = random.Random(seed + 7_000_000)
    dx, dy = dice.randrange(200, 500), dice.randrange(150, 350)
    shifted = Image.new("RGB", image.size)
    for x in (dx, dx - image.width):
        for y in (dy, dy - image.height):
            shifted.paste(image, (x, y))
    return shifted


def _colour(dice: random.Random) -> tuple[int, int, int]:
    return (dice.randrange(256), dice.randrange(256), dice.randrange(256))


def cropped(part: float) -> Change:
    """So much cut off, of the whole picture's width and height, a half on each side."""

    def change(image: Image.Image) -> Image.Image:
        x, y = round(image.width * part / 2), round(image.height * part / 2)
        return image.crop((x, y, image.width - x, image.height - y))

    return change


def cropped_unevenly(left: float, top: float, right: float, foot: float) -> Change:
    """Another part off each side."""
    return lambda image: image.crop(
        (round(image.width * left), round(image.height * top), round(image.width * (1 - right)), round(image.height * (1 - foot)))
    )  # fmt: skip


def saved(quality: int) -> Change:
    """As a JPEG of this quality."""

    def change(image: Image.Image) -> Image.Image:
        file = io.BytesIO()
        image.save(file, "JPEG", quality=quality)
        return Image.open(file).convert("RGB")

    return change


def scaled(factor: float) -> Change:
    """Smaller or larger."""
    return lambda image: image.resize((max(1, round(image.width * factor)), max(1, round(image.height * factor))))


def mirrored(image: Image.Image) -> Image.Image:
    """Left is right."""
    return image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)


def darker(image: Image.Image) -> Image.Image:
    """Two thirds of the light, as a filter does."""
    return image.point(lambda value: int(value * 0.66))


def written_upon(image: Image.Image) -> Image.Image:
    """A bar with words along the foot."""
    copy = image.copy()
    pen = ImageDraw.Draw(copy)
    pen.rectangle((0, copy.height * 0.92, copy.width, copy.height), fill="black")
    pen.text((20, int(copy.height * 0.94)), "@somebody   posted again", fill="white")
    return copy


CHANGES: dict[str, Change] = {
    **{f"cropped by {part}%": cropped(part / 100) for part in (2, 5, 10)},
    "cropped by 9, 1, 3 and 6%": cropped_unevenly(0.09, 0.01, 0.03, 0.06),
    "cropped by 1, 6, 9 and 4%, q50, half": lambda image: scaled(0.5)(
        saved(50)(cropped_unevenly(0.01, 0.06, 0.09, 0.04)(image))
    ),
    **{f"saved at q{quality}": saved(quality) for quality in (90, 70, 50, 30)},
    **{f"scaled to {factor:.0%}": scaled(factor) for factor in (0.25, 0.5, 1.5)},
    "mirrored": mirrored,
    "mirrored, q50, half": lambda image: scaled(0.5)(saved(50)(mirrored(image))),
    "two thirds as light": darker,
    "words along the foot": written_upon,
}


def frames(seed: int) -> list[Image.Image]:
    """A film's: the eye wanders over a wide scene, and things move in it."""
    size = (480, 320)
    wide = scene(seed, (size[0] * 2, size[1]))
    dice = random.Random(seed)
    speed, colour = dice.uniform(0.4, 1), _colour(dice)
    found = []
    for n in range(FPS * SECONDS):
        at = n / (FPS * SECONDS)
        frame = wide.crop((round(at * speed * size[0]), 0, round(at * speed * size[0]) + size[0], size[1])).copy()
        x, y = round(size[0] * at), round(size[1] * (0.5 + 0.4 * math.sin(at * 9 + seed)))
        ImageDraw.Draw(frame).ellipse((x - 40, y - 40, x + 40, y + 40), fill=colour)
        found.append(frame)
    return found


def film(shown: Sequence[Image.Image], path: Path, *, fps: float = FPS, crf: int = 20) -> Path:
    """An MP4 of them, as browsers play it."""
    with av.open(str(path), "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=Fraction(fps).limit_denominator(1000))
        stream.width, stream.height, stream.pix_fmt = shown[0].width // 2 * 2, shown[0].height // 2 * 2, "yuv420p"
        stream.options = {"crf": str(crf), "preset": "veryfast"}
        for image in shown:
            fitted = image.convert("RGB").crop((0, 0, stream.width, stream.height))
            frame = av.VideoFrame.from_image(fitted)  # type: ignore[no-untyped-call]
            for packet in stream.encode(frame):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)
    return path


def clips(seed: int, folder: Path) -> Iterator[tuple[str, Path]]:
    """What becomes of one film; each kind with its file."""
    shown = frames(seed)
    whole = len(shown)

    def at(name: str) -> Path:
        return folder / f"{seed}-{name}.mp4"

    yield "saved at crf 30", film(shown, at("30"), crf=30)
    yield "saved at crf 38", film(shown, at("38"), crf=38)
    yield "half the size", film([scaled(0.5)(each) for each in shown], at("half"))
    yield "mirrored", film([mirrored(each) for each in shown], at("mirror"))
    yield "cropped by 5%", film([cropped(0.05)(each) for each in shown], at("crop"))
    yield "half as fast", film(shown, at("slow"), fps=FPS / 2)
    yield "twice as fast", film(shown, at("fast"), fps=FPS * 2)
    yield "every second frame", film(shown[::2], at("drop"), fps=FPS)
    yield "first half", film(shown[: whole // 2], at("first"))
    yield "a quarter from its middle", film(shown[3 * whole // 8 : 5 * whole // 8], at("middle"))
    yield (
        "half of it, faster, q38",
        film([scaled(0.5)(each) for each in shown[whole // 4 : 3 * whole // 4]], at("all"), fps=FPS * 1.5, crf=38),
    )
