"""What the addresses of the locked lane name."""

from uuid import uuid4

from django.utils import timezone

from accounts.models import Role, User
from moderation import flags, prompts
from moderation.locked import handing_over
from moderation.models import Case, Handover
from moderation.verdicts import Action, Verdict
from tests.access_cases.things import Make, Thing
from tests.accounts.people import person


def _locked_case(owner: User) -> Case:
    """A refused prompt in the locked lane."""
    verdict = Verdict(action=Action.LOCK, check="rules", policy_version="", clause="minors.1")
    kept = prompts.keep(owner, uuid4().hex, "studio")
    flag = flags.raise_flag(subject_kind=prompts.KIND, subject=kept, owner=owner, verdict=verdict)
    assert flag is not None
    return flag.case


def _handover(owner: User) -> Handover:
    """Asked for by somebody else, so that the visitor may release it."""
    keeper = person(uuid4().hex, Role.REVIEWER, Role.ADMINISTRATOR)
    said = {"authority": "The police", "reference": "4711/26", "reason": "They asked."}
    return handing_over.ask(_locked_case(owner), by=keeper, **said)


def _released(owner: User) -> Thing:
    """The visitor released it: it is theirs to fetch."""
    handover = _handover(person(uuid4().hex))
    Handover.objects.filter(pk=handover.pk).update(released_by=owner, released_at=timezone.now())
    return Thing({"handover": handover.public_id})


OWNED: dict[str, Make] = {
    "handover-package": _released,
}

SHARED: dict[str, Make] = {
    "handover": lambda owner: Thing({"case": _locked_case(owner).public_id}),
    "handover-release": lambda owner: Thing({"handover": _handover(owner).public_id}),
    "handover-withdraw": lambda owner: Thing({"handover": _handover(owner).public_id}),
}
