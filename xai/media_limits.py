"""What each picture and video engine takes, so that an order is refused here and not by a bill."""

from dataclasses import dataclass, replace

from xai import price_tables
from xai.values import PictureRequest, VideoRequest

RATIOS = ("1:1", "16:9", "9:16", "4:3", "3:4", "3:2", "2:3", "2:1", "1:2", "19.5:9", "9:19.5", "20:9", "9:20")
WIDE_RATIOS = ("21:9", "5:2")  # the 2.0 engine only
VIDEO_RATIOS = ("16:9", "9:16", "1:1", "4:3", "3:4", "3:2", "2:3")
PROMPT_CHARACTERS = 4096  # about what the provider takes for videos; for pictures no maximum is known


@dataclass(frozen=True, slots=True)
class PictureLimits:
    """What an order of pictures may ask. No qualities: the engine has no levels of it."""

    engine: str
    ratios: tuple[str, ...]
    resolutions: tuple[str, ...]
    qualities: tuple[str, ...]
    most: int = 10
    prompt_characters: int = PROMPT_CHARACTERS


@dataclass(frozen=True, slots=True)
class VideoLimits:
    """What an order of a video may ask."""

    engine: str
    ratios: tuple[str, ...]
    resolutions: tuple[str, ...]
    shortest: int = 1
    longest: int = 15
    usual: int = 8
    prompt_characters: int = PROMPT_CHARACTERS


def pictures(engine: str) -> PictureLimits | None:
    """The limits of a picture engine, by id or alias; None: we do not know it."""
    known = price_tables.named(price_tables.pictures(), engine)
    if known is None:
        return None
    limits = PictureLimits(known.id, RATIOS, known.resolutions, known.qualities)
    return replace(limits, ratios=RATIOS + WIDE_RATIOS) if known.id.endswith("-2.0") else limits


def videos(engine: str) -> VideoLimits | None:
    """The limits of a video engine, by id or alias; None: we do not know it."""
    known = price_tables.named(price_tables.videos(), engine)
    return VideoLimits(known.id, VIDEO_RATIOS, known.resolutions) if known else None


def picture_engines() -> tuple[PictureLimits, ...]:
    """Every picture engine we know."""
    return tuple(limits for each in price_tables.pictures() if (limits := pictures(each.id)))


def video_engines() -> tuple[VideoLimits, ...]:
    """Every video engine we know."""
    return tuple(limits for each in price_tables.videos() if (limits := videos(each.id)))


def problems(request: PictureRequest | VideoRequest) -> tuple[str, ...]:
    """What the provider would refuse in this order, as words for a form: engine, prompt, ratio, resolution, …"""
    limits = pictures(request.engine) if isinstance(request, PictureRequest) else videos(request.engine)
    if limits is None:
        return ("engine",)
    wrong = {
        "prompt_empty": not request.prompt.strip(),
        "prompt_long": len(request.prompt) > limits.prompt_characters,
        "ratio": request.ratio not in limits.ratios,
        "resolution": request.resolution not in limits.resolutions,
    }
    if isinstance(request, PictureRequest) and isinstance(limits, PictureLimits):
        wrong["quality"] = request.quality not in (limits.qualities or (request.quality,))
        wrong["count"] = not 1 <= request.n <= limits.most
    elif isinstance(request, VideoRequest) and isinstance(limits, VideoLimits):
        wrong["length"] = not limits.shortest <= request.seconds <= limits.longest
    return tuple(word for word, is_so in wrong.items() if is_so)
