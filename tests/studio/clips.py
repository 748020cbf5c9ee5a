"""Pictures and clips as people bring them: drawn here, with whatever a telephone or somebody wicked puts into them."""

import io
import struct
import tempfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from PIL import Image, ImageDraw

FPS = 24


def photograph(size: tuple[int, int] = (320, 200), kind: str = "JPEG", **how: Any) -> bytes:
    """A picture that is red at its left and blue at its right."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def telling(**changes: Any) -> bytes:
    """A photograph taken upright with a telephone that says where, by whom and with what."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn it a quarter clockwise to see it upright
    exif[0x010F] = "Telephone of Alice"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    return photograph(exif=exif, comment=b"taken at home", **changes)


def clip(
    seconds: float = 2.0,
    *,
    kind: str = "mp4",
    codec: str = "libx264",
    size: tuple[int, int] = (160, 120),
    sound: bool = True,
    faststart: bool = False,
) -> bytes:
    """Frames that grow brighter, each by its number, with a tone; what it was made with stands in it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip"
        options = {"movflags": "+faststart"} if faststart else {}
        with av.open(str(path), "w", format=kind, options=options) as made:
            made.metadata["comment"] = "the secret place"
            film: Any = made.add_stream(codec, rate=FPS)
            film.width, film.height, film.pix_fmt = *size, "yuv420p"
            tone: Any = made.add_stream("aac" if kind != "webm" else "libopus", rate=48_000) if sound else None
            for n in range(round(seconds * FPS)):
                frame: Any = av.VideoFrame.from_image(_frame(n, size))  # type: ignore[no-untyped-call]
                frame.pts, frame.time_base = n, Fraction(1, FPS)
                made.mux(film.encode(frame))
            made.mux(film.encode(None))
            if tone:
                _hum(made, tone, seconds)
        return path.read_bytes()


def _frame(n: int, size: tuple[int, int]) -> Image.Image:
    image = Image.new("RGB", size, (n * 2 % 256,) * 3)
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 4, size[1] // 4), fill="red")
    return image


def _hum(made: Any, tone: Any, seconds: float) -> None:
    for n in range(round(seconds * 48_000 / 960)):
        frame = av.AudioFrame(format="flt", layout="mono", samples=960)
        frame.planes[0].update(struct.pack("<960f", *(((i % 100) - 50) / 200 for i in range(960))))
        frame.rate, frame.pts, frame.time_base = 48_000, n * 960, Fraction(1, 48_000)
        made.mux(tone.encode(frame))
    made.mux(tone.encode(None))


def sideways(film: bytes) -> bytes:
    """The same film with the note that it is to be turned a quarter clockwise, as a telephone held upright leaves it."""
    at = film.index(b"tkhd") + 44
    matrix = struct.pack(">9i", 0, 1 << 16, 0, -(1 << 16), 0, 0, 0, 0, 1 << 30)
    return film[:at] + matrix + film[at + 36 :]


def frames_of(path: Path) -> list[Any]:
    """Every frame of a film."""
    with av.open(str(path)) as film:
        return list(film.decode(film.streams.video[0]))


def brightness(frame: Any) -> float:
    """Which frame of a `clip` this was: its number, about."""
    image: Image.Image = frame.to_image().convert("L")
    right = image.crop((image.width // 2, image.height // 2, image.width, image.height))
    return sum(right.tobytes()) / (right.width * right.height) / 2
