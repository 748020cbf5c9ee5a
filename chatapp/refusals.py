"""What a person hears when something is not begun. Nothing typed is lost: the page gives the text back."""

from enum import StrEnum

from django.conf import settings

from usage import money
from usage.limits import NoMoney, OverAllowance


class Reason(StrEnum):
    """Why a turn was not begun."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    CONTROL = "control"
    STILL_WRITING = "still_writing"
    TOO_MANY = "too_many"
    TOO_MANY_ENGINES = "too_many_engines"
    POLICY = "policy"
    ALLOWANCE = "allowance"
    BUDGET = "budget"
    KEY_REUSED = "key_reused"
    NOT_NOW = "not_now"
    QUESTION_HIDDEN = "question_hidden"
    UNKNOWN_ENGINE = "unknown_engine"
    CANNOT_SEE = "cannot_see"
    TOO_MANY_FILES = "too_many_files"
    FILE_GONE = "file_gone"
    NO_ROOM = "no_room"
    FILE_NOT_READY = "file_not_ready"
    QUEUE_FULL = "queue_full"
    PROMPT_GONE = "prompt_gone"
    PERSONA_GONE = "persona_gone"


class Refused(Exception):
    """Not begun, for a reason with a sentence. Nothing was sent, nothing was charged, nothing was written."""

    def __init__(self, reason: Reason, sentence: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.sentence = sentence


def empty() -> Refused:
    return Refused(Reason.EMPTY, "Write something first.")


def too_long(length: int) -> Refused:
    most = settings.MAX_MESSAGE_CHARACTERS
    return Refused(
        Reason.TOO_LONG,
        f"This is {length:,} characters long; {most:,} is the most. Nothing was sent. Shorten it, or send it in parts.",
    )


def control_characters() -> Refused:
    return Refused(
        Reason.CONTROL,
        "There are invisible control characters in this, as from a file that is not text. Nothing was sent. "
        "Paste it again as plain text.",
    )


def still_writing() -> Refused:
    return Refused(
        Reason.STILL_WRITING, "Grok is still writing here. Wait for the end or stop it, then send. Your text is kept."
    )


def too_many_writing(wanted: int = 1, writing: int = 0) -> Refused:
    """`wanted` answers at once, while `writing` others are written already."""
    most = settings.MAX_WRITING_TURNS_PER_PERSON
    if wanted > 1:
        already = f", and {writing} being written already" if writing else ""
        return Refused(
            Reason.TOO_MANY,
            f"These would be {wanted} answers at once{already}; {most} is the most. Nothing was sent. Choose fewer "
            "engines, or wait until an answer has ended.",
        )
    return Refused(
        Reason.TOO_MANY,
        f"Grok is writing {most} answers for you already. Wait for one of them, or stop one, then send.",
    )


def too_many_engines(most: int) -> Refused:
    return Refused(
        Reason.TOO_MANY_ENGINES,
        f"At most {most} answers stand side by side. Nothing was sent. Choose fewer engines.",
    )


def no_room(sentence: str) -> Refused:
    """The files of a copy do not fit beside what is kept already, in the quota's own words."""
    return Refused(Reason.NO_ROOM, sentence)


def policy(sentence: str) -> Refused:
    return Refused(Reason.POLICY, sentence or "Our rules do not allow this. Nothing was sent and nothing was charged.")


def key_reused() -> Refused:
    return Refused(
        Reason.KEY_REUSED, "This page has sent something else already. Nothing was sent now. Send it once more."
    )


def not_now() -> Refused:
    return Refused(Reason.NOT_NOW, "This can be done once the answer has ended. Nothing was changed.")


def question_hidden() -> Refused:
    return Refused(Reason.QUESTION_HIDDEN, "This question is hidden, so it is not sent again. Write another one.")


def queue_full(most: int) -> Refused:
    return Refused(
        Reason.QUEUE_FULL,
        f"{most} messages wait here already. Let one go, or delete one, then queue this. Your text is kept.",
    )


def unknown_engine() -> Refused:
    return Refused(Reason.UNKNOWN_ENGINE, "There is no such engine or effort here. Nothing was sent. Choose another.")


def cannot_see(engine: str) -> Refused:
    return Refused(
        Reason.CANNOT_SEE,
        f"{engine} cannot see pictures. Nothing was sent. Choose an engine that sees, or remove the pictures.",
    )


def too_many_files(count: int) -> Refused:
    most = settings.MAX_FILES_PER_MESSAGE
    return Refused(
        Reason.TOO_MANY_FILES,
        f"There are {count} files beside this; {most} are the most. Nothing was sent. Remove some, or send them in parts.",
    )


def file_gone() -> Refused:
    return Refused(
        Reason.FILE_GONE,
        "One of the files is not there any more. Nothing was sent. Remove it or add it again, then send.",
    )


def file_not_ready() -> Refused:
    return Refused(
        Reason.FILE_NOT_READY, "A file is still on its way. Nothing was sent. Send again once it has arrived."
    )


def prompt_gone() -> Refused:
    return Refused(
        Reason.PROMPT_GONE,
        "The prompt whose shape this answer should have is not there any more. Nothing was sent. Send again for an answer "
        "in words, or choose another prompt.",
    )


def persona_gone() -> Refused:
    return Refused(
        Reason.PERSONA_GONE,
        "The persona this conversation should begin with is not there any more. Nothing was sent. Send again to begin without "
        "one, or choose another.",
    )


def wrong_parameter(sentence: str) -> Refused:
    return Refused(Reason.UNKNOWN_ENGINE, sentence)


def no_money(error: NoMoney, *, new: bool = False, several: bool = False) -> Refused:
    """Which purse was too small, in words.

    `new`: it was the first question of a conversation, which cannot be shorter. `several`: it was asked of several engines.
    """
    if isinstance(error, OverAllowance):
        cheaper = "" if new else "In a new conversation the same question costs less. "
        cheaper = "Fewer engines side by side cost less. " if several else cheaper
        return Refused(
            Reason.ALLOWANCE,
            f"This may cost up to {money.cents(error.needed)}, and {money.cents(error.left)} of your allowance is left "
            f"this month. Nothing was sent. {cheaper}Your allowance is filled up on the first of the month, and an "
            "administrator can raise it.",
        )
    return Refused(
        Reason.BUDGET,
        "The house has spent its budget for this month. Nothing was sent and nothing was charged. "
        "The people who run it know how to raise it.",
    )
