"""The search at the desk: by number, person and words, in what waits and what was decided, never in what is locked."""

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role, User
from moderation import decisions
from moderation.models import Case, Report
from moderation.queue import searching
from moderation.takedowns.receiving import Request, ask
from moderation.views import searching as views
from tests.accounts.people import person, signed_in
from tests.moderation.deeds import ALLOW, LOCK, flagged
from tests.moderation.shelf import Shelf

pytestmark = pytest.mark.django_db


def found(said: str, reviewer: User) -> list[Case]:
    """The cases that the page lists."""
    page = signed_in(reviewer).get(reverse("desk_search"), {"q": said})
    assert page.status_code == 200
    return list(page.context["page"])


def test_a_case_is_found_by_its_number_its_owner_and_the_words_of_its_flag_and_clause(
    alice: User, rosa: User, shelf: Shelf
) -> None:
    case, _other = flagged(alice), flagged(person("bob", Role.CREATOR), LOCK)
    User.objects.filter(pk=alice.pk).update(display_name="Alice Liddell")

    for said in (str(case.public_id), case.public_id.hex[:8].upper(), f"Case {case.public_id.hex[:8]}"):
        assert found(said, rosa) == [case]
    for said in ("liddell", alice.email.upper(), "NAKED", "sexual.1", "  naked   sexual.1 "):
        assert found(said, rosa) == [case], said
    for said in (alice.email[:-1], "naked minors", "R-" + case.public_id.hex[:8], "", "\0", "' OR 1=1"):
        assert found(said, rosa) == [], said


def test_what_was_decided_is_found_by_its_reason_after_what_waits(alice: User, rosa: User, shelf: Shelf) -> None:
    over, waits = flagged(alice), flagged(alice)
    decisions.decide(over, reviewer=rosa, measures=[ALLOW], reason="A statue of Venus.")

    page = signed_in(rosa).get(reverse("desk_search"), {"q": "venus"}).content.decode()

    assert "A statue" not in page
    assert "allowed" in page
    assert found("venus", rosa) == [over]
    assert found("naked", rosa) == [waits, over]


def test_a_report_and_a_request_are_found_by_what_their_senders_were_given(
    alice: User, rosa: User, shelf: Shelf
) -> None:
    case = flagged(alice, source="person", raised_by=rosa)
    report = Report.objects.create(flag=case.flags.get(), why="Somebody I know.")
    request = ask(Request(who="me", contact="m@example.org", where="a page", why="", signature="M", intimate=False))

    page = signed_in(rosa).get(reverse("desk_search"), {"q": request.number.lower()}).content.decode()

    assert found(report.number, rosa) == [case]
    assert reverse("desk-removal", args=[request.public_id]) in page
    assert "No case." in page
    assert "Nothing found" not in page


def test_nothing_that_is_locked_is_found_by_who_does_not_open_it_not_even_in_an_older_case(
    alice: User, rosa: User, shelf: Shelf
) -> None:
    older = flagged(alice)
    decisions.decide(older, reviewer=rosa, measures=[ALLOW], reason="Looked harmless then.")
    locked = flagged(alice, LOCK, subject=older.subject)
    ruth = person("ruth", Role.REVIEWER, Role.ADMINISTRATOR)

    for said in (str(locked.public_id), alice.email, "minors.1", "harmless"):
        assert found(said, rosa) == [], said
    assert set(found(alice.email, ruth)) == {older, locked}


def test_many_are_paged_and_typing_brings_the_list_alone(
    alice: User,
    rosa: User,
    shelf: Shelf,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    monkeypatch.setattr(views, "PAGE", 6)
    for _ in range(8):
        flagged(alice)

    at_rosa = signed_in(rosa)
    page = at_rosa.get(reverse("desk_search"), {"q": "naked"}).content.decode()
    rest = at_rosa.get(reverse("desk_search"), {"q": "naked", "page": "2"}, headers={"HX-Request": "true"})

    assert "Page 1 of 2" in page
    assert "?page=2&amp;q=naked" in page
    assert len(list(rest.context["page"])) == 2
    assert b"<html" not in rest.content
    with django_assert_max_num_queries(8):
        searching.lines(searching.find("naked", rosa).cases[:8], rosa)
