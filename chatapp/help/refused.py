"""Each reason not to begin something: whose it is, and its sentence as somebody would read it."""

from collections.abc import Callable

from chatapp import refusals
from chatapp.notices import Owner
from chatapp.refusals import Reason, Refused
from usage.limits import OverAllowance, OverBudget
from usage.money import TICKS_PER_CENT

# Figures of an example.
LONG = 120_000
MANY = 20
NO_ROOM = "Your files here take up 2 GB already, the most there is room for. Delete some, then copy this again."
NEEDED, LEFT = 5 * TICKS_PER_CENT, 2 * TICKS_PER_CENT

TYPICAL: dict[Reason, tuple[Owner, Callable[[], Refused]]] = {
    Reason.EMPTY: (Owner.YOU, refusals.empty),
    Reason.TOO_LONG: (Owner.YOU, lambda: refusals.too_long(LONG)),
    Reason.CONTROL: (Owner.YOU, refusals.control_characters),
    Reason.STILL_WRITING: (Owner.YOU, refusals.still_writing),
    Reason.TOO_MANY: (Owner.YOU, refusals.too_many_writing),
    Reason.TOO_MANY_ENGINES: (Owner.YOU, lambda: refusals.too_many_engines(4)),
    Reason.POLICY: (Owner.US, lambda: refusals.policy("")),
    Reason.ALLOWANCE: (Owner.YOU, lambda: refusals.no_money(OverAllowance(needed=NEEDED, left=LEFT))),
    Reason.BUDGET: (Owner.US, lambda: refusals.no_money(OverBudget(needed=NEEDED, left=LEFT))),
    Reason.KEY_REUSED: (Owner.US, refusals.key_reused),
    Reason.NOT_NOW: (Owner.YOU, refusals.not_now),
    Reason.QUESTION_HIDDEN: (Owner.US, refusals.question_hidden),
    Reason.UNKNOWN_ENGINE: (Owner.YOU, refusals.unknown_engine),
    Reason.CANNOT_SEE: (Owner.YOU, lambda: refusals.cannot_see("This engine")),
    Reason.TOO_MANY_FILES: (Owner.YOU, lambda: refusals.too_many_files(MANY)),
    Reason.FILE_GONE: (Owner.YOU, refusals.file_gone),
    Reason.FILE_NOT_READY: (Owner.YOU, refusals.file_not_ready),
    Reason.QUEUE_FULL: (Owner.YOU, lambda: refusals.queue_full(MANY)),
    Reason.NO_ROOM: (Owner.YOU, lambda: refusals.no_room(NO_ROOM)),
    Reason.PROMPT_GONE: (Owner.YOU, refusals.prompt_gone),
    Reason.PERSONA_GONE: (Owner.YOU, refusals.persona_gone),
}
