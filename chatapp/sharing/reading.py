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
from chatapp.models import Attachment, Role, Share, Turn
from chatapp.sharing import shares
from chatapp.trees import Node
from foundation import throttle

SALT = "chatapp.sharing.open"
MESSAGES = 100  # of a part: fifty turns
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
    """What one link shows: a long conversation in parts, the first one first."""

    def __init__(self, title: str, leaf: int, ticked: set[int], part: int = 1) -> None:
        self.title = title
        self._leaf = leaf
        self._ticked = ticked
        self._part = part

    @cached_property
    def keys(self) -> list[int]:
        """Of all messages of the path. Two queries."""
        return trees.way(self._leaf)

    @property
    def parts(self) -> int:
        """How many there are."""
        return max(1, -(-len(self.keys) // MESSAGES))

    @property
    def part(self) -> int:
        """Which one this is, from 1; one that is not there is the nearest that is."""
        return min(max(self._part, 1), self.parts)

    @property
    def before(self) -> int:
        """The part before this one; 0: none."""
        return self.part - 1

    @property
    def after(self) -> int:
        """The part after this one; 0: none."""
        return self.part + 1 if self.part < self.parts else 0

    @cached_property
    def said(self) -> list[Said]:
        """Question and answer by turns, oldest first: those of this part. Three queries, however long the whole is."""
        start = (self.part - 1) * MESSAGES
        return [Said(node, self._files(node)) for node in trees.part(self.keys[start : start + MESSAGES])]

    @property
    def files(self) -> Mapping[UUID, Attachment]:
        """What was ticked and is still there, in all parts. One query."""
        return {file.public_id: file for file in shares.on_path(self.keys) if file.pk in self._ticked}

    @cached_property
    def engines(self) -> list[str]:
        """Who wrote the answers, in all parts, each once. One query."""
        answers = Turn.objects.filter(answer__in=self.keys).order_by("answer__depth")
        named = answers.values_list("engine_used", "engine")
        return list(dict.fromkeys(used or asked for used, asked in named if used or asked))

    def _files(self, node: Node) -> tuple[Attachment, ...]:
        return tuple(file for file in node.files if file.pk in self._ticked)


def of(share: Share, part: str = "") -> Reading:
    """What this link shows now; `part`: which of it, as an address says it."""
    return Reading(share.title, share.leaf_id, set(share.files.values_list("pk", flat=True)), number(part))


def number(said: str) -> int:
    """The number of a part; the first for what is none."""
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 7 else 1


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
