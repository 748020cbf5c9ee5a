"""What the person in the picture says at their link, and can take back there for ever."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from moderation.consent import asking, stating, things
from moderation.consent.answering import CLAUSE
from moderation.consent.closing import KIND
from moderation.flags import raise_flag
from moderation.models import Consent
from moderation.models.consent import OPEN, Standing
from moderation.verdicts import CONSENT, Action, Verdict


class Over(Exception):
    """It was answered, ended or withdrawn meanwhile. Nothing was changed."""


@transaction.atomic
def agree(consent_id: int, *, scopes: Sequence[str], until: datetime, signature: str) -> Consent:
    """Sign. It counts at once, unless somebody said no to this thing, or a copy of it, before: then one who is reviewer
    and administrator both looks. Raises Over.
    """
    consent = _in(consent_id, Standing.WAITING)
    if consent.signed_at is not None:
        raise Over
    consent.signed_at = timezone.now()
    if not asking.said_no(asking.of_others(consent)).exists():
        return stating.given(consent, by=None, scopes=scopes, until=until, signature=signature)
    consent.scopes, consent.until, consent.signature = list(scopes), until, signature
    # Whoever looks has as long as for others, and no longer than what was signed.
    consent.expires_at = min(until, timezone.now() + timedelta(days=settings.CONSENT_ASK_DAYS))
    consent.save(update_fields=["signed_at", "scopes", "until", "signature", "expires_at"])
    acts = things.of(consent.subject_kind).waits(consent)
    verdict = Verdict(
        action=Action.REVIEW,
        check=CONSENT,
        policy_version="",
        clause=CLAUSE,
        detail="Whoever it shows agreed, after somebody had said no",
    )
    raise_flag(subject_kind=KIND, subject=consent.public_id, owner=consent.owner, verdict=verdict, for_seniors=True)
    stating.written(consent, None, "signed", {"scopes": list(scopes), "until": until}, acts=acts)
    return consent


@transaction.atomic
def refuse(consent_id: int) -> Consent:
    """Say no. Raises Over."""
    return stating.ended(_in(consent_id, Standing.WAITING), Standing.REFUSED, by=None)


@transaction.atomic
def withdraw(consent_id: int, *, forget: bool = False) -> Consent:
    """Take it back: everything made from it is out of sight at once. `forget`: their name goes, too. Raises Over."""
    consent = _in(consent_id, Standing.GIVEN, Standing.WAITING)
    if forget:
        consent.signature = consent.words = ""
        consent.save(update_fields=["signature", "words"])
    return stating.ended(consent, Standing.WITHDRAWN, by=None)


@transaction.atomic
def forget(consent_id: int) -> Consent:
    """Their name goes from what is over. Once more changes nothing. Raises Over while it still counts: take it back first."""
    ended = Consent.objects.exclude(state__in=sorted(OPEN)).filter(pk=consent_id)
    consent: Consent | None = ended.select_for_update(of=("self",)).first()
    if consent is None:
        raise Over
    if consent.signature or consent.words:
        consent.signature = consent.words = ""
        consent.save(update_fields=["signature", "words"])
        stating.written(consent, None, "forgotten")
    return consent


def _in(consent_id: int, *states: Standing) -> Consent:
    found: Consent | None = Consent.objects.live().filter(pk=consent_id).select_for_update(of=("self",)).first()
    if found is None or found.state not in states:
        raise Over
    return found
