"""A file somebody brought, written anew from its pixels and its sound. Runs in the bounded child only.

Nothing of the file itself is kept but what is seen and heard: no place, no maker, no second file hidden behind it.
"""

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from PIL import Image

from studio.media import encoding, kinds, own_words
from studio.media.plain import Broken, opened, pixels_of, plain, upright
from studio.media.unfit import Unfit

PICTURES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif"}
SHORT_EDGE = 16
QUALITY = 92
CLIPS = {"h264", "hevc", "vp8", "vp9", "av1", "mpeg4"}
SOUNDS = {"aac", "mp3", "opus", "vorbis", "flac", "ac3", "pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_f32le", "alac"}
MOST_RATE, USUAL_RATE = 60, 30
SLACK_SECONDS = 0.5

Facts = dict[str, Any]


def written_anew(source: Path, out: Path, most_pixels: int, most_seconds: float) -> Facts:
    """Write the picture or clip to `out`; what it was, and whether it says that a machine made it. Raises Unfit."""
    with source.open("rb") as file:
        head = file.read(kinds.HEAD_BYTES)
    kind = kinds.kind_of(head)
    if kind == kinds.PICTURE:
        was = _picture(source, out, most_pixels)
    elif kind == kinds.FILM:
        was = _clip(source, out, most_seconds, matroska=head.startswith(kinds.MATROSKA))
    else:
        raise Unfit(kind)
    machine = own_words.by_a_machine(source, was)
    return {"kind": "picture" if kind == kinds.PICTURE else "video", "was": was, "by_a_machine": machine}


def _picture(source: Path, out: Path, most_pixels: int) -> str:
    Image.MAX_IMAGE_PIXELS = None  # Pillow's own limit is a warning first; ours is below, and final
    try:
        with opened(source, list(PICTURES)) as image:
            # The header is believed so far as to refuse what is too large to decode.
            if image.width * image.height > most_pixels:
                raise Unfit("too_many_pixels", width=image.width, height=image.height)
            kind = str(image.format)
            clean = pixels_of(plain(upright(image)))
    except (Broken, OSError, SyntaxError, ValueError, EOFError) as error:
        raise Unfit("damaged", cause=str(error)[:200]) from error
    if min(clean.size) < SHORT_EDGE:
        raise Unfit("too_small")
    if kind == "JPEG":
        clean.convert("RGB").save(out, "JPEG", quality=QUALITY, progressive=True, subsampling=0)
    elif kind == "WEBP":
        clean.save(out, "WEBP", quality=QUALITY, method=4)
    else:
        clean.save(out, "PNG", compress_level=4)
    return PICTURES[kind]


def _clip(source: Path, out: Path, most_seconds: float, *, matroska: bool) -> str:
    try:
        # A file object and a forced format: no other protocol, no other demuxer, whatever the bytes say.
        with source.open("rb") as file, av.open(file, "r", format="matroska" if matroska else "mov") as given:
            film, sound = _streams(given)
            if given.duration and given.duration / av.time_base > most_seconds + SLACK_SECONDS:
                raise Unfit("too_long_film", seconds=round(given.duration / av.time_base))
            rate = min(
                max(film.average_rate or film.guessed_rate or Fraction(USUAL_RATE), Fraction(1)), Fraction(MOST_RATE)
            )
            plan = encoding.Plan(rate=rate, steady=True, ends=most_seconds + SLACK_SECONDS)
            reached = encoding.write(given, film, sound, out, plan)
            declared = float(film.duration * film.time_base) if film.duration else 0.0
    except (av.FFmpegError, OSError, ValueError, OverflowError) as error:
        raise Unfit("damaged", cause=str(error)[:200]) from error
    if reached >= plan.ends:
        raise Unfit("too_long_film", seconds=round(most_seconds) + 1)
    if reached < declared - SLACK_SECONDS:
        raise Unfit("damaged", cause=f"{reached:.2f} s of {declared:.2f} s")
    return "video/webm" if matroska else "video/mp4"


def _streams(given: Any) -> tuple[Any, Any]:
    """The first film and the first sound of it; a cover picture is no film."""
    films = [stream for stream in given.streams.video if not stream.disposition & stream.disposition.attached_pic]
    if not films:
        raise Unfit("sound" if given.streams.audio else "damaged")
    film = films[0]
    if film.codec_context.name not in CLIPS:
        raise Unfit("codec", codec=film.codec_context.name)
    if film.codec_context.width * film.codec_context.height > encoding.MOST_FRAME_PIXELS:
        raise Unfit("too_large_frames", width=film.codec_context.width, height=film.codec_context.height)
    sounds = [stream for stream in given.streams.audio if stream.codec_context.name in SOUNDS]
    return film, sounds[0] if sounds else None
