"""A look at a stranger's file that is kept nowhere: what it is, what it looks like, what it says. In the bounded child only."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from PIL import Image

CPU_SECONDS = 15
FRAMES = 900  # looked for the frame that films are known by
PICTURES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
STILL_BRANDS = (b"heic", b"heix", b"mif1", b"avif")


def main() -> None:
    """Bound this process, then look."""
    from studio.media import child

    child.bound(cpu_seconds=CPU_SECONDS)
    asked = json.loads(sys.argv[2])
    sys.stdout.write(json.dumps(glance(Path(asked["source"]), asked["anchors"], asked["most_pixels"])))


def glance(path: Path, anchors: str, most_pixels: int) -> dict[str, Any]:
    """`mime`: empty for what is none of ours. `sound`: it could be decoded. `pdq`, and what its credentials say."""
    from studio.media import testimony

    mime = kind_of(path)
    if not mime:
        return {"mime": "", "sound": False, "pdq": "", "said": None}
    said = testimony.read(path, mime, anchors)
    sound, pdq = _likeness(path, mime, most_pixels)
    return {"mime": mime, "sound": sound, "pdq": pdq, "said": asdict(said) if said else None}


def kind_of(path: Path) -> str:
    """By its first bytes, whatever its name says."""
    with path.open("rb") as file:
        head = file.read(16)
    for mark, mime in PICTURES.items():
        if head.startswith(mark):
            return mime
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return "video/mp4" if head[4:8] == b"ftyp" and head[8:12] not in STILL_BRANDS else ""


def _likeness(path: Path, mime: str, most_pixels: int) -> tuple[bool, str]:
    from studio.media import pdq, probe

    try:
        image = _poster(path) if mime == "video/mp4" else probe.picture(path, most_pixels)[1]
    except probe.NotSound:
        return False, ""
    return True, pdq.of(image)


def _poster(path: Path) -> Image.Image:
    """The frame that `probe` makes posters of; the film is decoded no further."""
    import av

    from studio.media import probe

    try:
        with path.open("rb") as file, av.open(file, "r", format="mp4") as container:
            stream = container.streams.video[0]
            if stream.codec_context.width * stream.codec_context.height > probe.MOST_FRAME_PIXELS:
                raise probe.NotSound("too many pixels")
            length = float(stream.duration * stream.time_base) if stream.duration and stream.time_base else 0.0
            kept: Any = None
            first: float | None = None
            for n, frame in enumerate(container.decode(stream)):
                at = float(frame.pts * frame.time_base) if frame.pts is not None and frame.time_base else 0.0
                first = at if first is None else first
                if n > FRAMES or (kept is not None and at - first > probe.POSTER_AT * length):
                    break
                kept = frame
            if kept is None:
                raise probe.NotSound("no frame at all")
            image: Image.Image = kept.to_image()
            return image
    except (av.FFmpegError, OSError, ValueError, OverflowError, IndexError) as error:
        raise probe.NotSound(f"not a film: {error}") from error
