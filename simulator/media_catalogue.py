"""The models that draw and film: what each takes and what it costs (reference 4.4 and 5.6)."""

from dataclasses import dataclass

from simulator.money import CENT

MILLI = CENT // 10  # a tenth of a cent

RATIOS = ("1:1", "16:9", "9:16", "4:3", "3:4", "3:2", "2:3", "2:1", "1:2", "19.5:9", "9:19.5", "20:9", "9:20", "auto")
WIDE_RATIOS = (*RATIOS, "21:9", "5:2")
VIDEO_RATIOS = ("16:9", "9:16", "1:1", "4:3", "3:4", "3:2", "2:3")


@dataclass(frozen=True)
class PictureModel:
    """One model that draws. `prices` is by quality ("" when it has none) and resolution, in ticks per picture."""

    id: str
    created: int
    prices: dict[tuple[str, str], int]
    per_input: int
    ratios: tuple[str, ...] = RATIOS
    aliases: tuple[str, ...] = ()
    default_quality: str = ""
    most_inputs: int = 3

    def price(self, quality: str, resolution: str) -> int:
        """Ticks for one picture."""
        return self.prices[(quality if self.default_quality else "", resolution)]


@dataclass(frozen=True)
class VideoModel:
    """One model that films. `prices` is by resolution, in ticks per second."""

    id: str
    created: int
    prices: dict[str, int]
    per_input_picture: int
    per_input_second: int
    aliases: tuple[str, ...] = ()
    takes_last_frame: bool = False


PICTURES = (
    PictureModel(
        "grok-imagine-image",
        1_769_472_000,
        {("", "1k"): 2 * CENT, ("", "2k"): 2 * CENT},
        2 * MILLI,
        aliases=("grok-imagine-image-2026-03-02",),
    ),
    PictureModel(
        "grok-imagine-image-2.0",
        1_785_974_400,
        {
            ("low", "1k"): 4 * CENT,
            ("low", "2k"): 6 * CENT,
            ("medium", "1k"): 6 * CENT,
            ("medium", "2k"): 8 * CENT,
        },
        CENT,
        ratios=WIDE_RATIOS,
        # Retired 2026-11-02, served by this one.
        aliases=(
            "grok-imagine-image-quality", "grok-imagine-image-quality-20260403",
            "grok-imagine-image-quality-latest", "grok-imagine-image-pro",
        ),
        default_quality="medium",
        most_inputs=5,
    ),
)  # fmt: skip

VIDEOS = (
    VideoModel("grok-imagine-video", 1_743_724_800, {"480p": 5 * CENT, "720p": 7 * CENT}, 2 * MILLI, CENT),
    VideoModel(
        "grok-imagine-video-1.5",
        1_780_099_200,
        {"480p": 8 * CENT, "720p": 14 * CENT, "1080p": 25 * CENT},
        CENT,
        CENT,
        aliases=("grok-imagine-video-1.5-2026-05-30", "grok-imagine-video-1.5-preview"),
        takes_last_frame=True,
    ),
    VideoModel(
        "grok-imagine-video-1.5-lite",
        1_786_000_000,
        {"480p": 2 * CENT, "720p": 3 * CENT, "1080p": 14 * CENT},
        CENT,
        CENT,
        takes_last_frame=True,
    ),
)

PICTURES_BY_NAME = {name: model for model in PICTURES for name in (model.id, *model.aliases)}
VIDEOS_BY_NAME = {name: model for model in VIDEOS for name in (model.id, *model.aliases)}
