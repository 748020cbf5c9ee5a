"""What the invisible mark survives, what it costs and how little it shows. `bin/bench marks`.

Pictures are painted and drawn from noise here: neither photographs nor Grok's own lie in this folder. So read the table as what
the scheme can do, and measure your own with it: `bin/bench marks --own FOLDER`.
"""

import io
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageEnhance, ImageOps

from simulator.painting.picture import paint
from studio.media.watermarks import SLIPS, putting, reading

SEED, TAG = 20_261_121, 0xC0FFEE1234AB
PROMPTS = (
    "a fox crossing a river", "a city at night in the rain", "a calm sea at dawn", "snow over a village",
    "mountains under stars", "a heron in the reeds", "a forest in autumn", "a lighthouse in a storm",
)  # fmt: skip
SIZES = ((1024, 1024), (1408, 768), (2048, 2048), (768, 1408))
ROUGHNESS = (0.9, 1.1, 1.3, 1.6)  # how quickly waves grow weaker as they grow faster; photographs are near 1

Fate = Callable[[Image.Image], Image.Image]


def saved(kind: str, quality: int) -> Fate:
    """Saved anew."""

    def fate(image: Image.Image) -> Image.Image:
        held = io.BytesIO()
        image.save(held, kind, quality=quality)
        return Image.open(held).convert("RGB")

    return fate


def sized(part: float, then: Fate) -> Fate:
    """Another size, then saved."""
    return lambda image: then(
        image.resize((round(image.width * part), round(image.height * part)), Image.Resampling.LANCZOS)
    )


def longest(pixels: int, then: Fate) -> Fate:
    """As small copies are made."""
    return lambda image: sized(pixels / max(image.size), then)(image)


def cut(part: float, then: Fate) -> Fate:
    """That part of its sides, a little off the middle."""

    def fate(image: Image.Image) -> Image.Image:
        width, height = round(image.width * part), round(image.height * part)
        left, top = (image.width - width) * 2 // 5, (image.height - height) * 3 // 5
        return then(image.crop((left, top, left + width, top + height)))

    return fate


def screenshot(image: Image.Image) -> Image.Image:
    """In a page that is mostly white, at a size nobody chose."""
    page = Image.new("RGB", (1440, 900), (248, 245, 239))
    shown = image.copy()
    shown.thumbnail((737, 737), Image.Resampling.BICUBIC)
    page.paste(shown, (351, 97))
    return saved("PNG", 0)(page)


JPEG = saved("JPEG", 85)
FATES: dict[str, Fate] = {
    **{f"JPEG {quality}": saved("JPEG", quality) for quality in (95, 85, 75, 65, 50, 30)},
    **{f"WebP {quality}": saved("WEBP", quality) for quality in (90, 80, 60)},
    "AVIF 56": saved("AVIF", 56),
    **{f"{part:.0%} of its size, JPEG 85": sized(part, JPEG) for part in (2.0, 1.5, 0.75, 0.5)},
    "1,600 pixels, WebP 82": longest(1600, saved("WEBP", 82)),
    "640 pixels, JPEG 85": longest(640, JPEG),
    "640 pixels, WebP 82": longest(640, saved("WEBP", 82)),
    "400 pixels, JPEG 85": longest(400, JPEG),
    **{f"cut to {part:.0%} of its sides, JPEG 85": cut(part, JPEG) for part in (0.9, 0.7, 0.5, 0.35)},
    "a screenshot": screenshot,
    "a screenshot, JPEG 75": lambda image: saved("JPEG", 75)(screenshot(image)),
    "mirrored, JPEG 85": lambda image: JPEG(ImageOps.mirror(image)),
    "darker by a third": lambda image: JPEG(ImageEnhance.Brightness(image).enhance(0.67)),
    "more contrast, more colour": lambda image: JPEG(
        ImageEnhance.Color(ImageEnhance.Contrast(image).enhance(1.3)).enhance(1.4)
    ),
    "twice saved and made smaller": lambda image: JPEG(
        sized(0.6, saved("WEBP", 75))(sized(0.8, saved("JPEG", 70))(image))
    ),
    "turned by 2 degrees": lambda image: JPEG(image.rotate(2, Image.Resampling.BICUBIC)),
    "turned by 90 degrees": lambda image: JPEG(image.transpose(Image.Transpose.ROTATE_90)),
}


def main(own: Path | None = None) -> list[str]:
    """Mark, harm, read; return the table. `own`: a folder of pictures to take instead of the drawn ones."""
    pictures, what = _of(own) if own else _drawn()
    loss, put_seconds, marked = [], [], []
    for each in pictures:
        began = time.process_time()
        marked.append(putting.put(each, SEED, TAG))
        put_seconds.append(time.process_time() - began)
        loss.append(_decibels(each, marked[-1]))
    text = [
        f"### The invisible mark in {len(pictures)} pictures, {what}",
        "",
    ]
    text += [
        "| what became of it | found | with every bit | led back | least sure | middling |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for name, fate in FATES.items():
        text.append(_row(name, [reading.seen(fate(each), SEED) for each in marked]))
        print(text[-1], flush=True)
    began = time.process_time()
    bare = [reading.seen(each, SEED).sure for each in pictures]
    bare += [reading.seen(JPEG(each), SEED + 1).sure for each in marked]  # another house's
    seconds = (time.process_time() - began) / len(bare)
    said = [
        "",
        f"Not marked, or by another house: found in {sum(sure >= reading.SURE for sure in bare)} of {len(bare)}; the surest was "
        f"{max(bare):.1f} standard deviations, {reading.SURE:.0f} are asked for.",
        f"What is seen of it: {min(loss):.1f} dB at worst, {statistics.median(loss):.1f} dB in the middle (PSNR).",
        f"CPU seconds, the longest edge {max(max(each.size) for each in pictures):,} pixels: to put it, "
        f"{statistics.median(put_seconds):.3f} in the middle, {max(put_seconds):.3f} at most; to look everywhere for one that is not "
        f"there, {seconds:.1f}.",
    ]
    print("\n".join(said))
    return [*text, *said]


def _row(name: str, found: list[reading.Mark]) -> str:
    there = [mark for mark in found if mark.sure >= reading.SURE]
    every = sum(mark.tag == TAG for mark in there)
    back = sum((mark.tag ^ TAG).bit_count() <= SLIPS for mark in there)
    sure = sorted(mark.sure for mark in found)
    many = len(found)
    parts = " | ".join(_share(count, many) for count in (len(there), every, back))
    return f"| {name} | {parts} | {sure[0]:.1f} | {statistics.median(sure):.1f} |"


def _share(count: int, of: int) -> str:
    return f"{count / of:.0%}"


def _drawn() -> tuple[list[Image.Image], str]:
    with tempfile.TemporaryDirectory(prefix="salon-bench-marks-") as folder:
        pictures = [*_painted(Path(folder)), *_clouds()]
    return pictures, f"{len(PROMPTS)} painted, {len(ROUGHNESS)} of noise"


def _of(folder: Path) -> tuple[list[Image.Image], str]:
    pictures = []
    for path in sorted(folder.iterdir()):
        with Image.open(path) as opened:
            pictures.append(ImageOps.exif_transpose(opened).convert("RGB"))
    return pictures, "brought to it"


def _painted_names() -> list[tuple[str, tuple[int, int]]]:
    return [(prompt, SIZES[n % len(SIZES)]) for n, prompt in enumerate(PROMPTS)]


def _painted(folder: Path) -> Iterator[Image.Image]:
    for n, (prompt, (width, height)) in enumerate(_painted_names()):
        path = folder / f"{n}.jpeg"
        paint(path, prompt, n, width, height, "jpeg", [])
        with Image.open(path) as opened:
            yield opened.convert("RGB")


def _clouds() -> Iterator[Image.Image]:
    """Noise whose spectrum falls off as a photograph's does."""
    for n, rough in enumerate(ROUGHNESS):
        dice = np.random.default_rng(n)
        fast = np.hypot(*np.meshgrid(np.fft.fftfreq(1024), np.fft.fftfreq(1024)))
        fast[0, 0] = 1
        bands = [np.fft.ifft2(np.fft.fft2(dice.normal(size=fast.shape)) / fast**rough).real for _ in range(3)]
        whole = np.stack([120 + 45 * (band - band.mean()) / band.std() for band in bands], axis=-1)
        yield Image.fromarray(np.clip(whole, 0, 255).astype(np.uint8))


def _decibels(before: Image.Image, after: Image.Image) -> float:
    change = np.asarray(before, np.float64) - np.asarray(after, np.float64)
    return float(10 * np.log10(255**2 / np.mean(change**2)))
