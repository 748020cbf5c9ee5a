"""A link as its owner makes it, and somebody who reads by it."""

from uuid import uuid4

from django.test import Client

from accounts.models import User
from chatapp.models import Share, Turn
from chatapp.sharing import shares

BROWSER = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/128.0"}


def shared(turn: Turn, **how: object) -> Share:
    return shares.share(turn.owner, turn.conversation.public_id, key=uuid4().hex, **how)  # type: ignore[arg-type]


def reader() -> Client:
    """Somebody without an account, in a browser of their own."""
    return Client(**BROWSER)  # type: ignore[arg-type]


def address(share: Share, more: str = "") -> str:
    return f"/s/{share.token}/{more}"


def signed_in(person: User) -> Client:
    browser = reader()
    browser.force_login(person)
    return browser
