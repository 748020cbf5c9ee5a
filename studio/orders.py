"""What somebody ordered: the form's frozen value. It is a column of the job, and never changes."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from studio.verbs import Verb
from xai import prices
from xai.values import PictureRequest, VideoRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureOrder:
    """Up to ten pictures of one prompt. `quality` is empty for an engine that has no levels of it."""

    verb: ClassVar[Verb] = Verb.IMAGINE
    kind: ClassVar[str] = "picture"
    endpoint: ClassVar[str] = "/v1/images/generations"

    engine: str
    prompt: str
    ratio: str
    resolution: str
    quality: str
    n: int

    @property
    def price(self) -> int:
        """What it costs, in ticks."""
        return prices.picture_ticks(self.engine, self.resolution, self.quality or None, self.n)

    @property
    def parts(self) -> int:
        """How many things come of it."""
        return self.n

    def columns(self) -> dict[str, Any]:
        """As JSON."""
        return {"kind": self.kind, **asdict(self)}

    def request(self, trace: str) -> PictureRequest:
        """As the provider is asked."""
        return PictureRequest(
            engine=self.engine,
            prompt=self.prompt,
            n=self.n,
            ratio=self.ratio,
            resolution=self.resolution,
            quality=self.quality or None,
            trace=trace,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoOrder:
    """One film of some seconds."""

    verb: ClassVar[Verb] = Verb.FILM
    kind: ClassVar[str] = "video"
    endpoint: ClassVar[str] = "/v1/videos/generations"
    parts: ClassVar[int] = 1

    engine: str
    prompt: str
    ratio: str
    resolution: str
    seconds: int

    @property
    def price(self) -> int:
        """What it costs, in ticks."""
        return prices.video_ticks(self.engine, self.resolution, self.seconds)

    def columns(self) -> dict[str, Any]:
        """As JSON."""
        return {"kind": self.kind, **asdict(self)}

    def request(self, trace: str) -> VideoRequest:
        """As the provider is asked."""
        return VideoRequest(
            engine=self.engine,
            prompt=self.prompt,
            seconds=self.seconds,
            ratio=self.ratio,
            resolution=self.resolution,
            trace=trace,
        )


Order = PictureOrder | VideoOrder
BY_KIND: dict[str, type[PictureOrder] | type[VideoOrder]] = {"picture": PictureOrder, "video": VideoOrder}


def from_columns(columns: Mapping[str, Any]) -> Order:
    """The value again, from the column."""
    values = dict(columns)
    return BY_KIND[values.pop("kind")](**values)
