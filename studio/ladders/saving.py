"""What a ladder saved against going direct: real charges on one side, the price table on the other."""

from collections.abc import Iterable
from dataclasses import dataclass

from studio import costs
from studio.models import Asset, Ladder, Rung, Step
from studio.states import State
from xai import prices
from xai.prices import PriceUnknown


@dataclass(frozen=True, slots=True)
class Saving:
    """In ticks. `finals`: so many films, one for each still that was looked at, at `each` straight from words by the
    price table; `stills`, `clips` and `final` are what was charged. Below zero the ladder cost more."""

    finals: int
    each: int
    stills: int
    clips: int
    final: int

    @property
    def direct(self) -> int:
        """What the finals would have cost."""
        return self.finals * self.each

    @property
    def spent(self) -> int:
        """What the ladder cost, up to the final."""
        return self.stills + self.clips + self.final

    @property
    def ticks(self) -> int:
        """Saved."""
        return self.direct - self.spent

    @property
    def lost(self) -> int:
        """Paid more, where nothing was saved."""
        return -self.ticks


def of(ladder: Ladder, rungs: Iterable[Rung]) -> Saving | None:
    """None until a final is there, and where the price table does not know its kind."""
    rungs = list(rungs)
    spent = {step: sum(costs.of(rung.job).ticks for rung in rungs if rung.step == step) for step in Step}
    if not any(rung.step == Step.FINAL and rung.job.state == State.READY for rung in rungs):
        return None
    try:
        each = prices.video_ticks(ladder.engine, ladder.resolution, ladder.seconds)
    except PriceUnknown:
        return None
    looks = Asset.objects.filter(job__in=[rung.job for rung in rungs if rung.step == Step.STILLS]).count()
    return Saving(looks, each, spent[Step.STILLS], spent[Step.CLIP], spent[Step.FINAL])


def each_direct(ladder: Ladder) -> int | None:
    """What one final straight from words costs, by the price table; None: it does not say."""
    try:
        return prices.video_ticks(ladder.engine, ladder.resolution, ladder.seconds)
    except PriceUnknown:
        return None
