"""A ladder as its page draws it: rung by rung, with what may be chosen and what the next one costs."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field

from accounts.models import User
from studio import cards
from studio.cards import Card
from studio.ladders import rungs, saving
from studio.ladders.rungs import Asked
from studio.ladders.saving import Saving
from studio.models import Asset, Ladder, Rung, Step
from studio.quotes import Quote
from studio.states import State

NEXT = {Step.STILLS: Step.CLIP, Step.CLIP: Step.FINAL, Step.FINAL: Step.LONGER}
NOTHING = Quote(None)


@dataclass(slots=True)
class Landing:
    """One rung. `made` hangs there to choose from; `cards` are on their way, or came to nothing.

    `onward` is the rung above, for `quote`; `chosen` what stands ticked; `words` those it was last asked for with.
    `is_bare`: something was made here, and does not hang on the wall any more.
    """

    step: Step
    made: list[Asset] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    onward: Step | None = None
    quote: Quote = NOTHING
    chosen: str = ""
    words: str = ""
    is_top: bool = False
    is_bare: bool = False

    @property
    def is_reached(self) -> bool:
        """Something was ordered here."""
        return bool(self.made or self.cards or self.is_bare)


@dataclass(frozen=True, slots=True)
class Shown:
    """The whole ladder. `longer_by`: seconds that the last rung adds; `more`: what four further stills cost."""

    ladder: Ladder
    landings: list[Landing]
    more: Quote
    saving: Saving | None
    direct: int | None
    longer_by: int
    clip_seconds: int
    key: uuid.UUID

    def leads_to(self, step: Step) -> bool:
        """Whether the page has a button that orders this rung."""
        return step == Step.STILLS or any(each.made and each.onward == step for each in self.landings)


def shown(owner: User, ladder: Ladder, chosen: Collection[str] = ()) -> Shown:
    """As it is now; `chosen`: assets that somebody has ticked, by id."""
    found = _rungs(ladder)
    by_step = {step: [each for each in found if each.step == step] for step in Step}
    landings = [_landing(owner, ladder, step, by_step, chosen) for step in Step]
    landings[max(n for n, each in enumerate(landings) if each.is_reached or not n)].is_top = True
    return Shown(
        ladder=ladder,
        landings=landings,
        more=rungs.quote(owner, ladder, Asked(Step.STILLS)),
        saving=saving.of(ladder, found),
        direct=saving.each_direct(ladder),
        longer_by=rungs.longer_by(),
        clip_seconds=rungs.CLIP_SECONDS,
        key=uuid.uuid4(),
    )


def _rungs(ladder: Ladder) -> list[Rung]:
    together = Rung.objects.filter(ladder=ladder).order_by("pk")
    return list(
        together.select_related("job__hold", "job__owner").prefetch_related("job__assets", "job__hold__charges")
    )


def _landing(
    owner: User, ladder: Ladder, step: Step, found: dict[Step, list[Rung]], chosen: Collection[str]
) -> Landing:
    above = found.get(NEXT.get(step, Step.STILLS), [])
    landing = Landing(step, onward=NEXT.get(step), words=above[-1].job.prompt if above else ladder.prompt)
    for rung in found[step]:
        if rung.job.state == State.READY:
            landing.made += Asset.objects.visible_to(owner).filter(job=rung.job).order_by("part")
            landing.is_bare = not landing.made
        else:
            landing.cards.append(cards.of(rung.job))
    if landing.made and landing.onward:
        first = landing.made[-1] if step == Step.CLIP else landing.made[0]
        named = [str(each.public_id) for each in landing.made]
        landing.chosen = next((each for each in named if each in chosen), named[0] if len(named) == 1 else "")
        landing.quote = rungs.quote(owner, ladder, Asked(landing.onward, _given(first, step)))
    return landing


def _given(asset: Asset, step: Step) -> str:
    """What the rung above would be made of, by id."""
    if step == Step.CLIP and asset.job:
        return asset.job.frozen_order.inputs[0].asset
    return str(asset.public_id)
