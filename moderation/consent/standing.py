"""Whether something may be done now with what shows a person: the verdict of all consents that bind it."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from moderation.consent.answering import CLAUSE
from moderation.models import Consent
from moderation.models.consent import Cause, Scope, Standing, Who
from moderation.verdicts import CONSENT, Action, Verdict, gravest

About = tuple[str, UUID]

DOES = {Scope.EDIT: "editing it", Scope.ANIMATE: "animating it", Scope.PUBLISH: "showing it by link"}
UNANSWERED = (
    "It shows a real person: say who that is, on the page “Consents”. Nothing was sent; it goes on by itself then."
)
TO_BE_SHOWN = (
    "You said that it is you: show it by a selfie, on the page “Consents”. Nothing was sent; it goes on by itself once a "
    "reviewer has compared."
)
COMPARED = (
    "A reviewer compares your selfie, to see that it is you. Nothing was sent and nothing is charged while it waits; it "
    "goes on by itself then."
)
LOOKED_AT = (
    "Whoever it shows has agreed, and a reviewer looks before that counts. Nothing was sent; it goes on by itself then."
)
SEEN_FIRST = (
    "You said that it shows nobody real, and a reviewer looks before that counts. Nothing was sent and nothing is charged "
    "while it waits; it goes on by itself then."
)
WAITS = "{who} has not answered yet. Nothing was sent; it goes on by itself once they agree."
NO = "{who} has not agreed to {doing}, or not any more. Nothing was sent and nothing was charged."


def verdict(about: Iterable[About], scope: Scope, *, lock: bool = False) -> Verdict:
    """The gravest of them: allow, review (somebody has still to answer) or refuse. One query; none without bonds.

    `lock` keeps every answer as it is until the transaction ends: a withdrawal waits, and then finds what was made.
    """
    return gravest([_allow(), *(of(consent, scope) for consent in newest(about, lock=lock))])


def newest(about: Iterable[About], *, lock: bool = False) -> Sequence[Consent]:
    """Of each thing the answer that counts."""
    asked = set(about)
    if not asked:
        return []
    which = Q()
    for kind, subject in asked:
        which |= Q(subject_kind=kind, subject=subject)
    rows = Consent.objects.filter(which).order_by("pk")
    found = rows.select_for_update(no_key=True) if lock else rows
    return list({(each.subject_kind, each.subject): each for each in found}.values())


def signed(about: Iterable[About], scope: Scope) -> Sequence[Consent]:
    """Those by which a real person allows this now, and somebody has seen that it is they: their link, or a reviewer."""
    return [
        each
        for each in newest(about)
        if of(each, scope).passes
        and each.state == Standing.GIVEN
        and (each.who == Who.SOMEBODY or each.confirmed_at is not None)
    ]


def of(consent: Consent, scope: Scope) -> Verdict:
    """What this one answer says."""
    if consent.state == Standing.GIVEN and consent.expires_at > timezone.now():
        return _allow() if scope in consent.scopes else _refuse(consent, scope)
    if consent.is_open and consent.state != Standing.GIVEN:
        # An order that names somebody is read by a reviewer anyway, who decides whether it may go without an answer.
        return _allow() if consent.cause == Cause.PROMPT else _review(consent)
    return _refuse(consent, scope)


def _allow() -> Verdict:
    return Verdict(action=Action.ALLOW, check=CONSENT, policy_version="")


def _review(consent: Consent) -> Verdict:
    return Verdict(action=Action.REVIEW, check=CONSENT, policy_version="", clause=CLAUSE, sentence=_waited_for(consent))


def _waited_for(consent: Consent) -> str:
    """Whose turn it is, in a sentence."""
    if consent.state == Standing.ASKED:
        return TO_BE_SHOWN if consent.who == Who.ME else UNANSWERED
    if consent.who == Who.ME:
        return COMPARED
    if consent.who == Who.NOBODY:
        return SEEN_FIRST
    return LOOKED_AT if consent.is_signed else WAITS.format(who=consent.called)


def _refuse(consent: Consent, scope: Scope) -> Verdict:
    sentence = NO.format(who=consent.called, doing=DOES[scope])
    return Verdict(action=Action.REFUSE, check=CONSENT, policy_version="", clause=CLAUSE, sentence=sentence)
