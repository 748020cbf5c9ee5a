"""What the owner of a thing answers to “Who is this?”."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.sharing.link import terms
from moderation.consent import asking, phrases, stating, things
from moderation.consent.closing import KIND
from moderation.consent.things import Act
from moderation.flags import raise_flag
from moderation.models import Consent
from moderation.models.consent import Scope, Standing, Who
from moderation.verdicts import CONSENT, Action, Verdict

CLAUSE = "likeness.consent"
REAL_ELSEWHERE = "“Nobody real”, says its owner, of a picture that stands here as somebody’s"
SHOWN = "“This is me”, says its owner, and shows it by a selfie"
SHOWN_AGAIN = "“This is me”, says its owner, of what somebody else was named for before, and shows it by a selfie"


class NotNow(Exception):
    """This is answered already, or cannot be answered so. The text is for the person."""


@transaction.atomic
def nobody(owner: User, consent_id: UUID) -> Consent:
    """It shows nobody real: their word, which is written down and counts, unless the same picture stands here as
    somebody's, or a reviewer did not believe it before: then a reviewer looks first. Raises Consent.DoesNotExist, NotNow.
    """
    consent = _open(owner, consent_id)
    if asking.was_named(consent):
        raise NotNow("A person was named for this before, so it cannot become nobody. Ask them, or say that it is you.")
    consent.who, consent.words, consent.phrase, consent.selfie = Who.NOBODY, "", "", None
    if things.of(consent.subject_kind).is_of_somebody(consent.subject):
        return _to_the_desk(consent, "nobody", REAL_ELSEWHERE)
    until = timezone.now() + timedelta(days=asking.FOREVER)
    return stating.given(consent, by=owner, scopes=Scope.values, until=until, signature="")


@transaction.atomic
def somebody(owner: User, consent_id: UUID, words: str) -> Consent:
    """It shows somebody: a link for that person waits for their answer. Raises Consent.DoesNotExist, NotNow.

    Where a link is out already, that one says that it is over, and another question is answered.
    """
    before = _open(owner, consent_id)
    consent, bonds = _in_place_of(before)
    for name, value in terms(days=settings.CONSENT_ASK_DAYS, password="").items():
        setattr(consent, name, value)
    consent.who, consent.words, consent.state = Who.SOMEBODY, words.strip()[:120], Standing.WAITING
    consent.selfie, consent.phrase = None, ""
    consent.save()
    acts = [*bonds, *things.of(consent.subject_kind).waits(consent)]
    _said_at(before, consent)
    stating.written(consent, owner, "sought", acts=acts)
    return consent


@transaction.atomic
def me(owner: User, consent_id: UUID) -> Consent:
    """It is they themselves. Whoever is known by a selfie already is believed; else a phrase is shown, for a selfie.

    Where a link is out already, that one says that it is over, and another question is answered.

    Raises Consent.DoesNotExist, NotNow.
    """
    before = _open(owner, consent_id)
    consent, bonds = _in_place_of(before)
    consent.who, consent.words, consent.phrase, consent.selfie = Who.ME, owner.name[:120], phrases.drawn(), None
    consent.state = Standing.ASKED
    consent.phrased_at = timezone.now()
    known = asking.known_by(consent)
    # Locked: whoever takes that one back waits for us, and then finds this one, too.
    if known and (held := Consent.objects.live_checks(owner).select_for_update().filter(pk=known.pk).first()):
        consent.stands_on = held
        consent.phrase = ""
        return stating.given(consent, by=owner, scopes=Scope.values, until=held.expires_at, signature=owner.name[:120])
    consent.save(update_fields=["who", "words", "phrase", "phrased_at", "selfie", "state"])
    acts = [*bonds, *things.of(consent.subject_kind).waits(consent)]
    _said_at(before, consent)
    stating.written(consent, owner, "self", acts=acts)
    return consent


@transaction.atomic
def selfie(owner: User, consent_id: UUID, picture: UUID) -> Consent:
    """The selfie is here: a reviewer compares. Raises Consent.DoesNotExist, NotNow."""
    consent = _open(owner, consent_id)
    if consent.who != Who.ME or picture == consent.subject:
        raise NotNow("Choose a picture of yourself that shows the phrase, not the picture it is about.")
    if picture not in {look.id for look in asking.may_be_selfies(consent)}:
        raise NotNow(
            "This picture is older than the phrase, was shown before, was made by a machine, or is not here any more. Take a "
            "new one, with a camera."
        )
    consent.selfie = picture
    others = asking.of_others(consent)
    for_seniors = asking.said_no(others).exists()
    return _to_the_desk(consent, "selfie", SHOWN_AGAIN if others.exists() else SHOWN, for_seniors=for_seniors)


@transaction.atomic
def end(owner: User, consent_id: UUID) -> Consent:
    """The owner needs it no more, and what was made under it is kept from sight. Raises Consent.DoesNotExist.

    Once more changes nothing.
    """
    consent = Consent.objects.owned_by(owner).select_for_update().get(public_id=consent_id)
    if not consent.is_open:
        return consent
    consent.ended_by_owner = True
    consent.save(update_fields=["ended_by_owner"])
    return stating.ended(consent, Standing.WITHDRAWN, by=owner)


def _to_the_desk(consent: Consent, said: str, detail: str, *, for_seniors: bool = False) -> Consent:
    """A reviewer says whether it counts; where somebody who was named had said no, one who administers, too."""
    verdict = Verdict(action=Action.REVIEW, check=CONSENT, policy_version="", clause=CLAUSE, detail=detail)
    consent.state = Standing.WAITING
    consent.expires_at = timezone.now() + timedelta(days=settings.CONSENT_ASK_DAYS)
    consent.save()
    acts = things.of(consent.subject_kind).waits(consent)
    raise_flag(
        subject_kind=KIND, subject=consent.public_id, owner=consent.owner, verdict=verdict, for_seniors=for_seniors
    )
    stating.written(consent, consent.owner, said, acts=acts)
    return consent


def _in_place_of(before: Consent) -> tuple[Consent, Sequence[Act]]:
    """Itself; where somebody has its link, a new one: nobody is replaced behind their back."""
    return asking.instead_of(before) if before.who == Who.SOMEBODY else (before, [])


def _said_at(before: Consent, now: Consent) -> None:
    if now != before:
        stating.written(before, before.owner, "replaced")


def _open(owner: User, consent_id: UUID) -> Consent:
    """A question that nobody but its owner has answered yet, locked."""
    consent: Consent = Consent.objects.owned_by(owner).select_for_update().get(public_id=consent_id)
    if consent.state == Standing.ASKED or (consent.state == Standing.WAITING and not consent.is_taken):
        return consent
    raise NotNow("This was answered already. End it, then ask again.")
