"""Orders of pictures: from words, or from other pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from studio.orders.inputs import Given, Input
from studio.orders.styled import Ordered, written
from studio.verbs import Verb
from xai import prices
from xai.values import PictureRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureOrder(Ordered):
    """Up to ten pictures of one prompt. `quality` is empty for an engine that has no levels of it."""

    verb: ClassVar[Verb] = Verb.IMAGINE
    kind: ClassVar[str] = "picture"
    endpoint: ClassVar[str] = "/v1/images/generations"
    inputs: ClassVar[tuple[Input, ...]] = ()

    engine: str
    prompt: str
    ratio: str
    resolution: str
    quality: str
    n: int

    @property
    def shape(self) -> str:
        """The ratio of what comes of it."""
        return self.ratio

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
        return {"verb": str(self.verb), "kind": self.kind, **written(self)}

    def request(self, trace: str, given: Sequence[Given] = ()) -> PictureRequest:
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
class EditOrder(Ordered):
    """Up to ten pictures made of one or several others. Without a ratio the first one's is kept."""

    verb: ClassVar[Verb] = Verb.EDIT
    kind: ClassVar[str] = "picture"
    endpoint: ClassVar[str] = "/v1/images/edits"

    engine: str
    prompt: str
    inputs: tuple[Input, ...]
    ratio: str
    resolution: str
    quality: str
    n: int

    @property
    def shape(self) -> str:
        """The ratio of what comes of it."""
        return self.ratio or self.inputs[0].shape

    @property
    def price(self) -> int:
        """What it costs, in ticks."""
        return prices.picture_ticks(self.engine, self.resolution, self.quality or None, self.n, inputs=len(self.inputs))

    @property
    def parts(self) -> int:
        """How many things come of it."""
        return self.n

    def columns(self) -> dict[str, Any]:
        """As JSON."""
        inputs = [each.columns() for each in self.inputs]
        return {"verb": str(self.verb), "kind": self.kind, **written(self), "inputs": inputs}

    def request(self, trace: str, given: Sequence[Given] = ()) -> PictureRequest:
        """As the provider is asked."""
        return PictureRequest(
            engine=self.engine,
            prompt=self.prompt,
            n=self.n,
            ratio=self.ratio,
            resolution=self.resolution,
            quality=self.quality or None,
            inputs=tuple(each.media for each in given),
            trace=trace,
        )
