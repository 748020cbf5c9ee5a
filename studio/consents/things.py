"""Pictures, films and orders, as consents know them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from foundation.storage import StorageDown
from moderation.consent import asking
from moderation.consent import things as consents
from moderation.consent.things import Act, Look
from moderation.models import Case, Consent
from moderation.models.consent import Scope
from studio import shelf
from studio.consents import bonds, copies, deciding, reaching, stopping
from studio.media import links, sandbox
from studio.models import Asset, Job, Origin
from studio.sharing import stills
from studio.subject_kinds import ASSET, ORDER

TITLE_CHARACTERS = 80
SELFIES = 12


class _Bound:
    """What follows is the same for both."""

    def bound(self, consent: Consent) -> Sequence[Act]:
        """It and all that was made from it wait for the answer, and no link shows them meanwhile."""
        return reaching.unlinked(bonds.bind(consent.subject_kind, consent.subject))

    def waits(self, consent: Consent) -> Sequence[Act]:
        """Orders say whose word they wait for, and no link shows what a reviewer let go while nobody was named."""
        about = consent.subject_kind, consent.subject
        hidden = [] if deciding.is_shown_by(consent) else reaching.unlink(*about)
        return [*hidden, *stopping.look_again(*about)]

    def orders(self, consent: Consent) -> Sequence[Mapping[str, Any]]:
        """What was not sent of what it binds."""
        return stopping.noted(consent.subject_kind, consent.subject)

    def waits_again(self, consent: Consent, orders: Sequence[Mapping[str, Any]]) -> Sequence[Act]:
        """To be seen by their owner as while it waited, unless somebody had said no before that; what it stopped waits."""
        if not asking.was_refused(consent):
            reaching.bring_back(consent.subject_kind, consent.subject, scopes=Scope.values)
        stopping.take_up(orders)
        return self.waits(consent)

    def given(self, consent: Consent) -> Sequence[Act]:
        """Seen again as far as they allow, and on its way."""
        about = consent.subject_kind, consent.subject
        hidden = reaching.withhold(*about, beyond=consent.scopes)
        reaching.bring_back(*about, scopes=consent.scopes)
        return [*hidden, *stopping.look_again(*about)]

    def ended(self, consent: Consent) -> Sequence[Act]:
        """Out of sight, and stopped."""
        about = consent.subject_kind, consent.subject
        return [*reaching.withhold(*about), *stopping.look_again(*about)]

    def binding(self, subject: UUID) -> Q:
        """By bonds: an order's are those of its words and of what it is made from."""
        job = Job.objects.filter(public_id=subject).first()
        asset = _asset(subject)
        about = bonds.of_order(job.frozen_order, job.public_id) if job else set()
        about |= bonds.of_assets([asset.pk]).get(asset.pk, set()) if asset else set()
        which = Q(pk=None)
        for kind, thing in about:
            which |= Q(subject_kind=kind, subject=thing)
        return which

    def selfies(self, owner: User, since: datetime | None) -> Sequence[Look]:
        """The pictures they brought last; none that says of itself that a machine made it."""
        brought = Asset.objects.visible_to(owner).filter(origin=Origin.UPLOADED, kind="picture").newest_first()
        brought = brought.exclude(recipe__contains={"by_a_machine": True})
        if since is not None:
            brought = brought.filter(made_at__gte=since)
        return [_look(each) for each in brought[:SELFIES]]

    def for_desk(self, subject: UUID) -> str:
        """The large preview for reviewers: of a picture, also of the selfie for an order."""
        return reverse("asset-for-desk", args=[subject]) if _asset(subject) else ""


class Picture(_Bound):
    """A picture or film."""

    def is_of(self, owner: User, subject: UUID) -> bool:
        """Theirs, and there to be seen."""
        return bool(Asset.objects.visible_to(owner).filter(public_id=subject).exists())

    def place(self, subject: UUID) -> str:
        """Its page."""
        return reverse("asset", args=[subject])

    def looks(self, subjects: Collection[UUID]) -> Mapping[UUID, Look]:
        """With the small preview, where it is to be seen."""
        return {each.public_id: _look(each) for each in Asset.objects.filter(public_id__in=subjects)}

    def is_of_somebody(self, subject: UUID) -> bool:
        """By its bytes and its looks."""
        asset = _asset(subject)
        return asset is not None and copies.show_somebody(asset)

    def of_copies(self, subject: UUID) -> Q:
        """By its bytes and its looks."""
        asset = _asset(subject)
        return copies.bound(asset) if asset else Q(pk=None)

    def is_shown(self, subject: UUID) -> bool:
        """Not of one that is deleted, hidden or locked, or that nobody has let pass yet."""
        return _shown(subject) is not None

    def minted(self, subject: UUID) -> str:
        """The large preview, of what a machine made the copy that says so."""
        asset = _shown(subject)
        if asset is None:
            return ""
        try:
            return links.named(asset, stills.labelled(asset)) if asset.by_a_machine else links.preview(asset, "large")
        except (FileNotFoundError, StorageDown, shelf.Changed, sandbox.DecoderBroke):
            return ""  # never without its label


class Order(_Bound):
    """An order whose words name somebody. There is no picture of it."""

    def is_of(self, owner: User, subject: UUID) -> bool:
        """The rules ask about an order, not its owner: whom they would name there need not be in it."""
        return False

    def place(self, subject: UUID) -> str:
        """Its page."""
        return reverse("job", args=[subject])

    def looks(self, subjects: Collection[UUID]) -> Mapping[UUID, Look]:
        """Their prompts."""
        jobs = Job.objects.filter(public_id__in=subjects)
        return {job.public_id: Look(job.public_id, "", job.prompt[:TITLE_CHARACTERS] or "Erased") for job in jobs}

    def is_of_somebody(self, subject: UUID) -> bool:
        """Words are judged by the rules."""
        return False

    def of_copies(self, subject: UUID) -> Q:
        """None."""
        return Q(pk=None)

    def is_shown(self, subject: UUID) -> bool:
        """Its words are shown."""
        return False

    def minted(self, subject: UUID) -> str:
        """Nothing."""
        return ""


def _shown(subject: UUID) -> Asset | None:
    asset = _asset(subject)
    if asset is None or asset.is_deleted or not asset.previews or not _has_passed(asset):
        return None
    return asset


def _has_passed(asset: Asset) -> bool:
    """To be seen by its owner, or only kept from sight because whom it shows does not agree, or not any more."""
    if asset.hidden_at is not None or asset.takedown_at is not None or _is_locked(asset):
        return False
    return asset.is_approved or asset.likenesses.filter(kept_sha256=asset.sha256).exists()


def _is_locked(asset: Asset) -> bool:
    return Case.objects.locked().about(ASSET, asset.public_id).exists()


def _look(asset: Asset) -> Look:
    seen = asset.is_approved and not asset.is_deleted
    small = reverse("asset-small", args=[asset.public_id]) if seen else ""
    return Look(asset.public_id, small, asset.alt[:TITLE_CHARACTERS] or "Without words")


def _asset(subject: UUID) -> Asset | None:
    found: Asset | None = Asset.objects.filter(public_id=subject).first()
    return found


def register() -> None:
    """Tell the room below."""
    consents.register(ASSET, Picture())
    consents.register(ORDER, Order())
