"""Keeping from sight what somebody no longer agrees to, and bringing it back: set by set, never thing by thing."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from foundation import outbox
from moderation.consent.things import Act
from studio.consents import deciding, telling
from studio.models import Asset, Likeness
from studio.sharing import shares


def unlinked(keys: Collection[int]) -> list[Act]:
    """No link shows these any more."""
    return [Act("consent.unlinked", f"share {link}") for link in shares.withdraw(keys)]


def unlink(kind: str, subject: UUID) -> list[Act]:
    """No link shows any more what shows this person; it stays to be seen by its owner."""
    rows = Likeness.objects.filter(kind=kind, subject=subject)
    _lock(rows)
    return unlinked(list(rows.values_list("asset", flat=True)))


def withhold(kind: str, subject: UUID, *, beyond: Collection[str] | None = None) -> list[Act]:
    """Nothing that shows this person is seen any more, at whatever depth, and no link shows it.

    `beyond`: they allow this much, and only what was made by more than that is kept from sight. The approved bytes are
    noted: the day they agree again it is what it was.
    """
    rows = Likeness.objects.filter(kind=kind, subject=subject, withheld_at=None)
    if beyond is not None:
        rows = rows.exclude(_within(beyond, subject))
    _lock(rows)
    keys = list(rows.values_list("asset", flat=True))
    approved = Subquery(Asset.objects.filter(pk=OuterRef("asset")).values("approved_sha256"))
    # What somebody else keeps from sight already has nothing approved any more: what was noted before stays.
    kept = Coalesce(NullIf(approved, Value("")), F("kept_sha256"))
    _of(kind, subject, keys).update(withheld_at=timezone.now(), kept_sha256=kept, told_at=None)
    Asset.objects.filter(pk__in=keys).update(approved_sha256="")
    telling.taken_down(keys)
    if keys:
        outbox.ring(telling.SWEEP, queue="sweeps")  # which writes a row of the audit for each
    return unlinked(keys)


def bring_back(kind: str, subject: UUID, *, scopes: Collection[str]) -> None:
    """They agree again to this much: what nobody else keeps from sight, and was to be seen then, is to be seen now."""
    _lock(Likeness.objects.filter(kind=kind, subject=subject))  # one that hangs just now hangs as withheld as its like
    rows = Likeness.objects.filter(kind=kind, subject=subject, withheld_at__isnull=False)
    keys = list(rows.filter(_within(scopes, subject)).values_list("asset", flat=True))
    _of(kind, subject, keys).update(withheld_at=None)
    held = Likeness.objects.filter(asset__in=keys, withheld_at__isnull=False).values("asset")
    noted = Likeness.objects.filter(asset=OuterRef("pk")).exclude(kept_sha256="").values("kept_sha256")[:1]
    # Also while a request for removal hides it: it is not seen, and the day that ends it is what it was. What the desk
    # hid has nothing noted.
    free = Asset.objects.filter(pk__in=keys).exclude(pk__in=held)
    free.annotate(noted=Subquery(noted)).filter(noted=F("sha256")).update(approved_sha256=F("sha256"))
    Likeness.objects.filter(asset__in=keys).exclude(asset__in=held).update(kept_sha256="")
    telling.changed(keys)


def withheld_at_birth(children: Sequence[Asset], *, approved: bool) -> None:
    """What came home after somebody said no: it is written down and not seen, unless they agree again."""
    for child in children:
        kept = child.sha256 if approved else ""
        Likeness.objects.filter(asset=child).update(withheld_at=timezone.now(), kept_sha256=kept)


def _lock(rows: QuerySet[Likeness]) -> None:
    """Hold all of their things, and read again until there are no more.

    Whoever is making one from another holds that one: once we have it, what was made from it is there to be found.
    """
    held: set[int] = set()
    while found := set(rows.values_list("asset", flat=True)) - held:
        list(Asset.objects.select_for_update(no_key=True).filter(pk__in=found).order_by("pk").values_list("pk"))
        held |= found


def _within(scopes: Collection[str], subject: UUID) -> Q:
    """The thing itself, what nothing was done to, and what was made by a verb that is allowed."""
    verbs = [verb for verb, scope in deciding.ASKS.items() if scope in scopes]
    return Q(asset__public_id=subject) | Q(asset__verb="") | Q(asset__verb__in=verbs)


def _of(kind: str, subject: UUID, keys: Collection[int]) -> QuerySet[Likeness]:
    return Likeness.objects.filter(kind=kind, subject=subject, asset__in=keys)
