"""What a job cost, read from the ledger."""

from dataclasses import dataclass

from studio.models import Job


@dataclass(frozen=True, slots=True)
class Cost:
    """`ticks` is what its owner pays, `house` what the house does; `held` is put aside as long as nobody knows."""

    ticks: int = 0
    house: int = 0
    held: int = 0
    estimated: bool = False


def of(job: Job) -> Cost:
    """What is booked for this job so far."""
    if job.hold is None:
        return Cost()
    charges = job.hold.charges.all()
    return Cost(
        ticks=sum(charge.person_ticks for charge in charges),
        house=sum(charge.house_ticks for charge in charges),
        held=job.hold.ticks if job.hold.is_open else 0,
        estimated=any(charge.is_estimated and charge.person_ticks for charge in charges),
    )
