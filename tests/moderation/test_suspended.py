"""Whoever the desk suspends is told once, and led to the decision and its appeal."""

import pytest

from accounts import notices, people
from accounts.models import Notice, Role, User
from moderation import decisions
from moderation.measures import Measure
from tests.accounts.people import person, signed_in
from tests.moderation.deeds import REMOVE, decided, flagged, later
from tests.moderation.shelf import Shelf

pytestmark = pytest.mark.django_db


def shut_page(somebody: User) -> str:
    """What stands where the studio was."""
    answer = signed_in(somebody).get("/studio/")
    assert answer.status_code == 403
    return answer.content.decode()


def test_the_shut_door_leads_to_the_decision_and_is_told_once(alice: User, rosa: User, shelf: Shelf) -> None:
    decision = decided(flagged(alice), rosa, Measure("suspend", later()))

    page = shut_page(alice)

    assert f'button-primary" href="/decisions/{decision.public_id}/">The decision, and how to appeal' in page
    assert "Nothing of yours was deleted." in page
    assert "write to" not in page
    assert [notice.code for notice in Notice.objects.filter(owner=alice)] == ["case_decided"]


def test_no_thanks_for_something_else_stand_above_the_shut_door(alice: User, rosa: User, shelf: Shelf) -> None:
    notices.tell(alice, "report_told", body="Thank you: without you we might not have seen it.")
    decided(flagged(alice), rosa, Measure("suspend", later()))

    assert 'aria-label="Notice"' not in shut_page(alice)
    assert "Thank you" in signed_in(alice).get("/notices/").content.decode()


def test_nothing_was_deleted_is_said_only_where_it_is_so(alice: User, rosa: User, shelf: Shelf) -> None:
    removed = decided(flagged(alice), rosa, REMOVE, Measure("suspend", later()))

    assert "Nothing of yours was deleted." not in shut_page(alice)

    decisions.undo(removed, reviewer=rosa)
    people.suspend(alice, by=person("ada", Role.ADMINISTRATOR), reason="So.")

    page = shut_page(alice)
    assert "Nothing of yours was deleted." in page
    assert "If you think this is wrong, write to" in page
    assert "how to appeal" not in page
