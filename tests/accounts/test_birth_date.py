"""The date of birth: asked once, then fixed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts import birth_dates
from accounts.forms import today
from accounts.models import Role, User
from tests.accounts.people import born, person, signed_in

pytestmark = pytest.mark.django_db

AGE = "/people/age/"


@pytest.fixture
def nell() -> User:
    """Signed up a moment ago."""
    return person("nell", age=None)


def test_the_birth_date_is_asked_once_and_leads_on_to_where_one_was_going(nell: User) -> None:
    browser = signed_in(nell)

    answer = browser.post(AGE, {"birth_date": "1990-05-31", "next": "/people/me/?from=age"})

    nell.refresh_from_db()
    assert answer["Location"] == "/people/me/?from=age"
    assert str(nell.birth_date) == "1990-05-31"


def test_a_birth_date_once_told_cannot_be_changed_by_oneself(nell: User) -> None:
    browser = signed_in(nell)
    browser.post(AGE, {"birth_date": "2012-05-31"})

    browser.post(AGE, {"birth_date": "1990-05-31"})
    browser.post(reverse("me"), {"display_name": "Nell", "theme": "dark", "birth_date": "1990-05-31"})

    nell.refresh_from_db()
    assert str(nell.birth_date) == "2012-05-31"
    assert Role.CREATOR not in nell.roles


def test_of_two_tabs_that_tell_different_dates_the_first_counts(nell: User) -> None:
    in_another_tab = User.objects.get(pk=nell.pk)

    first = birth_dates.tell(nell, born(15), today())
    second = birth_dates.tell(in_another_tab, born(30), today())

    assert (first, second) == (True, False)
    assert in_another_tab.age == 15
    assert in_another_tab.roles == ["user"]


def test_the_page_asks_nobody_twice(nell: User) -> None:
    browser = signed_in(nell)
    browser.post(AGE, {"birth_date": "1990-05-31"})

    assert browser.get(f"{AGE}?next=/notices/")["Location"] == "/notices/"


@pytest.mark.parametrize("wrong", ["", "31.05.1990", "1890-01-01", "2012-02-30", "yesterday"])
def test_a_date_nobody_can_be_born_on_is_refused_with_a_sentence(nell: User, wrong: str) -> None:
    answer = signed_in(nell).post(AGE, {"birth_date": wrong})

    nell.refresh_from_db()
    assert answer.status_code == 422
    assert 'class="wrong"' in answer.content.decode()
    assert nell.birth_date is None


def test_a_day_that_shuts_every_room_is_asked_about_before_it_counts(nell: User) -> None:
    browser, said = signed_in(nell), born(6).isoformat()

    asked = browser.post(AGE, {"birth_date": said})

    nell.refresh_from_db()
    assert (asked.status_code, nell.birth_date) == (422, None)
    assert "So you are 6?" in asked.content.decode()
    assert f'name="sure" value="{said}"' in asked.content.decode()

    assert browser.post(AGE, {"birth_date": born(7).isoformat(), "sure": said}).status_code == 422
    assert browser.post(AGE, {"birth_date": said, "sure": said}).status_code == 302
    nell.refresh_from_db()
    assert nell.birth_date == born(6)


def test_a_birth_date_in_the_future_is_refused(nell: User) -> None:
    tomorrow = timezone.now().date() + timedelta(days=1)

    answer = signed_in(nell).post(AGE, {"birth_date": tomorrow.isoformat()})

    nell.refresh_from_db()
    assert "cannot be a date of birth" in answer.content.decode()
    assert nell.birth_date is None


def test_an_adult_becomes_a_creator_by_telling_their_age(nell: User) -> None:
    signed_in(nell).post(AGE, {"birth_date": born(18).isoformat()})

    nell.refresh_from_db()
    assert nell.roles == ["user", "creator"]
    assert nell.may_create


def test_a_teenager_does_not(nell: User) -> None:
    signed_in(nell).post(AGE, {"birth_date": born(17).isoformat()})

    nell.refresh_from_db()
    assert nell.roles == ["user"]
    assert nell.may_chat
    assert not nell.may_create


def test_where_creators_are_granted_nobody_becomes_one_by_age(nell: User, settings: Settings) -> None:
    settings.CREATORS = "granted"

    signed_in(nell).post(AGE, {"birth_date": born(30).isoformat()})

    nell.refresh_from_db()
    assert nell.roles == ["user"]


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_way_on_never_leaves_the_house(nell: User, elsewhere: str) -> None:
    answer = signed_in(nell).post(AGE, {"birth_date": "1990-05-31", "next": elsewhere})

    assert answer["Location"] == "/"


def test_an_administrator_corrects_a_slip_and_the_audit_keeps_no_date(adas: Client, nell: User) -> None:
    signed_in(nell).post(AGE, {"birth_date": "2015-05-31"})

    adas.post(
        reverse("correct_birth_date", args=[nell.public_id]), {"birth_date": "1985-05-31", "reason": "Showed a card."}
    )

    nell.refresh_from_db()
    page = adas.get(reverse("person", args=[nell.public_id])).content.decode()
    assert str(nell.birth_date) == "1985-05-31"
    assert "person.birth_date" in page
    assert "Showed a card." in page
    assert "2015" not in page
