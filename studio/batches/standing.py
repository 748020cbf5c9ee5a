"""How a batch stands, counted from its jobs and the ledger: nothing of it is kept twice."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from django.db.models import Count, Max, Min, Sum
from django.utils import timezone

from accounts.models import User
from studio.models import Batch, BatchRow, Job
from studio.models.batch import BatchRowQuerySet
from studio.models.job import JobQuerySet
from studio.states import RESTING, State
from studio.waits import in_words

CAME_TO_NOTHING = frozenset({State.FAILED, State.EXPIRED, State.REFUSED, State.BLOCKED})
WITH_A_PERSON = frozenset({State.AWAITING, State.REVIEWING})
FEW = 3  # rows that have ended; fewer say nothing about the rest


@dataclass(frozen=True, slots=True)
class Standing:
    """Rows by how they stand; `cost` and `held` in ticks, `cost` with what came to nothing and was billed all the same.

    `rows` were ordered, `left_out` were not. `finish` is about how long the rest takes, empty when nobody can say.
    """

    rows: int = 0
    ready: int = 0
    failed: int = 0
    cancelled: int = 0
    with_person: int = 0
    uncertain: int = 0
    left_out: int = 0
    doubtful: int = 0
    cost: int = 0
    held: int = 0
    finish: str = ""

    @property
    def done(self) -> int:
        """Rows about which nothing more will happen by itself."""
        return self.ready + self.failed + self.cancelled + self.uncertain

    @property
    def open(self) -> int:
        """Rows that are on their way."""
        return self.rows - self.done - self.with_person

    @property
    def percent(self) -> int:
        """Of the rows; 100 only when all are done."""
        return 100 * self.done // self.rows if self.rows else 0

    @property
    def is_over(self) -> bool:
        """Nothing more will happen to it by itself."""
        return self.done == self.rows

    @property
    def may_be_removed(self) -> bool:
        """Nor has its owner anything left to do with it."""
        return self.is_over and not self.doubtful and not self.uncertain


def newest(batch: Batch, states: Collection[State] = frozenset(State)) -> list[Job]:
    """The job that counts of each row that was ordered, in the order of the rows: those that are in one of `states`."""
    current = _current(Job.objects.filter(row__batch=batch)).filter(state__in=sorted(states))
    return list(current.select_related("row", "owner", "hold").order_by("row__n"))


def of(batch: Batch) -> Standing:
    """How one batch stands. Four queries."""
    return of_all([batch])[batch.pk]


def first_words(batches: Iterable[Batch]) -> dict[int, str]:
    """The words of each one's first row, to know it by. Two queries; by the batch's key."""
    found = {row.batch_id: str(row.cells.get("prompt", "")) for row in _firsts(batches)}
    jobs = Job.objects.filter(row__batch__in=batches).order_by("row__batch", "row__n", "-pk").distinct("row__batch")
    found |= {pk: prompt or "" for pk, prompt in jobs.values_list("row__batch", "order__prompt")}
    return found


def _firsts(batches: Iterable[Batch]) -> Iterable[BatchRow]:
    rows: Iterable[BatchRow] = BatchRow.objects.filter(batch__in=batches).order_by("batch", "n").distinct("batch")
    return rows


def in_the_tray(viewer: User) -> list[tuple[Batch, Standing]]:
    """Those that are on their way, and those that ended within the last minutes; newest first."""
    lately = Job.objects.owned_by(viewer).exclude(row=None).in_the_tray().values("row__batch")
    found = list(Batch.objects.filter(pk__in=lately).newest_first())
    stands = of_all(found) if found else {}
    return [(batch, stands[batch.pk]) for batch in found]


def of_all(batches: Iterable[Batch]) -> dict[int, Standing]:
    """The same of several, in as many queries and one for each that is on its way. By the batch's key."""
    batches = list(batches)
    jobs = Job.objects.filter(row__batch__in=batches)
    states: dict[int, Counter[State]] = {batch.pk: Counter() for batch in batches}
    counted = _current(jobs).values_list("row__batch", "state").annotate(Count("pk")).order_by()
    for pk, state, count in counted:
        states[pk][State(state)] = count
    cost = dict(jobs.values_list("row__batch").annotate(Sum("hold__charges__person_ticks")).order_by())
    held = dict(jobs.filter(hold__settled_at=None).values_list("row__batch").annotate(Sum("hold__ticks")).order_by())
    rows: BatchRowQuerySet = BatchRow.objects.filter(batch__in=batches).order_by()
    left_out = dict(rows.filter(jobs=None).values_list("batch").annotate(Count("pk")))
    doubtful = dict(rows.doubtful().values_list("batch").annotate(Count("pk")))
    return {
        batch.pk: _standing(
            batch,
            states[batch.pk],
            Standing(
                left_out=left_out.get(batch.pk, 0),
                doubtful=doubtful.get(batch.pk, 0),
                cost=cost.get(batch.pk) or 0,
                held=held.get(batch.pk) or 0,
            ),
        )
        for batch in batches
    }


def _current(jobs: JobQuerySet) -> JobQuerySet:
    """Of each row the job that counts: its newest."""
    found: JobQuerySet = Job.objects.filter(pk__in=jobs.values("row").annotate(newest=Max("pk")).values("newest"))
    return found


def _standing(batch: Batch, states: Counter[State], rest: Standing) -> Standing:
    stands = replace(
        rest,
        rows=states.total(),
        ready=states[State.READY],
        failed=sum(states[state] for state in CAME_TO_NOTHING),
        cancelled=states[State.CANCELLED],
        with_person=sum(states[state] for state in WITH_A_PERSON),
        uncertain=states[State.UNCERTAIN],
    )
    return replace(stands, finish=_finish(batch, stands.open)) if stands.open else stands


def _finish(batch: Batch, left: int) -> str:
    """About how long the rest takes, by how fast the last ones were: "about 4 min"; empty when nobody can say."""
    current = _current(Job.objects.filter(row__batch=batch))
    begun = current.exclude(state__in=RESTING).aggregate(at=Min("ordered_at"))["at"]
    if begun is None:
        return ""
    ended = current.filter(ended_at__gte=begun).count()
    if ended < FEW:
        return ""
    seconds = (timezone.now() - begun).total_seconds() * left / ended
    return f"about {in_words(seconds, seconds)}"
