"""What addresses about consent name."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from moderation.consent import answering, asking, signing
from moderation.models import Consent
from moderation.models.consent import Cause
from studio.subject_kinds import ASSET
from tests.access_cases.studio_works import hung
from tests.access_cases.things import Make, Thing


def _consent(owner: User) -> Thing:
    made = asking.ask(owner, ASSET, hung(owner).public_id, Cause.PICTURE)
    return Thing({"consent": made.public_id}, {"who": "nobody"})


def _ended_consent(owner: User) -> Thing:
    made = _consent(owner)
    answering.end(owner, UUID(str(made.words["consent"])))
    return made


def _consent_link(owner: User) -> Thing:
    made = answering.somebody(owner, UUID(str(_consent(owner).words["consent"])), "Carla")
    return Thing({"token": made.token}, {"scopes": "edit", "until": "2027-05-31", "signature": "Carla Costa"})


def _given_consent(owner: User) -> Thing:
    link = _consent_link(owner)
    until = timezone.now() + timedelta(days=9)
    signing.agree(Consent.objects.latest("pk").pk, scopes=["edit"], until=until, signature="Carla Costa")
    return Thing(link.words)


def _refused_consent(owner: User) -> Thing:
    link = _consent_link(owner)
    signing.refuse(Consent.objects.latest("pk").pk)
    return Thing(link.words)


OWNED: dict[str, Make] = {
    "consent": _consent,
    "consent-about": lambda owner: Thing(data={"kind": ASSET, "thing": str(hung(owner).public_id)}),
    "consent-selfie": _consent,
    "consent-end": _consent,
    "consent-again": _ended_consent,
}

SHARED: dict[str, Make] = {
    "consent-open": _consent_link,
    "consent-withdraw": _given_consent,
    "consent-picture": _consent_link,
    "consent-held": _consent_link,
    "consent-held-file": _consent_link,
    "consent-forget": _refused_consent,
}
