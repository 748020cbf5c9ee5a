"""Doors: who passes, where the others are sent. The views here are as small as views can be."""

from datetime import timedelta
from types import ModuleType

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from django.utils import timezone
from pytest_django import Settings

from accounts import doors
from accounts.models import Role, User
from accounts.models.user import UNTIL_FURTHER_NOTICE
from accounts.policies import Policy
from tests.accounts.people import person, signed_in

pytestmark = pytest.mark.django_db


def room(request: HttpRequest) -> HttpResponse:
    """Somewhere."""
    return HttpResponse("inside")


ROOMS = {
    "public": doors.public(lambda request: room(request)),
    "signed_in": doors.signed_in(room),
    "people": doors.people_only(room),
    "creators": doors.creators_only(room),
    "reviewers": doors.reviewers_only(room),
    "administrators": doors.administrators_only(room),
    "keepers": doors.keepers_only(room),
}

WHO: dict[str, tuple[list[Role], int | None]] = {
    "unasked": ([], None),
    "child": ([], 12),
    "teen": ([], 13),
    "nearly": ([Role.CREATOR, Role.REVIEWER, Role.ADMINISTRATOR], 17),
    "adult": ([], 18),
    "creator": ([Role.CREATOR], 18),
    "reviewer": ([Role.REVIEWER], 18),
    "administrator": ([Role.ADMINISTRATOR], 18),
}

ORDER = ("public", "signed_in", "people", "creators", "reviewers", "administrators", "keepers")
TABLE = {
    "unasked": (200, 200, 302, 302, 404, 404, 404),
    "child": (200, 200, 403, 403, 404, 404, 404),
    "teen": (200, 200, 200, 403, 404, 404, 404),
    "nearly": (200, 200, 200, 403, 403, 403, 403),
    "adult": (200, 200, 200, 403, 404, 404, 404),
    "creator": (200, 200, 200, 200, 404, 404, 404),
    "reviewer": (200, 200, 200, 403, 200, 404, 404),
    "administrator": (200, 200, 200, 403, 404, 200, 404),
}


@pytest.fixture(autouse=True)
def addresses(settings: Settings) -> None:
    """The house, and beside it one room for each door."""
    module = ModuleType("doors_under_test")
    rooms = [path(f"rooms/{name}/", view) for name, view in ROOMS.items()]
    module.urlpatterns = [*rooms, path("", include("config.urls"))]  # type: ignore[attr-defined]
    settings.ROOT_URLCONF = module


@pytest.mark.parametrize("who", TABLE)
def test_each_door_lets_in_whom_it_says(who: str) -> None:
    roles, age = WHO[who]
    browser = signed_in(person(who, *roles, age=age))

    answers = tuple(browser.get(f"/rooms/{room}/").status_code for room in ORDER)

    assert answers == TABLE[who]


def test_each_door_writes_its_policy_on_the_view() -> None:
    written = [getattr(view, "policy", None) for view in ROOMS.values()]

    assert written == list(Policy)


@pytest.mark.parametrize("name", ORDER[1:])
def test_a_stranger_is_asked_to_sign_in_and_comes_back(visitor: Client, name: str) -> None:
    answer = visitor.get(f"/rooms/{name}/?a=1")

    assert answer["Location"] == f"/people/auth/login/?next=%2Frooms%2F{name}%2F%3Fa%3D1"


def test_somebody_of_unknown_age_is_asked_and_comes_back() -> None:
    answer = signed_in(person("nell", age=None)).get("/rooms/creators/")

    assert answer["Location"] == "/people/age/?next=%2Frooms%2Fcreators%2F"


def test_after_a_post_one_comes_back_to_the_page_it_was_sent_from(visitor: Client) -> None:
    answer = visitor.post("/rooms/people/", headers={"referer": "http://testserver/c/1/?x=2"})
    elsewhere = visitor.post("/rooms/people/", headers={"referer": "https://evil.example/c/"})

    assert answer["Location"] == "/people/auth/login/?next=%2Fc%2F1%2F%3Fx%3D2"
    assert elsewhere["Location"] == "/people/auth/login/?next=%2F"


def test_a_fragment_moves_the_whole_page_to_sign_in(visitor: Client) -> None:
    headers = {"hx-request": "true", "hx-current-url": "http://testserver/studio/"}

    answer = visitor.get("/rooms/people/", headers=headers)

    assert answer["HX-Redirect"] == "/people/auth/login/?next=%2Fstudio%2F"


def test_a_script_that_fetches_gets_a_number_it_can_read(visitor: Client) -> None:
    headers = {"sec-fetch-mode": "cors"}

    assert visitor.post("/rooms/people/", headers=headers).status_code == 401
    assert signed_in(person("nell", age=None)).post("/rooms/people/", headers=headers).status_code == 403


@pytest.mark.parametrize("who", ["teen", "creator", "reviewer", "administrator"])
def test_a_suspension_shuts_every_room_from_the_next_click_on(who: str) -> None:
    roles, age = WHO[who]
    somebody = person(who, *roles, age=age)
    browser = signed_in(somebody)
    assert browser.get("/rooms/people/").status_code == 200

    User.objects.filter(pk=somebody.pk).update(suspended_until=UNTIL_FURTHER_NOTICE, suspended_because="Spam.")

    answers = tuple(browser.get(f"/rooms/{room}/").status_code for room in ORDER)
    assert answers == tuple(403 if status == 200 and index > 1 else status for index, status in enumerate(TABLE[who]))
    assert "Spam." in browser.get("/rooms/people/").content.decode()


def test_what_a_suspended_person_presses_in_an_open_page_leads_to_the_page_that_says_so() -> None:
    browser = signed_in(person("bob", suspended_until=UNTIL_FURTHER_NOTICE, suspended_because="Spam."))
    open_page = {"HX-Request": "true", "HX-Current-URL": "http://testserver/rooms/people/?q=fox"}

    pressed, looked = (
        browser.post("/rooms/people/", headers=open_page),
        browser.get("/rooms/people/", headers=open_page),
    )

    assert (pressed.status_code, pressed["HX-Redirect"]) == (200, "/rooms/people/?q=fox")
    assert "Your account is suspended" in browser.get(pressed["HX-Redirect"]).content.decode()
    assert looked.status_code == 403


def test_a_suspension_ends_by_itself() -> None:
    ended = timezone.now() - timedelta(seconds=1)
    browser = signed_in(person("bob", suspended_until=ended, suspended_because="Spam."))

    assert browser.get("/rooms/people/").status_code == 200


def test_a_role_taken_away_counts_from_the_next_click_on(rosa: User) -> None:
    browser = signed_in(rosa)
    assert browser.get("/rooms/reviewers/").status_code == 200

    User.objects.filter(pk=rosa.pk).update(roles=["user"])

    assert browser.get("/rooms/reviewers/").status_code == 404


def test_a_closed_account_is_nobody_from_the_next_click_on(bob: User) -> None:
    browser = signed_in(bob)

    User.objects.filter(pk=bob.pk).update(is_active=False)

    assert browser.get("/rooms/signed_in/").status_code == 302


def test_the_studios_refusal_is_calm_and_says_what_it_cost(tim: User) -> None:
    page = signed_in(tim).get("/rooms/creators/").content.decode()

    assert "This room opens at 18" in page
    assert "nothing was charged" in page


def test_the_ages_are_settings(tim: User, settings: Settings) -> None:
    settings.MINIMUM_CHAT_AGE, settings.MINIMUM_STUDIO_AGE = 16, 21
    grown = signed_in(person("grown", Role.CREATOR, age=20))

    assert signed_in(tim).get("/rooms/people/").status_code == 403
    assert grown.get("/rooms/creators/").status_code == 403
    assert grown.get("/rooms/people/").status_code == 200
