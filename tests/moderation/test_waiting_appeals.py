"""An appeal does not wait unseen: whoever may judge it has one notice, whatever comes while that stands."""

import pytest

from accounts.models import Notice, Role, User
from moderation import appeals
from moderation.models import Case
from moderation.models.case import Lane
from tests.accounts.people import person, signed_in
from tests.moderation.deeds import HIDE, decided, flagged

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shelf")]


def appealed(owner: User, by: User, **columns: object) -> None:
    """Another decision of this reviewer's, against which its owner appeals."""
    case = flagged(owner)
    decision = decided(case, by, HIDE)
    Case.objects.filter(pk=case.pk).update(**columns)
    appeals.appeal(decision, owner=owner, words="It is a statue.")


def told(reviewer: User) -> int:
    """How many notices of waiting appeals they have, read or not."""
    return Notice.objects.filter(owner=reviewer, code="appeal_waits").count()


def test_who_may_judge_is_told_once_until_they_put_it_away(alice: User, rosa: User) -> None:
    ruth = person("ruth", Role.REVIEWER)

    appealed(alice, rosa)
    appealed(alice, rosa)
    once = told(ruth)
    signed_in(ruth).post(f"/notices/{Notice.objects.get(owner=ruth).public_id}/read/")
    appealed(alice, rosa)

    assert (once, told(ruth), told(rosa), told(alice)) == (1, 2, 0, 0)
    assert "appealed against a decision" in signed_in(ruth).get("/desk/appeals/").content.decode()


def test_of_what_is_locked_only_those_hear_who_open_it(alice: User, rosa: User) -> None:
    ruth, both = person("ruth", Role.REVIEWER), person("olga", Role.REVIEWER, Role.ADMINISTRATOR)

    appealed(alice, rosa, lane=Lane.LOCKED)

    assert (told(ruth), told(both)) == (0, 1)
