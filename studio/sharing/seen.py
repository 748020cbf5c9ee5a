"""What whoever has a link sees: each thing with its label, its words only where they were ticked, and where its bytes are."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse

from accounts.sharing import opening
from accounts.sharing.viewers import known_adult
from studio.models import Asset, Share


@dataclass(frozen=True, slots=True)
class Seen:
    """One picture or film as a reader sees it. The addresses are the link's; in the owner's preview, the owner's.

    `in_pixels`: what stands on the page has its label in itself.
    """

    asset: Asset
    words: str
    large: str
    file: str
    download: str
    credentials: str
    in_pixels: bool = False

    @property
    def kind(self) -> str:
        """In a word."""
        return "Film" if self.asset.is_video else "Picture"

    @property
    def by_a_machine(self) -> bool:
        """Whether it must say that it was made with AI."""
        return self.asset.by_a_machine

    @property
    def alt(self) -> str:
        """What stands in for it where it cannot be looked at; the prompt only where it may be read."""
        return self.words[:200] or (f"{self.kind} made with AI" if self.by_a_machine else self.kind)


@dataclass(frozen=True)
class Showing:
    """Everything one link shows, in its order. `kept_from`: how many more there are, for adults who are signed in."""

    seen: Sequence[Seen]
    kept_from: int = 0

    @cached_property
    def title(self) -> str:
        """What it is, without a word of the prompt."""
        films = sum(each.asset.is_video for each in self.seen)
        pictures = len(self.seen) - films
        said = [_many(pictures, "picture"), _many(films, "film")]
        what = " and ".join(filter(None, said))
        made = " made with AI" if all(each.by_a_machine for each in self.seen) else ""
        if not what:
            return "For adults only" if self.kept_from else "Nothing yet"
        return f"{what[:1].upper()}{what[1:]}{made}"


def of(share: Share, token: str, viewer: Any = None) -> Showing:
    """What this link shows this viewer now. One query."""
    there, adult = _there(share), known_adult(viewer)
    seen = [_by_link(each, token, with_words=share.with_words) for each in there if adult or not each.adults_only]
    return Showing(seen, kept_from=len(there) - len(seen))


def shown_by(share: Share, viewer: Any = None) -> list[Asset]:
    """What is under this link and may still be seen, by this viewer."""
    return [each for each in _there(share) if known_adult(viewer) or not each.adults_only]


def _there(share: Share) -> list[Asset]:
    rows = share.shown.filter(asset__in=Asset.objects.approved().filter(deleted_at=None)).select_related("asset")
    return [row.asset for row in rows]


def preview(assets: Sequence[Asset], *, with_words: bool) -> Showing:
    """The same before there is a link, for the owner."""
    return Showing([_of_the_owner(asset, with_words=with_words) for asset in assets])


def find(token: str, address: str) -> Share | None:
    """What a token opens. None: nothing, whatever the reason; also for who guesses too often."""
    return opening.find(Share.objects.select_related("owner"), token, address)


def _by_link(asset: Asset, token: str, *, with_words: bool) -> Seen:
    def at(what: str) -> str:
        return reverse(f"made-{what}", args=[token, asset.public_id])

    addresses = (at("large"), at("file"), at("download"), at("credentials"))
    return Seen(asset, _words(asset, with_words), *addresses, in_pixels=not asset.is_video)


def _of_the_owner(asset: Asset, *, with_words: bool) -> Seen:
    def at(what: str) -> str:
        return reverse(f"asset-{what}", args=[asset.public_id])

    return Seen(asset, _words(asset, with_words), at("large"), at("file"), at("download"), at("credentials"))


def _words(asset: Asset, with_words: bool) -> str:
    return str(asset.recipe.get("prompt") or asset.alt) if with_words else ""


def _many(count: int, what: str) -> str:
    if not count:
        return ""
    return f"{count} {what}s" if count > 1 else f"a {what}"
