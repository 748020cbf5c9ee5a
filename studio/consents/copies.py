"""The same picture under another question: whether somebody was said, or asked, to be in a copy of it or what nearly is one."""

from collections.abc import Iterable

from django.db.models import Q

from moderation.consent import remembered
from moderation.consent.standing import About
from moderation.models import Consent
from moderation.models.consent import Standing, Who
from studio import near, same
from studio.consents import bonds
from studio.models import Asset
from studio.subject_kinds import ASSET


def show_somebody(asset: Asset) -> bool:
    """Whether a copy, anybody's, stands under a question in which a real person was named, or that is still open.

    What its own owner was merely asked about another of theirs says nothing: they may answer it in any way. What a
    reviewer did not let count as nobody, of this or a copy, stays so for whoever asks again.
    """
    itself = Q(subject_kind=ASSET, subject=asset.public_id)
    disbelieved = Q(who=Who.NOBODY, state=Standing.REFUSED)
    named = Q(who__in=[Who.ME, Who.SOMEBODY]) | disbelieved
    unanswered = Q(state=Standing.ASKED)
    asked = Q(state=Standing.WAITING) | unanswered & ~Q(owner=asset.owner_id)
    return bool(Consent.objects.filter(bound(asset) & (named | asked) | itself & disbelieved).exists())


def bound(asset: Asset) -> Q:
    """Which consents bind a copy of it, or what nearly is one; not the question about itself.

    Also of a copy that is gone, if somebody in it had said no.
    """
    looks = _looks(asset)
    alike = {each.key for each in near.to(looks)} - {asset.pk}
    alike |= set(same.copies_of([asset]).values_list("pk", flat=True))
    about = {each for found in bonds.of_assets(alike).values() for each in found}
    about.discard((ASSET, asset.public_id))
    return _about(about) | remembered.like(looks)


def remember(asset: Asset) -> None:
    """It is about to go: how it looked is kept for whom it shows, where it was withheld because they had said no."""
    withheld = asset.likenesses.filter(withheld_at__isnull=False).values_list("kind", "subject")
    remembered.keep(_about(withheld), _looks(asset))


def _looks(asset: Asset) -> list[str]:
    return [each for each in (asset.pdq, *asset.frames) if near.says_something(each)]


def _about(about: Iterable[About]) -> Q:
    which = Q(pk=None)
    for kind, subject in about:
        which |= Q(subject_kind=kind, subject=subject)
    return which
