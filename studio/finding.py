"""What stands at the studio's addresses, for whoever reports it or asks for its removal."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.core import signing
from django.db.models import Q

from accounts.sharing.link import token_hash
from foundation.storage.local import SALT
from moderation import finding
from moderation.finding import Found
from moderation.models import Consent
from studio.models import Asset, Share
from studio.models.asset import AssetQuerySet
from studio.subject_kinds import ASSET, ORDER

MADE = ("made", "made-still", "made-large", "made-file", "made-download", "made-credentials")
THING = ("asset", "asset-large", "asset-small", "asset-strip", "asset-file", "asset-download", "asset-credentials")
CONSENT = ("consent-open", "consent-withdraw", "consent-picture", "consent-held", "consent-held-file")
BASE = re.compile(r"assets/[0-9a-f]{32}/[0-9]{1,3}-[0-9a-f]{8}")


def by_link(words: Mapping[str, Any], viewer: Any, *, knows: bool) -> Sequence[Found]:
    """What a link shows, in its order; also behind a link that has died, for whoever knows it."""
    token = str(words["token"])
    rows = Share.objects.filter(token_hash=token_hash(token)) if knows else Share.objects.opened_by(token)
    share = rows.first()
    if share is None:
        return []
    shown = share.shown.select_related("asset__owner")
    if not knows:
        shown = shown.filter(asset__in=Asset.objects.approved().filter(deleted_at=None))
    if "asset" in words:
        shown = shown.filter(asset__public_id=words["asset"])
    return [_found(row.asset, n, locked=bool(share.password)) for n, row in enumerate(shown, 1)]


def by_id(words: Mapping[str, Any], viewer: Any, *, knows: bool) -> Sequence[Found]:
    """One's own; whoever knows its address names it, too."""
    if not knows and viewer is None:
        return []
    rows: AssetQuerySet = Asset.objects.all() if knows else Asset.objects.visible_to(viewer)
    return [_found(each) for each in rows.filter(public_id=words["asset"]).select_related("owner")]


def by_consent(words: Mapping[str, Any], viewer: Any, *, knows: bool) -> Sequence[Found]:
    """What somebody was asked about at their link, also once it is over: often the only address they know."""
    if not knows:
        return []
    asked = Consent.objects.opened_by(str(words["token"])).values_list("subject_kind", "subject").first()
    kind, subject = asked or ("", None)
    about = {ASSET: Q(public_id=subject), ORDER: Q(job__public_id=subject)}.get(kind, Q(pk=None))
    return [_found(each) for each in Asset.objects.filter(about).select_related("owner").order_by("pk")]


def by_media_link(words: Mapping[str, Any], viewer: Any, *, knows: bool) -> Sequence[Found]:
    """What a minted link named, also when it is dead: people copy the address of the picture itself."""
    if not knows:
        return []
    try:
        return _of_key(str(signing.loads(str(words["token"]), salt=SALT)["k"]))
    except (signing.BadSignature, KeyError, TypeError):
        return []


def by_file(address: str) -> Sequence[Found]:
    """The same on a store elsewhere: the key stands in its path."""
    try:
        return _of_key(urlsplit(address.strip()).path)
    except ValueError:
        return []


def _of_key(path: str) -> list[Found]:
    named = BASE.search(path)
    return [_found(each) for each in Asset.objects.filter(base=named[0]).select_related("owner")] if named else []


def _found(asset: Asset, n: int = 0, *, locked: bool = False) -> Found:
    word = "Film" if asset.is_video else "Picture"
    return Found(ASSET, asset.public_id, asset.owner, f"{word} {n}" if n else word, locked=locked)


def register() -> None:
    """Tell the desk."""
    for name in MADE:
        finding.register(name, by_link)
    for name in THING:
        finding.register(name, by_id)
    for name in CONSENT:
        finding.register(name, by_consent)
    finding.register("media", by_media_link)
    finding.register_guess(by_file)
