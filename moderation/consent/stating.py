"""The two words that count, given and ended: each in one transaction with all that follows from it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts import audit, notices
from accounts.models import User
from foundation import kill_points
from moderation.consent import closing, phrases, things
from moderation.consent.closing import KIND
from moderation.consent.things import Act
from moderation.models import Consent
from moderation.models.consent import OPEN, Standing, Who

FOREVER = 36_500  # days: a question waits for its answer as long as the thing is there
TOLD = {
    Standing.REFUSED: "{who} did not agree. Nothing is made from it; orders that waited were refused and cost nothing.",
    Standing.WITHDRAWN: "{who} took the consent back. It and all that was made from it are not shown any more, links to "
    "it are dead and orders are stopped. What was made before stands in your usage.",
    Standing.EXPIRED: "The consent of {who} has run out. What was made under it is not shown until they agree again.",
}

NOT_SEEN = (
    "Nobody has looked at your selfie in time. Orders that waited were refused and cost nothing. You can ask again and bring "
    "another."
)
SEEN_BY_NOBODY = (
    "Nobody has looked in time whether it shows nobody real. Orders that waited were refused and cost nothing. You can ask "
    "again, and say who it is."
)
COMPARED_AGAIN = (
    "A reviewer looks at your selfie once more, and until they have, you are not known by it: say again who this is. What was "
    "made of it stays, and orders that were not sent wait."
)
OVER = (
    "What your selfie showed has run out, or was taken back. What was made under it is not shown. Ask again, and bring a "
    "new selfie."
)


def given(
    consent: Consent, *, by: User | None, scopes: Sequence[str], until: datetime, signature: str, told: bool = False
) -> Consent:
    """It counts from now on: what waited goes on. The caller has locked the row, in its transaction.

    `told`: its owner reads of it elsewhere, in the statement of a reviewer's decision.
    """
    consent.state, consent.scopes, consent.until = Standing.GIVEN, list(scopes), until
    consent.expires_at, consent.signature = until, signature
    consent.signed_at = consent.signed_at or timezone.now()
    consent.save()
    acts = things.of(consent.subject_kind).given(consent)
    if by != consent.owner and not told:
        _tell(consent, f"{_who(consent)} agreed: {allowed(consent)}.")
    stands_on = consent.stands_on and consent.stands_on.public_id
    written(consent, by, "given", {"scopes": list(scopes), "until": until, "stands_on": stands_on}, acts=acts)
    return consent


def ended(consent: Consent, state: Standing, *, by: User | None, told: bool = False) -> Consent:
    """It counts no more. Everything made from it is out of sight when this transaction commits.

    So do those that stand on it: the live check by which their owner was known is gone. `told`: as in `given`.
    """
    borne = consent.borne.filter(state__in=sorted(OPEN)).select_for_update(of=("self",)).order_by("pk")
    over = [(each, each.state != Standing.GIVEN, _ended(each, state)) for each in [consent, *borne]]
    for each, waited, _ in over:
        if by != each.owner and not (told and each is consent):
            _tell(each, _over(each, state, waited=waited))
    for each, _, acts in over:
        written(each, by, str(state), acts=acts)
    return consent


def waits_again(consent: Consent, orders: Sequence[Mapping[str, Any]] = ()) -> Consent:
    """A decision about it was taken back: a reviewer has still to say. The caller has locked the row.

    What stood on it is to be answered anew, and nothing of it is kept from its owner meanwhile. `orders`: what the thing
    noted of those that waited before the decision (`things.Thing.orders`).
    """
    borne = list(consent.borne.filter(state__in=sorted(OPEN)).select_for_update(of=("self",)).order_by("pk"))
    consent.state, consent.confirmed_at, consent.revoked_at, consent.reached_at = Standing.WAITING, None, None, None
    consent.expires_at = timezone.now() + timedelta(days=settings.CONSENT_ASK_DAYS)
    consent.save()
    reopened = [(consent, things.of(consent.subject_kind).waits_again(consent, orders))]
    reopened += [(each, _asked_anew(each)) for each in borne]
    for each in borne:
        if each.subject != consent.selfie:  # of that one its owner was never asked
            _tell(each, COMPARED_AGAIN)
    for each, acts in reopened:
        written(each, None, "reopened", acts=acts)
    return consent


def _asked_anew(borne: Consent) -> Sequence[Act]:
    """“This is me”, of whom is not known by a selfie: it wants one of its own, or that the other counts again."""
    borne.state, borne.stands_on, borne.scopes, borne.until = Standing.ASKED, None, [], None
    borne.signature, borne.signed_at, borne.reached_at = "", None, None
    borne.phrase, borne.phrased_at = phrases.drawn(), timezone.now()
    borne.expires_at = timezone.now() + timedelta(days=FOREVER)
    borne.save()
    return things.of(borne.subject_kind).waits_again(borne, ())


def reach(consent: Consent) -> Sequence[Act]:
    """Carry an end through everything that was made from it; may be done again, and is by the sweep after a kill.

    Returns what was done, for the audit.
    """
    acts = things.of(consent.subject_kind).ended(consent)
    consent.reached_at = timezone.now()
    consent.save(update_fields=["reached_at"])
    kill_points.reach("consent.reached")
    return acts


def _ended(consent: Consent, state: Standing) -> Sequence[Act]:
    consent.state, consent.revoked_at = state, timezone.now()
    consent.save(update_fields=["state", "revoked_at"])
    return [*reach(consent), *closing.answered(KIND, consent.public_id)]


def allowed(consent: Consent) -> str:
    """ "edit it, show it by link, until 23 May 2027"."""
    said = ", ".join(words.lower() for words in consent.allowed) or "nothing"
    return f"{said}, until {consent.until:%-d %B %Y}"


def _over(consent: Consent, state: Standing, *, waited: bool) -> str:
    if consent.who == Who.ME:
        return NOT_SEEN if waited else OVER
    if consent.who == Who.NOBODY:
        return SEEN_BY_NOBODY
    if waited and state == Standing.EXPIRED and consent.signed_at:
        return f"{_who(consent)} agreed, but nobody here has looked at that in time, so it does not count. Ask again."
    if waited and state == Standing.EXPIRED:
        return f"{_who(consent)} has not answered in time. Ask again if you still need it."
    return TOLD[state].format(who=_who(consent))


def _who(consent: Consent) -> str:
    return consent.words or "Whoever it shows"


def _tell(consent: Consent, body: str) -> None:
    notices.tell(consent.owner, f"consent_{consent.state}", body=body, subject_url=f"/consents/{consent.public_id}/")


def written(consent: Consent, by: User | None, said: str, after: Any = None, *, acts: Sequence[Act] = ()) -> None:
    """Into the audit: what was said, and each thing that was done because of it. Last in its transaction."""
    for act in acts:
        audit.record(None, act.action, act.target, after={"about": f"consent {consent.public_id}"})
    audit.record(by, f"consent.{said}", f"consent {consent.public_id}", after=after)
