"""A consent as a case: a selfie to be compared, an agreement after somebody had said no, or “nobody real” of somebody."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from moderation import subjects
from moderation.consent import answering, asking, stating, things
from moderation.consent.closing import KIND
from moderation.models import Consent
from moderation.models.consent import Cause, Scope, Standing, Who

AGAIN = {
    Who.ME: "You can ask again and bring another selfie.",
    Who.SOMEBODY: "You can ask them again.",
    Who.NOBODY: "You can ask again, and say who it is.",
}


class Passport:
    """How the desk looks at one: a face that nobody compared counts for nothing."""

    alone = True

    def excerpt(self, subject: UUID) -> str:
        """What has to be compared."""
        consent = _row(subject)
        if consent is None:
            return ""
        if consent.who == Who.ME:
            shown = (
                "be of whom the order names" if consent.cause == Cause.PROMPT else "show the same face as the picture"
            )
            return f"“This is me”, says {consent.owner.name}. The selfie must {shown}, and show the phrase: {consent.phrase}"
        if consent.who == Who.NOBODY:
            return (
                f"“Nobody real”, says {consent.owner.name}. The same picture, or one nearly like it, stands here as "
                "somebody’s, or who that is has not been answered yet, or a reviewer did not believe it before."
            )
        return f"Signed “{consent.signature}”, after somebody had said no to this picture, or a copy of it."

    def preview(self, subject: UUID) -> str:
        """The selfie; else the picture it is about. What a selfie is held against stands beside it (`showing.compared`)."""
        consent = _row(subject)
        if consent is None:
            return ""
        return things.of(consent.subject_kind).for_desk(consent.selfie or consent.subject)

    def link(self, subject: UUID) -> str:
        """The owner's page of it."""
        return reverse("consent", args=[subject])

    def hide(self, subject: UUID, sentence: str) -> str:
        """It does not count."""
        consent = _row(subject, lock=True)
        if consent is None or consent.state != Standing.WAITING:
            return "It had been answered or ended before, and nothing about it changed."
        stating.ended(consent, Standing.REFUSED, by=None, told=True)
        return f"It does not count. Orders that waited for it were refused and cost nothing. {AGAIN[Who(consent.who)]}"

    def show(self, subject: UUID) -> str:
        """It counts."""
        consent = _row(subject, lock=True)
        if consent is None or consent.state != Standing.WAITING:
            return "It had been answered or ended before, and nothing about it changed."
        if consent.until is not None and consent.until <= timezone.now():
            stating.ended(consent, Standing.EXPIRED, by=None, told=True)
            return f"It had run out before anybody looked, so it does not count. {AGAIN[Who(consent.who)]}"
        nobody = consent.who == Who.NOBODY
        days = asking.FOREVER if nobody else settings.CONSENT_PRESET_DAYS
        until = consent.until or timezone.now() + timedelta(days=days)
        scopes = consent.scopes if consent.who == Who.SOMEBODY else Scope.values
        signature = consent.owner.name[:120] if consent.who == Who.ME else consent.signature
        consent.confirmed_at = timezone.now() if consent.who == Who.ME else None
        _of_the_selfie(consent)
        stating.given(consent, by=None, scopes=scopes, until=until, signature=signature, told=True)
        _selfie_is_theirs(consent)
        counts = "It shows nobody real" if nobody else f"It counts: {stating.allowed(consent)}"
        return f"{counts}. Orders that waited for it go on."

    def state(self, subject: UUID) -> Mapping[str, Any]:
        """Whether it waited for the desk's word."""
        consent = _row(subject)
        if consent is None or consent.state != Standing.WAITING:
            return {"waited": False}
        return {"waited": True, "orders": things.of(consent.subject_kind).orders(consent)}

    def restore(self, subject: UUID, state: Mapping[str, Any]) -> str:
        """It waits for a reviewer again, unless its owner, or whoever signed, has said something else since."""
        consent = _row(subject, lock=True)
        decided = consent is not None and consent.state in {Standing.GIVEN, Standing.REFUSED}
        if (
            consent is None
            or not decided
            or not state.get("waited")
            or asking.has_newer(consent)
            or consent.is_forgotten
        ):
            return "It is as its owner, or whoever signed, has left it since."
        stating.waits_again(consent, state.get("orders", ()))
        return "It waits for a reviewer again; orders with it wait, too."


def _selfie_is_theirs(consent: Consent) -> None:
    """A face was found in the selfie, too, and who that is was asked: it has just been answered."""
    if consent.selfie is None or consent.who != Who.ME:
        return
    asked = _of_the_selfie(consent)
    if asked is not None and asked.owner == consent.owner and asked.state == Standing.ASKED:
        with suppress(answering.NotNow):  # its owner has said something else of it a moment ago
            answering.me(consent.owner, asked.public_id)


def _of_the_selfie(consent: Consent) -> Consent | None:
    """The question about the selfie, locked: before any money is, for whoever brings something home locks them so."""
    if consent.selfie is None:
        return None
    asked = Consent.objects.about(consent.subject_kind, consent.selfie)
    found: Consent | None = asked.select_for_update(of=("self",)).first()
    return found


def _row(subject: UUID, *, lock: bool = False) -> Consent | None:
    rows = Consent.objects.select_related("owner").filter(public_id=subject)
    found: Consent | None = (rows.select_for_update(of=("self",)) if lock else rows).first()
    return found


def register() -> None:
    """Make "consent" a kind of subject."""
    subjects.register(KIND, Passport())
