"""What was measured, and how it is summed up. Times are in milliseconds unless a name says otherwise."""

import math
from dataclasses import dataclass, field


@dataclass(slots=True)
class Reply:
    """One reply as its reader saw it."""

    first_token: float = math.nan  # from pressing Send to the first token
    ages: list[float] = field(default_factory=list)  # of each token when it was read: one clock, so all of it is ours
    numbers: list[int] = field(default_factory=list)
    failed: str = ""

    def whole(self, tokens: int) -> bool:
        """All tokens, in order, each once."""
        return self.numbers == list(range(tokens))


def percentile(values: list[float], share: float) -> float:
    """The value below which this share lies; NaN for none."""
    ordered = sorted(value for value in values if not math.isnan(value))
    if not ordered:
        return math.nan
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    subject: str
    replies: int
    first_p50: float
    first_p95: float
    token_p50: float
    token_p95: float
    token_p99: float
    complete: int
    tokens: int
    lost: int
    cpu_by_process: dict[str, float]  # seconds per 1,000 tokens
    peak_mib: float

    @property
    def cpu(self) -> float:
        """Web, relay and Valkey together; the database is shown apart, as it is not in the target."""
        return sum(seconds for name, seconds in self.cpu_by_process.items() if name != "postgres")


def row(subject: str, replies: list[Reply], tokens: int, cpu: dict[str, float], peak_mib: float) -> Row:
    """Sum up one run."""
    first = [reply.first_token for reply in replies]
    ages = [age for reply in replies for age in reply.ages]
    got = sum(len(reply.numbers) for reply in replies)
    return Row(
        subject=subject,
        replies=len(replies),
        first_p50=percentile(first, 0.50),
        first_p95=percentile(first, 0.95),
        token_p50=percentile(ages, 0.50),
        token_p95=percentile(ages, 0.95),
        token_p99=percentile(ages, 0.99),
        complete=sum(reply.whole(tokens) for reply in replies),
        tokens=got,
        lost=len(replies) * tokens - got,
        cpu_by_process={name: seconds * 1000 / max(got, 1) for name, seconds in cpu.items()},
        peak_mib=peak_mib,
    )
