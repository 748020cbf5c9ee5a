"""What a file really is, found by decoding all of it. Runs in the bounded child only."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from PIL import Image

from studio.media.names import STRIP_FRAMES, STRIP_HEIGHT
from studio.media.plain import Broken, opened, upright

MOST_FRAME_PIXELS = 2160 * 3840
MOST_FRAMES = 60 * 120
PICTURES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
FILM_CODECS = frozenset({"h264"})  # what every browser plays, and what the provider says it delivers
SOUND_CODECS = frozenset({"aac", "mp3", "opus"})
POSTER_AT = 0.25  # of the length: the first frame of a film is often black or blurred
SLACK_SECONDS = 0.3

Facts = dict[str, Any]


class NotSound(Exception):
    """Not a whole file of a kind we take."""


def picture(path: Path, most_pixels: int) -> tuple[Facts, Image.Image]:
    """A still picture of at most so many pixels. The header is read and believed only so far as to refuse what is too large to decode."""
    try:
        with opened(path, list(PICTURES)) as image:
            if image.width * image.height > most_pixels:
                raise NotSound(f"{image.width}×{image.height} pixels are too many")
            if getattr(image, "n_frames", 1) != 1:
                raise NotSound("a moving picture")
            kind = str(image.format)
            shown = upright(image)
    except (Broken, OSError, SyntaxError, ValueError) as error:
        raise NotSound(str(error)) from error
    return {"mime": PICTURES[kind], "codec": kind.lower(), "width": shown.width, "height": shown.height}, shown


def film(path: Path) -> tuple[Facts, Image.Image, list[Image.Image]]:
    """A film: container, codecs, and every frame to the last; a poster from its first half, and frames for a strip."""
    try:
        # A file object and a forced format: no other protocol, no other demuxer, whatever the bytes say.
        with path.open("rb") as file, av.open(file, format="mp4") as container:
            stream = _one_film_stream(container)
            sound = _sound(container)
            length = float(stream.duration * stream.time_base) if stream.duration and stream.time_base else 0.0
            rate = stream.average_rate
            frames = _Frames(length)
            for frame in _decoded(container, stream):
                frames.take(frame)
            declared = stream.frames
    except (av.FFmpegError, OSError, ValueError, OverflowError) as error:
        raise NotSound(f"not a film: {error}") from error
    poster = frames.poster()
    if poster is None:
        raise NotSound("no frame at all")
    if declared and frames.count != declared:
        raise NotSound(f"{frames.count} of {declared} frames")
    if length and abs(frames.seconds - length) > SLACK_SECONDS:
        raise NotSound(f"{frames.seconds:.2f} s of {length:.2f} s")
    facts = {
        "mime": "video/mp4", "codec": stream.codec_context.name, "sound": sound,
        "width": poster.width, "height": poster.height, "seconds": round(frames.seconds, 3),
        "fps": round(float(rate), 3) if rate else None,
    }  # fmt: skip
    return facts, poster, frames.strip


def _one_film_stream(container: Any) -> Any:
    if len(container.streams.video) != 1:
        raise NotSound(f"{len(container.streams.video)} film streams")
    stream = container.streams.video[0]
    codec = stream.codec_context
    if codec.name not in FILM_CODECS:
        raise NotSound(f"film codec {codec.name}")
    if codec.width * codec.height > MOST_FRAME_PIXELS:
        raise NotSound(f"{codec.width}×{codec.height} pixels are too many")
    stream.thread_count = 2
    codec.options = {"err_detect": "explode"}  # a decoder that hides damage would show grey blocks as sound
    return stream


def _sound(container: Any) -> str:
    for stream in container.streams.audio:
        if stream.codec_context.name not in SOUND_CODECS:
            raise NotSound(f"sound codec {stream.codec_context.name}")
    return container.streams.audio[0].codec_context.name if container.streams.audio else ""


def _decoded(container: Any, stream: Any) -> Iterator[Any]:
    for n, frame in enumerate(container.decode(stream)):
        if n >= MOST_FRAMES:
            raise NotSound("too many frames")
        yield frame


class _Frames:
    """Counts frames, measures their span, keeps one for the poster and small ones for the strip."""

    def __init__(self, length: float) -> None:
        self.count = 0
        self.seconds = 0.0
        self.strip: list[Image.Image] = []
        self._length = length
        self._poster: Any = None
        self._first: float | None = None

    def take(self, frame: Any) -> None:
        at = float(frame.pts * frame.time_base) if frame.pts is not None else 0.0
        self._first = at if self._first is None else self._first
        lasts = float((frame.duration or 0) * (frame.time_base or Fraction(0)))
        self.count += 1
        self.seconds = max(self.seconds, at - self._first + lasts)
        if self._poster is None or (at - self._first <= POSTER_AT * self._length and self.count > 1):
            self._poster = frame
        if len(self.strip) < STRIP_FRAMES and at - self._first >= len(self.strip) * self._length / STRIP_FRAMES:
            width = max(2, round(frame.width * STRIP_HEIGHT / frame.height))
            self.strip.append(frame.to_image(width=width, height=STRIP_HEIGHT))

    def poster(self) -> Image.Image | None:
        """The frame that was kept, as a picture."""
        return self._poster.to_image() if self._poster is not None else None
