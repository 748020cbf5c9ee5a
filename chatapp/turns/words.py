"""What was typed, before anything is done with it."""

import re

from django.conf import settings

from accounts.models import User
from chatapp import refusals
from moderation import flags, gates

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def checked(text: str, *, bare: bool = False) -> str:
    """What was typed, with one kind of line end and no blank edges; with `bare` perhaps nothing. Raises Refused."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text and not bare:
        raise refusals.empty()
    if len(text) > settings.MAX_MESSAGE_CHARACTERS:
        raise refusals.too_long(len(text))
    if CONTROL.search(text):
        raise refusals.control_characters()
    return text


def judged(person: User, text: str) -> str:
    """The sentence that stands beside a question, mostly none. Raises Refused for one that must not be sent."""
    verdict = gates.before_sending(text, room="parlour", person=person)
    if verdict.passes:
        return verdict.sentence
    flags.refuse_prompt(person, text, "parlour", verdict)
    raise refusals.policy(verdict.sentence)
