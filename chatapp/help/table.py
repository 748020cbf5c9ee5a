"""One table of all that can go wrong: what happened and what to do, whose it is, what it costs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from django.template.loader import render_to_string

from chatapp import notices
from chatapp.files import refusals as files
from chatapp.help.away import AWAY
from chatapp.help.refused import TYPICAL
from chatapp.notices import COST, Owner
from studio.notices import ENDS
from studio.outcomes import Outcome

NOTHING = "Costs nothing."
USED = "Costs what was used until then, often nothing; the sentence says it."
SEE = "Costs what the receipt says."
BY_ORDER = "Costs what the provider charged for it, mostly nothing; the card says it."

# Pages that stand in the place of another, by their number; templates/errors/said has their words.
PAGES = {"400": Owner.YOU, "403": Owner.YOU, "404": Owner.YOU, "413": Owner.YOU, "429": Owner.YOU, "500": Owner.US}
PAGES |= {"503": Owner.US}
# Whose a job's end is; those not named here are the provider's, and what a person did is no trouble.
ORDERS = {
    Outcome.POLICY: Owner.US,
    Outcome.NOT_ALLOWED: Owner.YOU,
    Outcome.NOBODY_LOOKED: Owner.US,
    Outcome.UNREACHABLE: Owner.NETWORK,
    Outcome.HOUSE_ACCOUNT: Owner.ACCOUNT,
    Outcome.FATE_UNKNOWN: Owner.NETWORK,
    Outcome.WITHHELD: Owner.US,
    Outcome.NOT_KEPT: Owner.US,
    Outcome.WAITS_FOR_US: Owner.US,
}
# Figures of a file that is too much for anybody.
EXAMPLE: dict[str, int | str] = {
    "bytes": "90 MB",
    "characters": 4_000_000,
    "pages": 900,
    "width": 20_000,
    "height": 20_000,
}
NO_TROUBLE = {Outcome.CANCELLED, Outcome.DISMISSED, Outcome.RESUBMITTED, Outcome.SOME_MISSING}

WHOSE = {
    Owner.YOU: ("Yours", "Something you can change yourself."),
    Owner.US: ("Ours", "The people who run this house, or its rules."),
    Owner.NETWORK: ("The network’s", "The way between you, us and xAI."),
    Owner.ACCOUNT: ("The xAI account’s", "The account behind this house’s key. The people who run it must act."),
    Owner.MODEL: ("The model’s", "xAI, where Grok runs."),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can go wrong. `code` is its anchor on the page; `when` says where it is read."""

    code: str
    words: str
    owner: Owner
    cost: str
    when: str


@cache
def entries() -> tuple[Entry, ...]:
    """All of them, in the order of the tables."""
    return (*_ends(), *_refused(), *_files(), *_line(), *_pages(), *_orders())


def groups(wanted: str = "") -> list[tuple[str, str, list[Entry]]]:
    """Those that hold all these words, by whose they are: name, explanation, entries. Groups without any are left out."""
    found = list(_holding(entries(), wanted.casefold().split()))
    return [
        (name, about, mine)
        for owner, (name, about) in WHOSE.items()
        if (mine := [entry for entry in found if entry.owner is owner])
    ]


def _holding(all_of: Iterable[Entry], words: list[str]) -> Iterator[Entry]:
    for entry in all_of:
        text = f"{entry.code} {entry.words} {entry.when} {entry.owner}".casefold()
        if all(word in text for word in words):
            yield entry


def _ends() -> Iterator[Entry]:
    for code, notice in notices.NOTICES.items():
        cost = USED if COST in notice.words else NOTHING if "othing" in notice.words else SEE
        yield Entry(code, notice.sentence, notice.owner, cost, "Below an answer")


def _refused() -> Iterator[Entry]:
    for reason, (owner, make) in TYPICAL.items():
        yield Entry(
            f"not-sent-{reason}", make().sentence, owner, NOTHING, "Above the field, when something is not sent"
        )


def _files() -> Iterator[Entry]:
    for reason in files.SENTENCES:
        owner = Owner.US if reason in ("away", "ours", "key_reused") else Owner.YOU
        words = files.not_taken(reason, **EXAMPLE).sentence
        yield Entry(f"file-{reason}", words, owner, NOTHING, "On a file, when it is not taken")


def _line() -> Iterator[Entry]:
    for code, words in AWAY.items():
        owner = Owner.NETWORK if code == "offline" else Owner.YOU
        yield Entry(code, words, owner, NOTHING, "At the top of the page")


def _pages() -> Iterator[Entry]:
    for number, owner in PAGES.items():
        words = render_to_string(f"errors/said/{number}.html").strip()
        yield Entry(f"page-{number}", words, owner, NOTHING, f"A page with the number {number}")


def _orders() -> Iterator[Entry]:
    for outcome, (title, happened, step) in ENDS.items():
        if outcome not in NO_TROUBLE:
            words = " ".join(filter(None, [happened.replace("{thing}", "picture or film"), step]))
            owner = ORDERS.get(outcome, Owner.MODEL)
            yield Entry(f"order-{outcome}", words, owner, BY_ORDER, f"On an order, called “{title}”")
