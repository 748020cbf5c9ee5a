"""What arrived by mail."""

import re

from django.core import mail


def letters(address: str) -> list[str]:
    """The texts sent to this address, oldest first."""
    return [f"{letter.subject}\n{letter.body}" for letter in mail.outbox if address in letter.to]


def link_in(letter: str, part: str) -> str:
    """The path of the link in a letter that contains `part`."""
    found = re.search(rf"http://[^/\s]+(/\S*{re.escape(part)}\S*)", letter)
    assert found, letter
    return found[1]
