"""The desk's top bar, and whose lanes stand first."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from moderation import queue
from moderation.models import Assignment, Case, Decision, ReviewerSettings, Takedown
from moderation.models.case import Lane
from moderation.models.takedown import Reached
from tests.accounts.people import person, signed_in
from tests.moderation.deeds import flagged

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shelf")]


def asked(hours: float) -> Takedown:
    """A request for removal whose answer is due in so many hours."""
    return Takedown.objects.create(due_at=timezone.now() + timedelta(hours=hours, minutes=5), asked_at=timezone.now())


def test_the_bar_tells_the_oldest_the_nearest_clock_and_the_usual_time(alice: User, rosa: User) -> None:
    flagged(alice)
    done = flagged(alice)
    for took in (10, 30, 80):
        Decision.objects.create(case=done, reviewer=rosa, reason="So.", statement="So.", took_seconds=took)
    asked(30)
    nearest = asked(9)

    page = signed_in(rosa).get(reverse("desk")).content.decode()
    bar = page[page.index('id="desk-figures"') : page.index("</dl>")]

    assert ("9 h left" in bar, "30 s" in bar, "oldest" in bar) == (True, True, True)
    Reached.objects.create(takedown=nearest, kind="thing", subject=done.subject, owner=rosa, why="named")
    assert queue.figures(rosa).left == "30 h left"


def test_a_bar_with_nothing_to_tell_tells_nothing(rosa: User) -> None:
    told = queue.figures(rosa)

    assert (told.waiting, told.oldest, told.left, told.median) == (0, None, "", None)


def test_what_somebody_is_to_take_stands_first_and_comes_next(alice: User, rosa: User) -> None:
    Case.objects.filter(pk=flagged(alice).pk).update(lane=Lane.LIKENESS)
    theirs = flagged(alice)
    before = [group.lane for group in queue.lanes(rosa)]

    Assignment.objects.create(owner=rosa, lanes=[Lane.OTHER])
    ReviewerSettings.objects.create(owner=rosa, starred=[Lane.LIKENESS])

    assert before == [Lane.LIKENESS, Lane.OTHER]
    assert [group.lane for group in queue.lanes(rosa)] == [Lane.OTHER, Lane.LIKENESS]
    assert queue.next_after(rosa) == theirs
    assert "yours first" in signed_in(rosa).get(reverse("desk")).content.decode()
    assert [group.lane for group in queue.lanes(person("ruth", Role.REVIEWER))] == before
