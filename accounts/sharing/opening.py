"""Opening a link: the token, then the password if it has one; who guesses too often opens nothing."""

import re
from typing import TypeVar

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core import signing
from django.db.models import F, Model, QuerySet
from django.http import HttpRequest, HttpResponse

from accounts.sharing.link import AnyLink, Link, LinkQuerySet
from foundation import throttle

Row = TypeVar("Row", bound=Model)

SALT = "accounts.sharing.open"
OPEN, SEEN = "open", "seen"  # cookies below the link's own path
OPEN_SECONDS, SEEN_SECONDS = 12 * 3600, 24 * 3600
# Previews and crawlers are nobody who reads; the list is short because the page tells all of them not to come.
_MACHINE = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|preview|facebookexternalhit|whatsapp|telegram|curl|wget|python-|httpx|headlesschrome/lh",
    re.IGNORECASE,
)


def find(links: LinkQuerySet[AnyLink], token: str, address: str) -> AnyLink | None:
    """What a token opens. None: nothing, whatever the reason; also for who guesses too often."""
    return guessed(links.opened_by(token), address)


def guessed(rows: QuerySet[Row], address: str) -> Row | None:
    """What somebody named by a secret in an address, if it is there; who guesses too often finds nothing."""
    limit = settings.SHARE_GUESSES_PER_MINUTE
    if throttle.is_spent("share", address, most=limit):
        return None
    found = rows.first()
    if found is None:
        throttle.spent("share", address, most=limit, seconds=60)
    return found


def is_open(link: Link, request: HttpRequest) -> bool:
    """Whether this browser may read: there is no password, or it has given it."""
    if not link.password:
        return True
    try:
        proof = signing.loads(request.COOKIES.get(OPEN, ""), salt=SALT, max_age=OPEN_SECONDS)
    except signing.BadSignature:
        return False
    return bool(proof == _proof(link))


class TooManyTries(Exception):
    """Somebody tries passwords."""


def unlock(link: Link, password: str, address: str) -> bool:
    """Try a password. Raises TooManyTries: counted for the link and for who tries, before it is looked at."""
    most, seconds = settings.SHARE_PASSWORD_TRIES, 900
    if throttle.spent("share-password", f"{link.public_id}:{address}", most=most, seconds=seconds):
        raise TooManyTries
    if throttle.spent("share-password", str(link.public_id), most=most * 10, seconds=seconds):
        raise TooManyTries
    return check_password(password, link.password)


def keep_open(response: HttpResponse, link: Link, path: str) -> None:
    """Remember in the browser that the password was right; a new password, or a revoked link, ends that."""
    _cookie(response, OPEN, signing.dumps(_proof(link), salt=SALT), OPEN_SECONDS, path)


def count(response: HttpResponse, link: Link, request: HttpRequest) -> None:
    """One more person has read it, unless it is a machine, its owner, or this browser has been here today.

    The browser is told so in a cookie of the page's own; nothing about it is kept here.
    """
    machine = _MACHINE.search(request.headers.get("User-Agent", "bot")) or "Sec-Purpose" in request.headers
    if machine or SEEN in request.COOKIES or request.user.pk == link.owner_id:
        return
    type(link)._default_manager.filter(pk=link.pk).update(views=F("views") + 1)
    _cookie(response, SEEN, "1", SEEN_SECONDS, request.path)


def _proof(link: Link) -> list[str]:
    return [str(link.public_id), link.password[-16:]]


def _cookie(response: HttpResponse, name: str, value: str, seconds: int, path: str) -> None:
    response.set_cookie(
        name, value, max_age=seconds, path=path, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
