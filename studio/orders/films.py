"""Orders of films: from words, from pictures, from other films."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, ClassVar

from studio.orders.inputs import Given, Input, Role, in_part
from studio.orders.styled import Ordered, written
from studio.verbs import Verb
from xai import prices
from xai.values import ChangeRequest, ExtendRequest, VideoRequest

PLAIN = 480  # the shorter side of the smaller of the two sizes in which a film is remade (`xai/media_limits.toml`)


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
class RemadeOrder(Ordered):
    """A film made of another, in its shape. What the provider bills of the one given is not said to the second: `price`,
    which is put aside, is the dearest reading of its words, `likely` the one its bills have followed.
    """

    verb: ClassVar[Verb]
    kind: ClassVar[str] = "video"
    endpoint: ClassVar[str]
    parts: ClassVar[int] = 1
    ratio: ClassVar[str] = ""

    engine: str
    prompt: str
    inputs: tuple[Input, ...]

    @property
    def shape(self) -> str:
        """The ratio of what comes of it."""
        return self.inputs[0].shape

    @property
    def resolution(self) -> str:
        """As what is given, or the next that has a price."""
        return remade_resolution(self.inputs[0])

    def columns(self) -> dict[str, Any]:
        """As JSON; the resolution only to be read."""
        inputs = [each.columns() for each in self.inputs]
        own = {"verb": str(self.verb), "kind": self.kind, **written(self), "inputs": inputs}
        return {**own, "resolution": self.resolution}

    def _ticks(self, made: float, given: float) -> int:
        """So many seconds made, and so many given."""
        return prices.video_ticks(self.engine, self.resolution, made, input_seconds=given)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOrder(RemadeOrder):
    """A film made into another of the same length and shape."""

    verb: ClassVar[Verb] = Verb.CHANGE
    endpoint: ClassVar[str] = "/v1/videos/edits"

    @property
    def price(self) -> int:
        """What it costs at most, in ticks: each begun second is paid for as made, and as given."""
        begun = ceil(self.inputs[0].seconds)
        return self._ticks(begun, begun)

    @property
    def likely(self) -> int:
        """What it costs by the seconds there are."""
        given = self.inputs[0].seconds
        return self._ticks(given, given)

    def request(self, trace: str, given: Sequence[Given] = ()) -> ChangeRequest:
        """As the provider is asked."""
        return ChangeRequest(engine=self.engine, prompt=self.prompt, video=given[0].media, trace=trace)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendOrder(RemadeOrder):
    """A film made longer by `seconds`."""

    verb: ClassVar[Verb] = Verb.EXTEND
    endpoint: ClassVar[str] = "/v1/videos/extensions"

    seconds: int

    @property
    def price(self) -> int:
        """What it costs at most, in ticks: what comes back may be the whole film, and be billed as made."""
        begun = ceil(self.inputs[0].seconds)
        return self._ticks(begun + self.seconds, begun)

    @property
    def likely(self) -> int:
        """What it costs where only the added seconds are billed as made."""
        return self._ticks(self.seconds, self.inputs[0].seconds)

    def request(self, trace: str, given: Sequence[Given] = ()) -> ExtendRequest:
        """As the provider is asked."""
        return ExtendRequest(
            engine=self.engine, prompt=self.prompt, video=given[0].media, seconds=self.seconds, trace=trace
        )


def remade_resolution(source: Input) -> str:
    """What a film made of this one may be billed as: one that is larger than a size counts as the next."""
    return "480p" if min(source.width, source.height) <= PLAIN else "720p"
