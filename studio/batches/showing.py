"""A batch as its page shows it: a stretch of rows at a time, each with what it means, or with how its job stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import OuterRef, Q, QuerySet, Subquery

from studio import cards
from studio.batches import expecting, standing
from studio.batches.columns import SHOWN
from studio.models import Batch, BatchRow, Job
from studio.states import ENDED, State
from studio.verbs import Verb

ROWS = 50
ANY = ""
ONLY = frozenset({"wrong", "look", "failed", "open", "left-out"})
FINDINGS = {
    "black": "It is black for much of its length.",
    "silent": "Nothing is to be heard in it.",
    "unheard": "Its sound could not be listened to.",
    "plain": "It is all but one colour.",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it is typed, and what is wrong with it."""

    column: str
    typed: str
    wrong: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `card` once it is a job. `facts` are what is ordered beside the words, `wrong` the sentences about it."""

    row: BatchRow
    verb: str
    prompt: str
    facts: tuple[str, ...]
    wrong: tuple[tuple[str, str], ...]
    card: cards.Card | None = None

    @property
    def cells(self) -> list[Cell]:
        """To be changed."""
        said = self.row.wrong
        return [Cell(column, self.row.cells.get(column, ""), said.get(column, "")) for column in SHOWN]

    @property
    def findings(self) -> list[str]:
        """What the check of the result found, in words."""
        return [FINDINGS.get(code, code) for code in self.row.findings]


@dataclass(frozen=True, slots=True)
class Offer:
    """What ordering would do: so many rows, for at most so many ticks; and how many would be left out."""

    rows: int
    ticks: int
    wrong: int
    wait: str

    @property
    def all(self) -> int:
        """Every row of it."""
        return self.rows + self.wrong


def offer(batch: Batch) -> Offer:
    """Of a batch that is not ordered yet."""
    orders = [(row.frozen_order, row.price) for row in batch.rows.all()]
    good = [(order, price) for order, price in orders if order is not None and price is not None]
    return Offer(
        rows=len(good),
        ticks=sum(price for _, price in good),
        wrong=len(orders) - len(good),
        wait=expecting.usual(order for order, _ in good),
    )


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some of the rows, and where one is among all of them."""

    rows: list[Row]
    number: int
    pages: int
    count: int

    @property
    def before(self) -> int:
        """The page before this; 0: there is none."""
        return self.number - 1

    @property
    def after(self) -> int:
        """The page after this; 0: there is none."""
        return self.number + 1 if self.number < self.pages else 0


def stretch(batch: Batch, number: str | int = 1, only: str = ANY) -> Stretch:
    """Those rows a page has room for; what is no page is the first or the last."""
    found = Paginator(_rows(batch, only), ROWS).get_page(number)
    rows: list[Any] = list(found.object_list)
    keys = [row.job_pk for row in rows if row.job_pk]
    by_key = cards.of_many(batch.owner, Job.objects.filter(pk__in=keys)) if keys else {}
    shown_rows = [shown(row, by_key.get(row.job_pk)) for row in rows]
    return Stretch(shown_rows, found.number, found.paginator.num_pages, found.paginator.count)


def shown(row: BatchRow, card: cards.Card | None = None) -> Row:
    """One row."""
    columns = card.job.order if card else row.order
    verb = card.job.verb.label if card else _verb(row)
    prompt = card.job.prompt if card else row.cells.get("prompt", "")
    wrong = tuple((column, sentence) for column, sentence in row.problems)
    return Row(row, verb, prompt, _facts(columns or {}), wrong, card)


def _verb(row: BatchRow) -> str:
    return Verb(row.order["verb"]).label if row.order else row.cells.get("verb", "").strip().title()


def _facts(order: Mapping[str, Any]) -> tuple[str, ...]:
    """In the order in which the bench asks for them."""
    n, seconds = order.get("n"), order.get("seconds")
    said = (
        f"{len(order['inputs'])} given" if order.get("inputs") else "",
        order.get("ratio", ""),
        f"{n} pictures" if n and n > 1 else "",
        f"{seconds} s" if seconds else "",
        order.get("resolution", ""),
        order.get("quality", ""),
        order.get("engine", ""),
    )
    return tuple(fact for fact in said if fact)


def _rows(batch: Batch, only: str) -> QuerySet[Any]:
    newest = Job.objects.filter(row=OuterRef("pk")).order_by("-pk")
    rows: QuerySet[Any] = batch.rows.annotate(
        job_pk=Subquery(newest.values("pk")[:1]), state=Subquery(newest.values("state")[:1])
    ).order_by("n")
    match only:
        case "wrong":
            return rows.filter(price=None)
        case "look":
            return rows.filter(passed_at=None).exclude(findings=[])
        case "failed":
            return rows.filter(state__in=sorted(standing.CAME_TO_NOTHING | {State.UNCERTAIN}))
        case "open":
            return rows.filter(Q(state__isnull=False) & ~Q(state__in=sorted(ENDED)))
        case "left-out":
            return rows.filter(job_pk=None)
    return rows
