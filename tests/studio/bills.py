"""The provider's bill beside our ledger, joined by the trace that travelled with each request."""

from dataclasses import dataclass

from accounts.models import User
from studio.models import Job
from tests.support.simulator import Simulator
from usage.allowances import standing
from usage.models import Attempt, Charge, Hold, Payer


@dataclass(frozen=True)
class Bill:
    """One accepted media request and what we booked for it."""

    ticks: int
    entries: tuple[Charge, ...]


def accepted(upstream: Simulator, job: Job) -> list[dict[str, object]]:
    """What the provider accepted of this job."""
    traces = set(Attempt.objects.filter(hold=job.hold).values_list("trace", flat=True))
    return [row for row in upstream.requests(accepted=True) if row["trace"] in traces]


def bills(upstream: Simulator, job: Job) -> list[Bill]:
    """Each accepted request of a job, with its ledger entries."""
    return [
        Bill(int(str(row["ticks"])), tuple(Charge.objects.filter(trace=row["trace"])))
        for row in accepted(upstream, job)
    ]


def paid_by_person(job: Job) -> int:
    """Ticks its owner pays for a job."""
    return sum(charge.person_ticks for charge in Charge.objects.filter(hold=job.hold))


def paid_by_house(job: Job) -> int:
    """Ticks the house pays for a job."""
    return sum(charge.house_ticks for charge in Charge.objects.filter(hold=job.hold))


def check_money(person: User) -> None:
    """What is spent is what was charged; what is held is what open holds hold. No tick is made or lost."""
    now = standing(person)
    charges = Charge.objects.filter(owner=person, payer=Payer.PERSON, hold__settled_at__isnull=False)
    assert now.spent == sum(charge.person_ticks for charge in charges)
    assert now.held == sum(hold.ticks for hold in Hold.objects.filter(owner=person).open())
