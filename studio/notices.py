"""Every state and every end in words: what happened, what it cost, what to do."""

from dataclasses import dataclass

from studio.costs import Cost
from studio.models import Job, Kind
from studio.outcomes import Outcome as Why
from studio.states import State
from usage import money


@dataclass(frozen=True, slots=True)
class Notice:
    """What a card says. `tone` is good, wait, bad or note; words first, colour second."""

    title: str
    sentence: str
    tone: str


# (what happened, what to do). {thing} is "picture", "pictures" or "film"; the cost comes from the ledger, in between.
WAYS: dict[State, tuple[str, str, str]] = {
    State.AWAITING: ("Waiting for a person", "Nothing was sent. Somebody from the desk reads the order first.", ""),
    State.QUEUED: ("Queued", "It starts in a moment.", ""),
    State.SUBMITTING: ("Being submitted", "The order is on its way.", ""),
    State.RENDERING: ("Rendering", "You can leave this page; it goes on.", ""),
    State.FETCHING: ("Coming home", "It is made; we are bringing it into our own store.", ""),
    State.INSPECTING: ("Being checked", "We look whether it is whole, and sign it.", ""),
    State.REVIEWING: ("Being looked at", "A person looks at the result before it is shown.", "You will be told."),
    State.READY: ("Ready", "", ""),
    State.CANCELLED: ("Cancelled", "", ""),
}

# Queued and being submitted by turns: one sentence for both, or the card would only flicker.
TRIED = (
    "Waiting for the provider",
    "The provider could not be reached, or was too busy. Nothing was sent so far; we try again by ourselves.",
    "You can cancel it.",
)

# The same, where it is our own store that what it is made from cannot be read from.
STORE_TRIED = (
    "Waiting for our store",
    "What it is to be made from cannot be read from our own store just now. Nothing was sent; it goes on by itself.",
    "You can cancel it.",
)

PAUSED = "Nothing is sent until you let it go on. {held} stay put aside. If nobody does by {until}, it is cancelled and costs nothing."

ENDS: dict[Why, tuple[str, str, str]] = {
    Why.POLICY: ("Not sent", "Our rules do not allow this order, so it was not sent.", "Change the prompt."),
    Why.NOT_ALLOWED: ("Not sent", "The studio is closed to this account.", "Ask an administrator."),
    Why.INPUTS_GONE: (
        "Not sent",
        "A picture or film it was to be made from is not there any more, so nothing was sent.",
        "Choose another and order it again.",
    ),
    Why.NOBODY_LOOKED: ("Ran out of time", "Nobody at the desk looked in time.", "Order it again."),
    Why.LEFT_PAUSED: ("Cancelled", "It was paused for so long that we let it go. Nothing was sent.", "Order it again."),
    Why.AWAITS_CONSENT: ("Waiting for a consent", "It shows a real person who has still to agree.", ""),
    Why.NO_CONSENT: (
        "Not sent",
        "It shows a real person, and there is no consent to this, so nothing was sent.",
        "Look under Consents.",
    ),
    Why.CONSENT_ENDED: (
        "Not shown",
        "It shows a real person, and their consent ended while it was made, so nobody sees it.",
        "It is shown if they agree again.",
    ),
    Why.UNREACHABLE: (
        "Could not be sent",
        "We could not reach the provider, so nothing was sent.",
        "Order it again a little later.",
    ),
    Why.STORE_AWAY: (
        "Could not be sent",
        "What it was to be made from could not be read from our own store, so nothing was sent. That is our fault.",
        "Order it again a little later.",
    ),
    Why.BUSY: ("Could not be sent", "The provider was too busy to take the order.", "Order it again a little later."),
    Why.SAFETY: ("Refused", "The provider does not take this prompt.", "Change the prompt."),
    Why.INVALID: ("Refused", "The provider does not take this order as it is.", "Try another ratio, size or engine."),
    Why.HOUSE_ACCOUNT: (
        "Could not be sent",
        "The house's account with the provider has a problem. It is not about you or your prompt.",
        "Tell an administrator; then order it again.",
    ),
    Why.ENGINE_GONE: ("Could not be sent", "The provider no longer has this engine.", "Choose another engine."),
    Why.FATE_UNKNOWN: (
        "Uncertain",
        "The order was sent, and the answer was lost. It may have been made, and may have been charged.",
        "Order it again, or let it go.",
    ),
    Why.MODERATED: ("Not shown", "The provider made it and withheld it by its own rules.", "Change the prompt."),
    Why.WITHHELD: ("Not shown", "Our rules do not allow showing the result.", "Change the prompt."),
    Why.PROVIDER_FAILED: ("Failed", "The provider could not make it.", "Order it again, or change the prompt."),
    Why.PROVIDER_EXPIRED: ("Expired", "The provider gave the order up before it was made.", "Order it again."),
    Why.TOO_LATE: ("Expired", "The provider did not finish in time.", "Order it again."),
    Why.NOT_FETCHED: ("Lost", "It was made, but could not be downloaded.", "Order it again."),
    Why.DAMAGED: ("Damaged", "The {thing} arrived damaged and was not saved.", "Order it again, or change the prompt."),
    Why.NOT_AS_ORDERED: (
        "Not as ordered",
        "The {thing} came in another length or shape than ordered and was not saved.",
        "Order it again.",
    ),
    Why.NOT_KEPT: ("Lost", "It was made, but we failed to check and keep it. That is our fault.", "Order it again."),
    Why.WAITS_FOR_US: (
        "Waiting for our store",
        "It is made. Our store cannot take it just now, so it waits here and goes on by itself.",
        "You need not do anything.",
    ),
    Why.CANCELLED: ("Cancelled", "You cancelled it.", ""),
    Why.DISMISSED: ("Let go", "You let this order go without knowing what became of it.", ""),
    Why.RESUBMITTED: ("Ordered again", "You ordered this again; the first answer was lost.", ""),
    Why.SOME_MISSING: ("Ready", "Some of the pictures were withheld or arrived damaged.", ""),
}

# Where somebody has written a sentence about this very job, it stands in place of ours. What was never sent has cost
# nothing, and such a sentence says so itself.
SPOKEN_FOR = frozenset({Why.AWAITS_CONSENT, Why.NO_CONSENT, Why.POLICY, Why.UNDER_REVIEW, Why.WITHHELD})

TONES = {
    State.READY: "good",
    State.BLOCKED: "bad",
    State.REFUSED: "bad",
    State.FAILED: "bad",
    State.EXPIRED: "bad",
    State.CANCELLED: "note",
}


def of(job: Job, cost: Cost, in_line: str = "") -> Notice:
    """What to tell the owner of this job now. `in_line`: its place in words, where it stands in a line."""
    state = State(job.state)
    if job.is_paused and job.deadline_at:
        until = f"{job.deadline_at:%-d %B, %H:%M} UTC"
        return Notice("Paused", PAUSED.format(held=money.cents(cost.held), until=until), "wait")
    words = ENDS.get(Why(job.outcome)) if job.outcome else None
    if job.tries and state in (State.QUEUED, State.SUBMITTING):
        words = STORE_TRIED if job.outcome == Why.STORE_AWAY else words or TRIED
    title, happened, next_step = words or WAYS[state]
    if in_line and words is None:
        happened = f"{in_line}."
    happened = happened.replace("{thing}", thing(job))
    label = job.sentence
    if job.outcome in SPOKEN_FOR and job.sentence:  # the policy's or a reviewer's own words, instead of ours
        happened, label = job.sentence, ""
        if not cost.ticks and job.outcome != Why.WITHHELD:
            return Notice(title, happened, TONES.get(state, "wait"))
    if job.cancel_asked and not job.is_resting:
        title, happened = "Being cancelled", "It was sent already: we wait to learn what it cost, then throw it away."
    sentence = " ".join(filter(None, [happened, _cost(job, cost), next_step, label]))
    return Notice(title, sentence, TONES.get(state, "wait"))


def thing(job: Job) -> str:
    """What is being made, in a word."""
    if job.kind == Kind.VIDEO:
        return "film"
    return "picture" if job.frozen_order.parts == 1 else "pictures"


def _cost(job: Job, cost: Cost) -> str:
    if job.state == State.UNCERTAIN:
        return f"{money.cents(cost.held)} stay put aside until tomorrow at most." if cost.held else "You pay nothing."
    if not job.has_ended:
        return ""
    if cost.ticks:
        about = "about " if cost.estimated else ""
        return f"It cost you {about}{money.cents(cost.ticks)}."
    if job.outcome in {Why.DISMISSED, Why.RESUBMITTED}:
        return "You pay nothing for the lost one."
    return "You were not charged."
