"""What a card shows of a job: gathered once, so that templates ask nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from studio import costs, expecting, inputs, notices
from studio.line import places
from studio.line.words import in_words
from studio.models import Asset, Job
from studio.models.job import JobQuerySet
from studio.orders import RemadeOrder
from studio.outcomes import Outcome
from studio.states import ENDED, SENT, UNSENT, WORKED_ON, State
from xai.prices import PriceUnknown


@dataclass(frozen=True, slots=True)
class Card:
    """A job, in words and with what can be done about it.

    `polls`: the card asks for itself again. `is_moving`: a step is being done, and nobody knows how far it is.
    `is_on_its_way`: it goes on without anybody; what waits for a person may wait for days.
    `may_repeat`: it came to nothing, and its words may begin another order; `repeat_price`: as it is, in ticks, or
    `repeat_at_most` so many.
    `in_line`: its place and about how long that takes. `expected`: about when it is done, by what its owner's took lately.
    """

    job: Job
    notice: notices.Notice
    cost: costs.Cost
    assets: tuple[Asset, ...]
    may_cancel: bool
    may_resubmit: bool
    may_repeat: bool
    is_moving: bool
    is_on_its_way: bool
    polls: bool
    may_pause: bool
    repeat_price: int | None
    repeat_at_most: bool
    in_line: str
    expected: str
    source: Asset | None

    @property
    def says(self) -> str:
        """In a few words, for a list: the place of what stands in line, else the state."""
        return self.in_line or self.notice.title


def of(job: Job) -> Card:
    """The card of one job."""
    return _card(job, tuple(job.assets.visible_to(job.owner).order_by("part")), _around(job.owner, [job]))


def in_the_tray(viewer: User) -> list[Card]:
    """What is on its way, then what waits to be sent in its own order, then what waits for a person or ended just now."""
    return sorted(_cards(viewer, Job.objects.owned_by(viewer).by_hand().in_the_tray()), key=_tray_order)


def on_the_bench(viewer: User) -> list[Card]:
    """Open ones, uncertain ones, those that ended just now; newest first, without the ready ones, which hang on the wall."""
    return _cards(viewer, Job.objects.owned_by(viewer).by_hand().in_the_tray().exclude(state=State.READY))


def of_many(viewer: User, jobs: JobQuerySet) -> dict[int, Card]:
    """Those of these jobs of this person, by their keys; in as many queries however many they are."""
    return {card.job.pk: card for card in _cards(viewer, jobs)}


@dataclass(frozen=True, slots=True)
class _Around:
    """What the cards of one person are told beside their rows. `sources` are by public id."""

    sources: Mapping[str, Asset]
    places: Mapping[int, places.Place]
    usual: expecting.Usual


def _around(owner: User, jobs: Iterable[Job]) -> _Around:
    """Asks only for what some card shows."""
    jobs = list(jobs)
    states = {State(job.state) for job in jobs}
    first = [source for job in jobs if (source := _first_input(job))]
    return _Around(
        sources=inputs.found(owner, first),
        places=places.of(owner) if State.QUEUED in states else {},
        usual=expecting.usual(owner) if states & SENT else {},
    )


def _cards(owner: User, jobs: JobQuerySet) -> list[Card]:
    found = list(jobs.newest_first().select_related("hold", "owner").prefetch_related("assets", "hold__charges"))
    around = _around(owner, found)
    return [_card(job, _visible(job.assets.all()), around) for job in found]


def _tray_order(card: Card) -> tuple[int, int, datetime | None, int]:
    """Stable: within a group the newest stays first, but for those in line."""
    job = card.job
    if job.state == State.QUEUED:
        return 1, job.rank, job.ordered_at, job.pk
    return (0 if card.polls else 2), 0, None, 0


def _visible(assets: Iterable[Asset]) -> tuple[Asset, ...]:
    shown = [asset for asset in assets if asset.is_approved and not asset.is_deleted]
    return tuple(sorted(shown, key=lambda asset: asset.part))


def _card(job: Job, assets: tuple[Asset, ...], around: _Around) -> Card:
    cost = costs.of(job)
    state = State(job.state)
    stands = state == State.QUEUED and not job.tries
    in_line = in_words(around.places.get(job.pk)) if stands else ""
    return Card(
        job=job,
        notice=notices.of(job, cost, in_line),
        cost=cost,
        assets=assets,
        may_cancel=state in UNSENT or (state in SENT and not job.cancel_asked),
        may_resubmit=state == State.UNCERTAIN,
        may_repeat=state in ENDED - {State.READY} and bool(job.prompt) and job.outcome != Outcome.RESUBMITTED,
        is_moving=state in SENT,
        is_on_its_way=state in WORKED_ON and not job.is_paused,
        polls=state not in ENDED and state != State.UNCERTAIN and not job.is_paused,
        may_pause=state == State.QUEUED and not job.is_paused,
        repeat_price=_price(job) if job.may_be_repeated else None,
        repeat_at_most=isinstance(job.frozen_order, RemadeOrder),
        in_line=in_line,
        expected=expecting.in_words(job, around.usual),
        source=around.sources.get(_first_input(job)),
    )


def _first_input(job: Job) -> str:
    """The public id of the first thing it is made from; empty for what is made from words."""
    given = job.order.get("inputs") or [{}]
    return str(given[0].get("asset", ""))


def _price(job: Job) -> int | None:
    """What the same order costs now; None: it cannot be ordered any more."""
    try:
        return job.frozen_order.price
    except PriceUnknown:
        return None
