"""What administrators do to people."""

import threading

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from accounts import people
from accounts.administrators import LastAdministrator
from accounts.models import AuditEntry, Notice, Role, User
from tests.accounts.people import person, signed_in
from tests.accounts.waiting import until_somebody_waits_for_a_lock

pytestmark = pytest.mark.django_db


def act(browser: Client, name: str, somebody: User, **data: object) -> int:
    """Post an act upon somebody; the status."""
    return browser.post(reverse(name, args=[somebody.public_id]), data).status_code


def test_a_suspension_is_told_with_its_reason_and_kept_in_the_audit(adas: Client, ada: User, bob: User) -> None:
    act(adas, "suspend", bob, days="7", reason="Sold invitations.")

    bob.refresh_from_db()
    notice, entry = Notice.objects.get(owner=bob), AuditEntry.objects.get()
    assert bob.is_suspended
    assert "Sold invitations." in notice.body
    assert "until" in notice.body
    assert (entry.actor, entry.action, entry.target) == (ada, "person.suspended", f"person:{bob.public_id}")
    assert entry.reason == "Sold invitations."


def test_somebody_suspended_still_reaches_their_notices_and_their_data(adas: Client, bob: User) -> None:
    browser = signed_in(bob)

    act(adas, "suspend", bob, days="0", reason="Sold invitations.")

    assert "Sold invitations." in browser.get("/notices/").content.decode()
    assert browser.post("/people/me/export/").status_code == 200


def test_a_suspension_can_be_ended(adas: Client, bob: User) -> None:
    act(adas, "suspend", bob, days="0", reason="Sold invitations.")

    act(adas, "unsuspend", bob, reason="It was a mistake.")

    bob.refresh_from_db()
    assert bob.in_good_standing
    assert [entry.action for entry in AuditEntry.objects.all()] == ["person.suspended", "person.unsuspended"]


def test_roles_are_given_and_taken_as_a_set(adas: Client, bob: User) -> None:
    act(adas, "give_roles", bob, roles=["reviewer", "creator"], reason="Helps at the desk.")
    act(adas, "give_roles", bob, roles=["creator"], reason="Has no time.")
    act(adas, "give_roles", bob, roles=["creator", "reviewer"], reason="Has time again.")

    bob.refresh_from_db()
    told = [notice.body for notice in Notice.objects.filter(owner=bob).order_by("pk")]
    entries = AuditEntry.objects.all()
    assert bob.roles == ["user", "creator", "reviewer"]
    assert told == ["You are now a creator and a reviewer.", "You are no longer a reviewer.", "You are now a reviewer."]
    assert Notice.objects.filter(owner=bob).latest("pk").subject_url == "/desk/"
    assert entries[0].before == {"roles": ["user"]}
    assert entries[0].after == {"roles": ["user", "creator", "reviewer"]}


@pytest.mark.parametrize("age", [17, None])
def test_nobody_young_or_of_unknown_age_is_given_a_role(adas: Client, age: int | None) -> None:
    young = person("young", age=age)

    act(adas, "give_roles", young, roles=["creator"], reason="Begged.")

    young.refresh_from_db()
    assert young.roles == ["user"]
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("name", ["suspend", "unsuspend", "give_roles", "correct_birth_date"])
def test_no_act_without_a_reason(adas: Client, bob: User, name: str) -> None:
    status = act(adas, name, bob, days="7", roles=["creator"], birth_date="1980-01-01", reason="  ")

    before, after = bob, User.objects.get(pk=bob.pk)
    assert status == 422
    assert (after.roles, after.birth_date, after.is_suspended) == (before.roles, before.birth_date, False)
    assert [each.action for each in AuditEntry.objects.all()] == ["person.looked"]  # their page came back


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("give_roles", {"roles": ["creator"]}),
        ("suspend", {"days": "7"}),
        ("correct_birth_date", {"birth_date": "2020-01-01"}),
    ],
)
def test_nobody_removes_the_last_administrator(adas: Client, ada: User, name: str, data: dict[str, object]) -> None:
    retired = person("retired", Role.ADMINISTRATOR)
    people.suspend(retired, by=ada, reason="Left.")

    act(adas, name, ada, reason="Tired.", **data)

    ada.refresh_from_db()
    assert ada.may_administer
    assert AuditEntry.objects.count() == 1


def test_an_administrator_may_go_when_there_is_another(adas: Client, ada: User) -> None:
    person("anna", Role.ADMINISTRATOR)

    act(adas, "give_roles", ada, roles=[], reason="Tired.")

    ada.refresh_from_db()
    assert ada.roles == ["user"]


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_remove_each_other_at_once_leave_one() -> None:
    ada, anna = person("ada", Role.ADMINISTRATOR), person("anna", Role.ADMINISTRATOR)
    outcomes = []

    def hit_back() -> None:
        try:
            people.give_roles(ada, [], by=anna, reason="Quarrel.")
            outcomes.append("removed")
        except LastAdministrator:
            outcomes.append("refused")
        connection.close()

    with transaction.atomic():
        people.give_roles(anna, [], by=ada, reason="Quarrel.")
        second = threading.Thread(target=hit_back)
        second.start()
        until_somebody_waits_for_a_lock()
    second.join()

    assert outcomes == ["refused"]
    assert User.objects.holding(Role.ADMINISTRATOR).get() == ada


def test_people_are_found_by_name_address_and_role(adas: Client, bob: User, rosa: User) -> None:
    def found(query: str) -> set[str]:
        page = adas.get(f"/people/?{query}").context["page"]
        return {somebody.name for somebody in page}

    assert found("") == {"Ada", "Bob", "Rosa"}
    assert found("q=BOB") == {"Bob"}
    assert found("q=rosa@example") == {"Rosa"}
    assert found("q=ro%00sa") == {"Rosa"}  # a letter PostgreSQL has no place for
    assert found("role=reviewer") == {"Rosa"}
    assert found("q=bob&role=reviewer") == set()


def test_the_list_comes_in_pages_and_asks_the_database_no_more_for_more_people(
    adas: Client, django_assert_max_num_queries: object
) -> None:
    User.objects.bulk_create(User(email=f"p{n}@example.org", password="!") for n in range(120))

    adas.get("/people/")  # the look is written down, once

    with django_assert_max_num_queries(7):  # type: ignore[operator]
        first = adas.get("/people/?q=example")
    last = adas.get("/people/?q=example&page=3")

    assert len(first.context["page"].object_list) == 50
    assert len(last.context["page"].object_list) == 21  # Ada too
    assert "?page=2&amp;q=example" in first.content.decode()


def test_what_people_are_called_cannot_break_the_page(adas: Client) -> None:
    mallory = person("mallory")
    User.objects.filter(pk=mallory.pk).update(display_name="<script>alert(1)</script>")

    pages = adas.get("/people/").content + adas.get(reverse("person", args=[mallory.public_id])).content

    assert b"<script>alert" not in pages
