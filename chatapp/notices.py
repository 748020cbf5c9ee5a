"""Why a turn ended as it did: for every code one sentence, one owner, one next step. The row keeps the code."""

from dataclasses import dataclass
from enum import StrEnum

from xai import errors
from xai.errors import XaiError

FOR_ADULTS = "This answer is for adults only."  # instead of it, for who is none
# Instead of what a request for removal reaches.
WHILE_JUDGED = "Somebody asked for this to be removed because it shows them. It is hidden until a person has decided."
NO_WORDS = "(Removed.)"  # of a question whose own may not be kept: it says something, always, behind what hides it
# In a copy made meanwhile, which hears of no decision.
WHEN_COPIED = "This was hidden when it was copied: somebody had asked for it to be removed."


class Owner(StrEnum):
    """Where the cause lies."""

    YOU = "you"
    US = "us"
    NETWORK = "the network"
    ACCOUNT = "the xAI account"
    MODEL = "the model"


class Step(StrEnum):
    """What to do now; pages make a button or a link of it."""

    RETRY = "retry"
    CONTINUE = "continue"
    EDIT = "edit"
    NEW = "new"
    WAIT = "wait"
    USAGE = "usage"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Notice:
    """One code, said to a person. `words` have a place (COST) where what it cost stands, unless they say it themselves."""

    code: str
    words: str
    owner: Owner
    step: Step

    @property
    def sentence(self) -> str:
        """What is said where the cost is not known."""
        return self.words.replace(COST, "")

    def with_cost(self, cost: str) -> str:
        """What is said beside the receipt: what happened, what it cost, what to do."""
        return self.words.replace(COST, f"{cost} ")


COST = "{cost} "


def cost(ticks: int | None, *, exact: bool, with_text: bool) -> str:
    """Whether an answer that ended early is charged to the person, of whom `ticks` were asked."""
    if not ticks:
        return "Nothing was charged."
    what = "What was written" if with_text else "The attempt"
    return f"{what} is charged; the amount {'stands below' if exact else 'below is estimated'}."


def _table(*rows: tuple[str, Owner, Step, str]) -> dict[str, Notice]:
    return {code: Notice(code, words, owner, step) for code, owner, step, words in rows}


NOTICES = _table(
    # It was brought from elsewhere.
    ("unanswered", Owner.YOU, Step.RETRY,
     "This question came along without an answer. Nothing was charged. Try again to get one."),
    # The engine ended it.
    ("length", Owner.MODEL, Step.CONTINUE,
     "The answer reached its longest length. Continue to read on."),
    ("filtered", Owner.MODEL, Step.EDIT,
     "xAI's filter ended this answer. {cost} Put your question differently."),
    ("safety", Owner.MODEL, Step.EDIT,
     "xAI turned this question away for safety reasons. {cost} Put it differently."),
    ("empty", Owner.MODEL, Step.RETRY,
     "The engine ended without a word. {cost} Try again."),
    ("too_long", Owner.YOU, Step.NEW,
     "This conversation is longer than the engine can read. {cost} Go on in a new one."),
    ("withheld", Owner.US, Step.EDIT,
     "Our rules ended this answer, and it is not shown. {cost} Put your question differently."),
    # Money.
    ("spent", Owner.YOU, Step.USAGE,
     "The answer cost more than was left of your allowance and ended here. The text is kept. {cost} An administrator "
     "can raise the allowance."),
    # On the way to the provider.
    ("unreachable", Owner.NETWORK, Step.RETRY,
     "We could not reach xAI. Nothing was charged. Try again in a moment."),
    ("busy", Owner.MODEL, Step.RETRY,
     "We’re busy: xAI turned this away several times. {cost} Try again in a moment, or choose another engine."),
    ("away", Owner.MODEL, Step.RETRY,
     "xAI is out of order at the moment. {cost} Try again in a few minutes."),
    ("timed_out", Owner.MODEL, Step.RETRY,
     "xAI did not answer in time. {cost} Try again."),
    ("cut", Owner.NETWORK, Step.CONTINUE,
     "The connection to xAI broke off. The text is kept. {cost} Continue, or try again."),
    ("broke", Owner.MODEL, Step.RETRY,
     "xAI failed while answering. {cost} Try again."),
    ("stalled", Owner.MODEL, Step.CONTINUE,
     "xAI fell silent in the middle of the answer. The text is kept. {cost} Continue, or try again."),
    # The account behind the key.
    ("wrong_key", Owner.ACCOUNT, Step.WAIT,
     "xAI does not accept this house's key. Nothing was charged. The people who run it must set a new one."),
    ("no_credit", Owner.ACCOUNT, Step.WAIT,
     "The xAI account of this house is out of credit. Nothing was charged. The people who run it must add "
     "some."),
    ("not_permitted", Owner.ACCOUNT, Step.WAIT,
     "The xAI account of this house may not use this engine. Nothing was charged. Choose another engine, "
     "or tell the people who run it."),
    ("engine_unknown", Owner.US, Step.WAIT,
     "xAI does not know the engine that is set here. Nothing was charged. The people who run this house "
     "must choose another."),
    ("invalid", Owner.US, Step.RETRY,
     "xAI did not accept our request. Nothing was charged. Try again; if it happens twice, tell the "
     "people who run this house."),
    # The house.
    ("interrupted", Owner.US, Step.CONTINUE,
     "We were interrupted while writing. The text is kept. {cost} Continue, or try again."),
    ("restarted", Owner.US, Step.CONTINUE,
     "The house was restarted while writing. The text is kept. {cost} Continue, or try again."),
    ("gave_up", Owner.US, Step.RETRY,
     "We failed to bring this answer to an end three times. {cost} Try again; if it happens again, tell the "
     "people who run this house."),
    ("files_away", Owner.US, Step.RETRY,
     "We could not fetch what you added to this question. Nothing was sent and nothing was charged. Try again in a "
     "moment."),
    ("too_late", Owner.US, Step.RETRY,
     "This waited too long and was given up. Nothing more is charged. Try again."),
    ("ours", Owner.US, Step.RETRY,
     "Something on our side went wrong. {cost} Try again; if it happens twice, tell the people who run this "
     "house."),
)  # fmt: skip


def instead(asked: str, answered: str) -> str:
    """Said beside an answer that another engine gave, or was asked for."""
    return f"{asked} was busy or away, and nothing was charged for it; the question went to {answered} instead."


def of(code: str) -> Notice | None:
    """The notice of a code, None for no code."""
    return NOTICES.get(code) or (NOTICES["ours"] if code else None)


_BY_ERROR: tuple[tuple[type[XaiError], str], ...] = (
    (errors.NotSent, "unreachable"),
    (errors.RateLimited, "busy"),
    (errors.Unavailable, "away"),
    (errors.WrongKey, "wrong_key"),
    (errors.NoCredit, "no_credit"),
    (errors.NotPermitted, "not_permitted"),
    (errors.SafetyRefused, "safety"),
    (errors.EngineUnknown, "engine_unknown"),
    (errors.ContextTooLong, "too_long"),
    (errors.Refused, "invalid"),
    (errors.Moderated, "filtered"),
    (errors.TimedOut, "timed_out"),
    (errors.Cut, "cut"),
    (errors.FateUnknown, "broke"),
)
REFUSALS = {"safety", "filtered"}
# With text on the page the same failure is another sentence.
_WITH_TEXT = {"timed_out": "stalled", "broke": "cut", "busy": "cut", "away": "cut", "unreachable": "cut"}
_WITHOUT_TEXT = {"cut": "broke"}


def code_for(error: XaiError, *, with_text: bool) -> str:
    """The code under which a failure of the provider is kept."""
    code = next((code for kind, code in _BY_ERROR if isinstance(error, kind)), "ours")
    return (_WITH_TEXT if with_text else _WITHOUT_TEXT).get(code, code)
