"""What a card shows of a job: gathered once, so that templates ask nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import User
from studio import costs, notices
from studio.models import Asset, Job
from studio.models.job import JobQuerySet
from studio.outcomes import Outcome
from studio.states import ENDED, SENT, UNSENT, WORKED_ON, State


@dataclass(frozen=True, slots=True)
class Card:
    """A job, in words and with what can be done about it.

    `polls`: the card asks for itself again. `is_moving`: a step is being done, and nobody knows how far it is.
    `is_on_its_way`: it goes on without anybody; what waits for a person may wait for days.
    `may_repeat`: it came to nothing, and its words may begin another order.
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


def of(job: Job) -> Card:
    """The card of one job."""
    return _card(job, tuple(job.assets.visible_to(job.owner).order_by("part")))


def in_the_tray(viewer: User) -> list[Card]:
    """Open ones, uncertain ones, and those that ended just now; newest first."""
    return _cards(Job.objects.owned_by(viewer).in_the_tray())


def on_the_bench(viewer: User) -> list[Card]:
    """The same without the ready ones: their pictures and films hang on the wall."""
    return _cards(Job.objects.owned_by(viewer).in_the_tray().exclude(state=State.READY))


def _cards(jobs: JobQuerySet) -> list[Card]:
    found = jobs.newest_first().select_related("hold", "owner").prefetch_related("assets", "hold__charges")
    return [_card(job, _visible(job.assets.all())) for job in found]


def _visible(assets: Iterable[Asset]) -> tuple[Asset, ...]:
    shown = [asset for asset in assets if asset.is_approved and not asset.is_deleted]
    return tuple(sorted(shown, key=lambda asset: asset.part))


def _card(job: Job, assets: tuple[Asset, ...]) -> Card:
    cost = costs.of(job)
    state = State(job.state)
    return Card(
        job=job,
        notice=notices.of(job, cost),
        cost=cost,
        assets=assets,
        may_cancel=state in UNSENT or (state in SENT and not job.cancel_asked),
        may_resubmit=state == State.UNCERTAIN,
        may_repeat=state in ENDED - {State.READY} and bool(job.prompt) and job.outcome != Outcome.RESUBMITTED,
        is_moving=state in SENT,
        is_on_its_way=state in WORKED_ON,
        polls=state not in ENDED and state != State.UNCERTAIN,
    )
