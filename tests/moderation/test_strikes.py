"""What counts against somebody: once for what they are told once, and never for what got nowhere."""

import pytest

from accounts.models import User
from moderation import decisions, flags, standing
from moderation.measures import Measure
from moderation.verdicts import CONSENT, Action, Verdict
from tests.moderation.deeds import REFUSED, REMOVE, decided, flagged

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shelf")]

DOUBTED = Verdict(action=Action.REVIEW, check="rules", policy_version="", clause="likeness.2", detail="somebody")
COMPARED = Verdict(action=Action.REVIEW, check=CONSENT, policy_version="", detail="Say who it is")


def test_what_is_decided_in_one_go_is_one_strike(alice: User, rosa: User) -> None:
    tries = [flagged(alice, DOUBTED) for _ in range(3)]

    decisions.decide_alike(tries, reviewer=rosa, measures=[REMOVE], reason="A living person.")
    decided(flagged(alice, DOUBTED), rosa, REMOVE)

    assert len(standing.strikes(alice)) == 2


@pytest.mark.parametrize(("verdict", "strikes"), [(REFUSED, 0), (COMPARED, 0), (DOUBTED, 1)])
def test_what_had_been_refused_anyway_or_broke_no_rule_is_no_strike_unless_its_owner_is_warned(
    verdict: Verdict, strikes: int, alice: User, rosa: User
) -> None:
    decided(flagged(alice, verdict), rosa, REMOVE)
    by_itself = len(standing.strikes(alice))
    decided(flagged(alice, verdict), rosa, REMOVE, Measure("warn"))

    assert by_itself == strikes
    assert len(standing.strikes(alice)) == strikes + 1


def test_what_somebody_reported_counts_also_where_the_rules_had_refused_it(alice: User, rosa: User) -> None:
    case = flagged(alice)
    flags.raise_flag(
        subject_kind=case.subject_kind, subject=case.subject, owner=alice, verdict=DOUBTED, source="person"
    )

    decided(case, rosa, REMOVE)

    assert len(standing.strikes(alice)) == 1


def test_what_nobody_but_its_owner_reported_is_no_strike(alice: User, rosa: User) -> None:
    own, theirs = (flagged(alice, DOUBTED, source="person", raised_by=each) for each in (alice, rosa))

    decided(own, rosa, REMOVE)
    decided(theirs, rosa, REMOVE)

    assert [each.case for each in standing.strikes(alice)] == [theirs]
