"""Asking “Who is this?”: once for a thing, and again when the answer has ended."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from accounts.sharing.link import terms
from moderation.consent import stating, things
from moderation.consent.stating import FOREVER as FOREVER
from moderation.consent.things import Act, Look
from moderation.models import Consent
from moderation.models.consent import OPEN, Cause, ConsentQuerySet, Standing, Who

OVER = Q(state=Standing.REFUSED) | Q(state=Standing.WITHDRAWN, signed_at__isnull=False)
NO = OVER & Q(ended_by_owner=False)


class NotOver(Exception):
    """This question is still open; it need not be asked again."""


@transaction.atomic
def ask(owner: User, kind: str, subject: UUID, cause: Cause) -> Consent:
    """The question about a thing; one that was asked before, and how it ended, is found again."""
    known = latest(kind, subject)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return _asked(owner, kind, subject, cause)
    except IntegrityError:  # somebody asked in this very moment
        known = latest(kind, subject)
        if known is None:
            raise
        return known


@transaction.atomic
def again(owner: User, consent_id: UUID) -> Consent:
    """A new question where the last one has ended. Raises Consent.DoesNotExist, NotOver."""
    old = Consent.objects.owned_by(owner).select_for_update().get(public_id=consent_id)
    newest = latest(old.subject_kind, old.subject)
    if newest is None or newest.state in OPEN:
        raise NotOver
    return _asked(owner, old.subject_kind, old.subject, Cause(old.cause))


def latest(kind: str, subject: UUID) -> Consent | None:
    """The question that counts, if one was ever asked."""
    found: Consent | None = Consent.objects.about(kind, subject).first()
    return found


def has_newer(consent: Consent) -> bool:
    """Whether it was asked again since: then this one counts no more."""
    return latest(consent.subject_kind, consent.subject) != consent


def was_named(consent: Consent) -> bool:
    """Whether a real person was named for this thing, here or before, in whatever came of it: it cannot become nobody."""
    asked = Consent.objects.about(consent.subject_kind, consent.subject)
    return bool(asked.filter(who__in=[Who.ME, Who.SOMEBODY]).exists())


def last_named(consent: Consent) -> str:
    """Whom its owner meant when they last asked about this thing."""
    asked = Consent.objects.owned_by(consent.owner).about(consent.subject_kind, consent.subject)
    return asked.filter(who=Who.SOMEBODY).values_list("words", flat=True).first() or ""


def of_others(consent: Consent) -> ConsentQuerySet:
    """Each time somebody else was named for this very thing, or a copy of it, whoever's: then “this is me” is compared.

    Also whoever else has shown that it is they, or asked a reviewer to see it; that they only say so counts for nothing.
    """
    this = Q(subject_kind=consent.subject_kind, subject=consent.subject)
    copies = things.of(consent.subject_kind).of_copies(consent.subject)
    theirs = Q(who=Who.ME) & ~Q(owner=consent.owner)
    shown = theirs & (Q(state=Standing.WAITING) | Q(signed_at__isnull=False))
    found: ConsentQuerySet = Consent.objects.filter(this | copies, Q(who=Who.SOMEBODY) | shown).exclude(pk=consent.pk)
    return found.select_related("owner").order_by("-pk")


def said_no(others: ConsentQuerySet) -> ConsentQuerySet:
    """Of these: who was named, and said no or took it back. Nobody overrules them by a reviewer's click alone."""
    return others.filter(NO, who=Who.SOMEBODY)


def refused_copies(kind: str, subject: UUID) -> ConsentQuerySet:
    """Each time somebody who was named for a copy of this said no, or took it back; the newest first."""
    copies: ConsentQuerySet = Consent.objects.filter(things.of(kind).of_copies(subject))
    return said_no(copies).order_by("-pk")


def known_by(consent: Consent) -> Consent | None:
    """The live check that answers “this is me” for this one, too: about a picture, for which nobody else was named."""
    if consent.cause != Cause.PICTURE:
        return None
    found: Consent | None = Consent.objects.live_checks(consent.owner).first()
    return None if found is None or consent.who == Who.SOMEBODY or of_others(consent).exists() else found


def may_be_selfies(consent: Consent) -> list[Look]:
    """What its owner brought since the phrase was drawn, and nobody was shown for another question; not the picture itself."""
    used = Consent.objects.owned_by(consent.owner).filter(selfie__isnull=False).exclude(pk=consent.pk)
    gone = {consent.subject, *used.values_list("selfie", flat=True)}
    looks = things.of(consent.subject_kind).selfies(consent.owner, since=consent.phrased_at)
    return [look for look in looks if look.id not in gone]


def was_refused(consent: Consent) -> bool:
    """Whether this very thing was kept from sight before, by a no or by its owner's own end."""
    before = Consent.objects.about(consent.subject_kind, consent.subject).exclude(pk=consent.pk)
    return bool(before.filter(OVER).exclude(who=Who.NOBODY).exists())


def instead_of(waiting: Consent) -> tuple[Consent, Sequence[Act]]:
    """A new question where a link is out: that link says from now on that nobody is asked there any more.

    The caller has locked the row, and tells the audit.
    """
    waiting.state, waiting.revoked_at = Standing.WITHDRAWN, timezone.now()
    waiting.reached_at = timezone.now()  # nothing was made under it, and the new one binds the same
    waiting.ended_by_owner = True
    waiting.save(update_fields=["state", "revoked_at", "reached_at", "ended_by_owner"])
    return _begun(waiting.owner, waiting.subject_kind, waiting.subject, Cause(waiting.cause))


def _asked(owner: User, kind: str, subject: UUID, cause: Cause) -> Consent:
    asked, acts = _begun(owner, kind, subject, cause)
    stating.written(asked, owner, "asked", {"about": f"{kind} {subject}"}, acts=acts)
    return asked


def _begun(owner: User, kind: str, subject: UUID, cause: Cause) -> tuple[Consent, Sequence[Act]]:
    agreed = terms(days=1, password="") | {"expires_at": timezone.now() + timedelta(days=FOREVER)}
    asked = Consent(owner=owner, subject_kind=kind, subject=subject, cause=cause, **agreed)
    asked.save(force_insert=True)
    return asked, things.of(kind).bound(asked)
