"""What the desk hid does not come back by being brought again: the very bytes are refused, what looks like it is looked at.

So are the very bytes of what a request for removal keeps from sight: nobody has decided yet that they may not be here.
"""

from collections.abc import Collection, Sequence

from django.db.models import Q, QuerySet

from accounts.models import User
from moderation.verdicts import Action, Verdict
from studio import near
from studio.models import Arrival, Asset, Likeness
from studio.models.asset import AssetQuerySet

SENTENCE = "It looks like something that was hidden here, so a person looks at it before it is shown. It cost nothing."


def are_these(sha256: str) -> bool:
    """Whether these very bytes, as they came or as we made them, are something the desk hid, whoever it belonged to."""
    hid = Asset.objects.filter(Q(sha256=sha256) | Q(unsigned_sha256=sha256), hidden_at__isnull=False)
    return hid.exists() or Arrival.objects.filter(sha256=sha256, asset__hidden_at__isnull=False).exists()


def are_withheld(sha256: str, owner: User) -> bool:
    """Whether they are something of theirs that somebody in it no longer agrees to: anew it would begin without that word.

    Of another's a person decides: anybody may have asked, and been told no, in the name of somebody they made up.
    """
    return _withheld([sha256]).filter(asset__owner=owner).exists()


def same_of(owner: User, hashes: Collection[str]) -> AssetQuerySet:
    """What is theirs of these very bytes: as they came, as we made them, or as we signed them."""
    came = Arrival.objects.owned_by(owner).filter(sha256__in=hashes, asset__isnull=False).values("asset")
    same = Q(sha256__in=hashes) | Q(unsigned_sha256__in=hashes) | Q(pk__in=came)
    return Asset.objects.owned_by(owner).filter(same)


def verdict(asset: Asset, came: str, *, policy_version: str) -> Verdict:
    """Review for what looks like something out of sight; it may be another picture, and a person can tell.

    `came`: the hash of the bytes as they came, if they did.
    """
    same = [each for each in (came, asset.sha256, asset.unsigned_sha256) if each]
    if _is_like_hidden([asset.pdq, *asset.frames]) or _withheld(same).exists() or _is_judged(same):
        return Verdict(action=Action.REVIEW, check="likeness", policy_version=policy_version, sentence=SENTENCE)
    return Verdict(action=Action.ALLOW, check="likeness", policy_version=policy_version)


def _withheld(hashes: Collection[str]) -> QuerySet[Likeness]:
    file = Q(asset__sha256__in=hashes) | Q(asset__unsigned_sha256__in=hashes) | Q(asset__arrival__sha256__in=hashes)
    return Likeness.objects.filter(file, withheld_at__isnull=False)


def _is_like_hidden(looks: Sequence[str]) -> bool:
    alike = [each.key for each in near.to(looks)]
    kept = Q(hidden_at__isnull=False) | Q(takedown_at__isnull=False) | Q(likenesses__withheld_at__isnull=False)
    return bool(Asset.objects.filter(kept, pk__in=alike).exists())


def _is_judged(hashes: Collection[str]) -> bool:
    """Whether these very bytes are out of sight for a request; what is nearly one colour looks like nothing."""
    same = Asset.objects.judged().filter(Q(sha256__in=hashes) | Q(unsigned_sha256__in=hashes))
    return same.exists() or Arrival.objects.filter(sha256__in=hashes, asset__in=Asset.objects.judged()).exists()
