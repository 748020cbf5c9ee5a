"""A consent as people read it: on its owner's pages, at the desk, in an export."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from accounts import audit
from accounts.models import User
from moderation.consent import asking, things
from moderation.consent.closing import KIND
from moderation.consent.things import Look
from moderation.models import Case, Consent
from moderation.models.consent import Standing, Who

LISTED = 200
BEFORE = 5  # how many times a thing was asked about is told with it


@dataclass(frozen=True, slots=True)
class Passport:
    """One of them with the thing it is about, as its owner sees it."""

    consent: Consent
    words: str
    place: str
    small: str


def of(consent: Consent) -> Passport:
    """With the thing it is about; that may be gone."""
    return _all([consent])[0]


def mine(owner: User) -> list[Passport]:
    """All of a person's, the newest of each thing, those to be answered first. A query for each kind of thing."""
    rows = (
        Consent.objects.owned_by(owner).order_by("subject_kind", "subject", "-pk").distinct("subject_kind", "subject")
    )
    newest = sorted(rows, key=lambda row: (row.state != Standing.ASKED, -row.pk))[:LISTED]
    compared = _being_compared(owner)
    # A question about what is gone asks for nothing any more; one about a selfie is answered with what it is shown for.
    return [
        each
        for each in _all(newest)
        if each.consent.state != Standing.ASKED or (each.words and each.consent.subject not in compared)
    ]


def unanswered(owner: User, kind: str, subject: UUID) -> Consent | None:
    """The question about this thing, or about what it was made from, that its owner has still to answer."""
    compared = _being_compared(owner)
    asked = (each for each in binding(owner, kind, subject) if each.state == Standing.ASKED)
    return next((each for each in asked if each.subject not in compared), None)


def _being_compared(owner: User) -> set[UUID | None]:
    """Selfies of theirs that a reviewer holds against another picture just now."""
    waiting = Consent.objects.owned_by(owner).filter(who=Who.ME, state=Standing.WAITING, selfie__isnull=False)
    return set(waiting.values_list("selfie", flat=True))


def _all(consents: Sequence[Consent]) -> list[Passport]:
    kinds = {each.subject_kind for each in consents}
    looks = {
        kind: things.of(kind).looks([each.subject for each in consents if each.subject_kind == kind]) for kind in kinds
    }
    return [_passport(each, looks[each.subject_kind].get(each.subject)) for each in consents]


def _passport(consent: Consent, look: Look | None) -> Passport:
    place = things.of(consent.subject_kind).place(consent.subject)
    return Passport(consent, look.words if look else "", place, look.small if look else "")


def beside(case: Case, reviewer: User) -> Sequence[Mapping[str, Any]]:
    """What a reviewer sees of consents beside a case: those about its thing, or the one it is itself about.

    Of what is locked to them there is nothing, also where the case's thing was made from it.
    """
    about_me = case.subject_kind == KIND
    return [
        {
            "consent": row,
            # What the case itself shows is not shown again.
            "picture": ""
            if about_me or row.subject == case.subject
            else things.of(row.subject_kind).for_desk(row.subject),
            "before": before(row) if about_me else [],
            "selfie_served": _served(row) if about_me else None,
        }
        for row in _for(case, reviewer)
    ]


@dataclass(frozen=True, slots=True)
class Compared:
    """What a selfie is held against: the phrase it must show and, where an order did not only name somebody, a picture."""

    phrase: str
    picture: str


def compared(case: Case, reviewer: User) -> Compared | None:
    """For a case about a selfie. None: it is about something else, or the picture is locked to them."""
    if case.subject_kind != KIND:
        return None
    row = next((row for row in _for(case, reviewer) if row.who == Who.ME and row.selfie), None)
    return Compared(row.phrase, things.of(row.subject_kind).for_desk(row.subject)) if row else None


def _for(case: Case, reviewer: User) -> Sequence[Consent]:
    if case.subject_kind == KIND:
        rows = Consent.objects.filter(public_id=case.subject)
    elif things.is_known(case.subject_kind):
        rows = Consent.objects.filter(things.of(case.subject_kind).binding(case.subject))
    else:
        return []
    locked = Case.objects.locked_to(reviewer).filter(subject_kind=OuterRef("subject_kind"), subject=OuterRef("subject"))
    return list(rows.exclude(Exists(locked)).order_by("-pk")[:10])


@dataclass(frozen=True, slots=True)
class Before:
    """Somebody else who was named for the same thing, for who decides about it now: without their name."""

    consent: Consent
    how: str
    of_copy: bool


def before(consent: Consent) -> list[Before]:
    """Each time that somebody else was named for this thing or a copy of it, the newest first."""
    about = (consent.subject_kind, consent.subject)
    return [
        Before(row, "" if row.is_open else how_it_ended(row), (row.subject_kind, row.subject) != about)
        for row in asking.of_others(consent)[:BEFORE]
    ]


def no_to_copies(case: Case) -> list[Before]:
    """Each time that somebody said no to a copy of what the case is about, the newest first."""
    if not things.is_known(case.subject_kind):
        return []
    said = asking.refused_copies(case.subject_kind, case.subject)
    return [Before(row, how_it_ended(row), of_copy=True) for row in said[:BEFORE]]


def _served(consent: Consent) -> Consent | None:
    """Another question for which the same selfie was shown."""
    if consent.selfie is None:
        return None
    found: Consent | None = Consent.objects.filter(selfie=consent.selfie).exclude(pk=consent.pk).order_by("-pk").first()
    return found


def exported(consent: Consent) -> dict[str, Any]:
    """All that was said, as values."""
    return {
        "id": consent.public_id,
        "about": consent.subject_kind,
        "thing": consent.subject,
        "state": consent.state,
        "who": consent.who,
        "allows": list(consent.scopes),
        "signature": consent.signature,
        "signed_at": consent.signed_at,
        "until": consent.until,
        "asked_at": consent.made_at,
        "ended_at": consent.revoked_at,
    }


@dataclass(frozen=True, slots=True)
class Said:
    """One line of what was said, and when."""

    words: str
    at: datetime


SAID = {
    "asked": "The question came up",
    "sought": "A link was made for the person",
    "self": "You said that it is you",
    "nobody": "You said that it is nobody real; a reviewer looks",
    "selfie": "The selfie went to a reviewer",
    "signed": "The person signed; a reviewer looks",
    "given": "Given",
    "refused": "Refused",
    "withdrawn": "Taken back",
    "expired": "Ran out",
    "replaced": "Its link was taken back, and something else was said",
    "forgotten": "Whoever was asked had their name forgotten",
}
TO_THEM = {
    "sought": "You were asked",
    "signed": "You signed; a reviewer looked first",
    "given": "Your answer counted",
    "refused": "It ended with a no",
    "withdrawn": "It was taken back",
    "expired": "Its time was over",
    "replaced": "The question was taken back",
    "forgotten": "You had your name forgotten",
}


def history(consent: Consent) -> list[Said]:
    """From the audit, the newest first, with what was said of this thing before: it cannot be changed afterwards."""
    asked = Consent.objects.owned_by(consent.owner).about(consent.subject_kind, consent.subject)
    return [said for each in asked.filter(pk__lte=consent.pk)[:BEFORE] for said in _said(each, SAID)]


def said_at(consent: Consent) -> list[Said]:
    """The same for whoever was asked: of their own question alone."""
    return _said(consent, TO_THEM)


def how_it_ended(consent: Consent) -> str:
    """For whoever was asked: refused or withdrawn (by them), unseen (by a reviewer), ended (by its owner), or expired."""
    if consent.state == Standing.REFUSED:
        return "unseen" if consent.signed_at else "refused"
    if consent.state != Standing.WITHDRAWN:
        return "expired"
    return "ended" if consent.ended_by_owner else "withdrawn"


def _said(consent: Consent, words: Mapping[str, str]) -> list[Said]:
    rows = audit.about(f"consent {consent.public_id}")
    return [Said(words[said], row.at) for row in rows if (said := row.action.removeprefix("consent.")) in words]


def binding(owner: User, kind: str, subject: UUID) -> Sequence[Consent]:
    """Of each question that binds this thing the answer that counts; an owner's pages show their own."""
    rows = Consent.objects.owned_by(owner).filter(things.of(kind).binding(subject)).order_by("pk")
    return list({(row.subject_kind, row.subject): row for row in rows}.values())
