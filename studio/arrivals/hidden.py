"""What the desk hid does not come back by being brought again: the very bytes are refused, what looks like it is looked at.

So are the very bytes of what a request for removal keeps from sight: nobody has decided yet that they may not be here.
"""

from django.db.models import Q

from accounts.models import User
from moderation.verdicts import Action, Verdict
from studio import near, same
from studio.models import Asset

SENTENCE = "It looks like something that was hidden here, so a person looks at it before it is shown. It cost nothing."
WITHHELD = Q(likenesses__withheld_at__isnull=False)
OUT_OF_SIGHT = Q(hidden_at__isnull=False) | Q(takedown_at__isnull=False) | WITHHELD


def are_these(sha256: str) -> bool:
    """Whether these very bytes, as they came or as we made them, are something the desk hid, whoever it belonged to."""
    return same.of([sha256]).filter(hidden_at__isnull=False).exists()


def are_withheld(sha256: str, owner: User) -> bool:
    """Whether they are something of theirs that somebody in it no longer agrees to: anew it would begin without that word.

    Of another's a person decides: anybody may have asked, and been told no, in the name of somebody they made up.
    """
    return same.of([sha256]).filter(WITHHELD, owner=owner).exists()


def verdict(asset: Asset, came: str, *, policy_version: str) -> Verdict:
    """Review for what looks like something out of sight; it may be another picture, and a person can tell.

    `came`: the hash of the bytes as they came, if they did.
    """
    copies = same.of(same.hashes_of([asset], came=came))
    alike = Asset.objects.filter(pk__in=[each.key for each in near.to([asset.pdq, *asset.frames])])
    # What is nearly one colour looks like nothing: its very bytes are asked for by themselves.
    if copies.filter(OUT_OF_SIGHT).exists() or alike.filter(OUT_OF_SIGHT).exists():
        return Verdict(action=Action.REVIEW, check="likeness", policy_version=policy_version, sentence=SENTENCE)
    return Verdict(action=Action.ALLOW, check="likeness", policy_version=policy_version)
