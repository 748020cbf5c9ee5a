"""A film as one picture of twelve moments, for somebody who must look without watching. Runs in the bounded child only."""

from pathlib import Path
from typing import Any

import av
from PIL import Image

from studio.media.names import SHEET, SHEET_FRAMES
from studio.media.previews import MARK
from studio.media.probe import NotSound

LONGER = 480  # of one frame, in pixels


def columns(width: int, height: int) -> int:
    """How many stand side by side: upright films need fewer rows."""
    return 4 if width >= height else 6


def draw(source: Path, folder: Path) -> dict[str, Any]:
    """Write the sheet into the folder: of twelve equal parts of the film the first frame each, row by row."""
    try:
        with source.open("rb") as file, av.open(file, format="mp4") as container:
            frames = _taken(container)
    except (av.FFmpegError, OSError, ValueError, IndexError) as error:
        raise NotSound(f"not a film: {error}") from error
    if not frames:
        raise NotSound("no frame at all")
    _side_by_side(frames).save(folder / SHEET, "WEBP", quality=72, method=4, xmp=MARK)
    return {"sheet": SHEET}


def _taken(container: Any) -> list[Image.Image]:
    stream = container.streams.video[0]
    stream.thread_count = 2
    length = float(stream.duration * stream.time_base) if stream.duration and stream.time_base else 0.0
    return _frames(container.decode(stream), length)


def _frames(decoded: Any, length: float) -> list[Image.Image]:
    taken: list[Image.Image] = []
    first: float | None = None
    for frame in decoded:
        at = float(frame.pts * frame.time_base) if frame.pts is not None else 0.0
        first = at if first is None else first
        if at - first >= len(taken) * length / SHEET_FRAMES:
            taken.append(_small(frame))
        if len(taken) == SHEET_FRAMES:
            break
    return taken


def _small(frame: Any) -> Image.Image:
    scale = min(1.0, LONGER / max(frame.width, frame.height))
    picture: Image.Image = frame.to_image(
        width=max(2, round(frame.width * scale)), height=max(2, round(frame.height * scale))
    )
    return picture


def _side_by_side(frames: list[Image.Image]) -> Image.Image:
    """Always twelve: a very short film shows some of its frames twice."""
    width, height = frames[0].size
    across = columns(width, height)
    sheet = Image.new("RGB", (width * across, height * (SHEET_FRAMES // across)))
    for n in range(SHEET_FRAMES):
        row, column = divmod(n, across)
        sheet.paste(frames[n * len(frames) // SHEET_FRAMES], (column * width, row * height))
    return sheet
