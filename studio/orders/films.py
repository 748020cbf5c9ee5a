"""Orders of films: from words, from pictures, from other films."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from studio.orders.inputs import Given, Input, Role, in_part
from studio.orders.styled import Ordered, written
from studio.verbs import Verb
from xai import prices
from xai.values import ChangeRequest, ExtendRequest, VideoRequest

FINEST_REMADE = 720  # the provider makes a changed or extended film as large as it was, and no larger than this


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoOrder(Ordered):
    """One film of some seconds."""

    verb: ClassVar[Verb] = Verb.FILM
    kind: ClassVar[str] = "video"
    endpoint: ClassVar[str] = "/v1/videos/generations"
    parts: ClassVar[int] = 1
    inputs: ClassVar[tuple[Input, ...]] = ()

    engine: str
    prompt: str
    ratio: str
    resolution: str
    seconds: int

    @property
    def shape(self) -> str:
        """The ratio of what comes of it."""
        return self.ratio

    @property
    def price(self) -> int:
        """What it costs, in ticks."""
        return prices.video_ticks(self.engine, self.resolution, self.seconds)

    def columns(self) -> dict[str, Any]:
        """As JSON."""
        return {"verb": str(self.verb), "kind": self.kind, **written(self)}

    def request(self, trace: str, given: Sequence[Given] = ()) -> VideoRequest:
        """As the provider is asked."""
        return VideoRequest(
            engine=self.engine,
            prompt=self.prompt,
            seconds=self.seconds,
            ratio=self.ratio,
            resolution=self.resolution,
            trace=trace,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AnimateOrder(Ordered):
    """One film made of pictures: a first and perhaps a last frame, or things to be seen in it."""

    verb: ClassVar[Verb] = Verb.ANIMATE
    kind: ClassVar[str] = "video"
    endpoint: ClassVar[str] = "/v1/videos/generations"
    parts: ClassVar[int] = 1

    engine: str
    prompt: str
    inputs: tuple[Input, ...]
    ratio: str
    resolution: str
    seconds: int

    @property
    def shape(self) -> str:
        """The ratio of what comes of it: the first frame's unless another was wanted."""
        return self.ratio or self.inputs[0].shape

    @property
    def price(self) -> int:
        """What it costs, in ticks."""
        return prices.video_ticks(self.engine, self.resolution, self.seconds, pictures=len(self.inputs))

    def columns(self) -> dict[str, Any]:
        """As JSON."""
        inputs = [each.columns() for each in self.inputs]
        return {"verb": str(self.verb), "kind": self.kind, **written(self), "inputs": inputs}

    def request(self, trace: str, given: Sequence[Given] = ()) -> VideoRequest:
        """As the provider is asked."""
        first, last = in_part(given, Role.FIRST_FRAME), in_part(given, Role.LAST_FRAME)
        return VideoRequest(
            engine=self.engine,
            prompt=self.prompt,
            seconds=self.seconds,
            ratio=self.ratio,
            resolution=self.resolution,
            first=first[0] if first else None,
            last=last[0] if last else None,
            references=in_part(given, Role.REFERENCE),
            trace=trace,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOrder(Ordered):
    """A film made into another of the same length and shape."""

    verb: ClassVar[Verb] = Verb.CHANGE
    kind: ClassVar[str] = "video"
    endpoint: ClassVar[str] = "/v1/videos/edits"
    parts: ClassVar[int] = 1

    engine: str
    prompt: str
    inputs: tuple[Input, ...]

    @property
    def shape(self) -> str:
        """The ratio of what comes of it."""
        return self.inputs[0].shape

    @property
    def resolution(self) -> str:
        """As what is given."""
        return remade_resolution(self.inputs[0])

    @property
    def price(self) -> int:
        """What it costs, in ticks: each second is paid for as given and as made."""
        seconds = self.inputs[0].seconds
        return prices.video_ticks(self.engine, self.resolution, seconds, input_seconds=seconds)

    def columns(self) -> dict[str, Any]:
        """As JSON; the resolution only to be read."""
        return {**_remade(self), "resolution": self.resolution}

    def request(self, trace: str, given: Sequence[Given] = ()) -> ChangeRequest:
        """As the provider is asked."""
        return ChangeRequest(engine=self.engine, prompt=self.prompt, video=given[0].media, trace=trace)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendOrder(Ordered):
    """A film made longer by `seconds`."""

    verb: ClassVar[Verb] = Verb.EXTEND
    kind: ClassVar[str] = "video"
    endpoint: ClassVar[str] = "/v1/videos/extensions"
    parts: ClassVar[int] = 1

    engine: str
    prompt: str
    inputs: tuple[Input, ...]
    seconds: int

    @property
    def shape(self) -> str:
        """The ratio of what comes of it."""
        return self.inputs[0].shape

    @property
    def resolution(self) -> str:
        """As what is given."""
        return remade_resolution(self.inputs[0])

    @property
    def price(self) -> int:
        """What it costs, in ticks: the seconds that are added, and those that are given."""
        return prices.video_ticks(self.engine, self.resolution, self.seconds, input_seconds=self.inputs[0].seconds)

    def columns(self) -> dict[str, Any]:
        """As JSON; the resolution only to be read."""
        return {**_remade(self), "resolution": self.resolution}

    def request(self, trace: str, given: Sequence[Given] = ()) -> ExtendRequest:
        """As the provider is asked."""
        return ExtendRequest(
            engine=self.engine, prompt=self.prompt, video=given[0].media, seconds=self.seconds, trace=trace
        )


def remade_resolution(source: Input) -> str:
    """What a film made of this one is billed as."""
    return "720p" if min(source.width, source.height) >= FINEST_REMADE else "480p"


def _remade(order: ChangeOrder | ExtendOrder) -> dict[str, Any]:
    inputs = [each.columns() for each in order.inputs]
    return {"verb": str(order.verb), "kind": order.kind, **written(order), "inputs": inputs}
