"""What whoever has a link may read: one path, as its owner would see it, without thinking, costs and hidden words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core import signing
from django.db.models import F
from django.http import HttpRequest, HttpResponse

from chatapp import markdown, trees
from chatapp.models import Attachment, Role, Share
from chatapp.trees import Node
from foundation import throttle

SALT = "chatapp.sharing.open"
OPEN, SEEN = "open", "seen"  # cookies below the link's own path
OPEN_SECONDS, SEEN_SECONDS = 12 * 3600, 24 * 3600
# Previews and crawlers are nobody who reads; the list is short because the page tells all of them not to come.
_MACHINE = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|preview|facebookexternalhit|whatsapp|telegram|curl|wget|python-|httpx|headlesschrome/lh",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """One message as a reader sees it."""

    node: Node
    files: tuple[Attachment, ...]

    @property
    def is_question(self) -> bool:
        """A person's words, shown as they are."""
        return self.node.role == Role.USER

    @property
    def html(self) -> str:
        """An answer as clean markup."""
        return markdown.render(self.node.text) if self.node.text else ""


class Reading:
    """What one link shows."""

    def __init__(self, title: str, leaf: int, ticked: set[int]) -> None:
        self.title = title
        self._leaf = leaf
        self._ticked = ticked

    @cached_property
    def said(self) -> list[Said]:
        """Question and answer by turns, oldest first. Four queries."""
        return [Said(node, self._files(node)) for node in trees.path(self._leaf)]

    @property
    def files(self) -> Mapping[UUID, Attachment]:
        """What was ticked and is still there."""
        return {file.public_id: file for each in self.said for file in each.files}

    @property
    def engines(self) -> list[str]:
        """Who wrote the answers, each once."""
        return list(dict.fromkeys(each.node.engine for each in self.said if each.node.engine))

    def _files(self, node: Node) -> tuple[Attachment, ...]:
        return tuple(file for file in node.files if file.pk in self._ticked)


def of(share: Share) -> Reading:
    """What this link shows now."""
    return Reading(share.title, share.leaf_id, set(share.files.values_list("pk", flat=True)))


def find(token: str, address: str) -> Share | None:
    """What a token opens. None: nothing, whatever the reason; also for who guesses too often."""
    limit = settings.SHARE_GUESSES_PER_MINUTE
    if throttle.is_spent("share", address, most=limit):
        return None
    found: Share | None = Share.objects.opened_by(token).select_related("owner", "conversation").first()
    if found is None:
        throttle.spent("share", address, most=limit, seconds=60)
    return found


def is_open(share: Share, request: HttpRequest) -> bool:
    """Whether this browser may read: there is no password, or it has given it."""
    if not share.password:
        return True
    try:
        proof = signing.loads(request.COOKIES.get(OPEN, ""), salt=SALT, max_age=OPEN_SECONDS)
    except signing.BadSignature:
        return False
    return bool(proof == _proof(share))


class TooManyTries(Exception):
    """Somebody tries passwords."""


def unlock(share: Share, password: str, address: str) -> bool:
    """Try a password. Raises TooManyTries: counted for the link and for who tries, before it is looked at."""
    most, seconds = settings.SHARE_PASSWORD_TRIES, 900
    if throttle.spent("share-password", f"{share.pk}:{address}", most=most, seconds=seconds):
        raise TooManyTries
    if throttle.spent("share-password", str(share.pk), most=most * 10, seconds=seconds):
        raise TooManyTries
    return check_password(password, share.password)


def keep_open(response: HttpResponse, share: Share, path: str) -> None:
    """Remember in the browser that the password was right; a new password, or a revoked link, ends that."""
    _cookie(response, OPEN, signing.dumps(_proof(share), salt=SALT), OPEN_SECONDS, path)


def count(response: HttpResponse, share: Share, request: HttpRequest) -> None:
    """One more person has read it, unless it is a machine, its owner, or this browser has been here today.

    The browser is told so in a cookie of the page's own; nothing about it is kept here.
    """
    machine = _MACHINE.search(request.headers.get("User-Agent", "bot")) or "Sec-Purpose" in request.headers
    if machine or SEEN in request.COOKIES or request.user.pk == share.owner_id:
        return
    Share.objects.filter(pk=share.pk).update(views=F("views") + 1)
    _cookie(response, SEEN, "1", SEEN_SECONDS, request.path)


def _proof(share: Share) -> list[str]:
    return [str(share.public_id), share.password[-16:]]


def _cookie(response: HttpResponse, name: str, value: str, seconds: int, path: str) -> None:
    response.set_cookie(
        name, value, max_age=seconds, path=path, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
