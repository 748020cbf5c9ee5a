"""Commands: demo people, the first administrator's link."""

import json
import threading
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client
from pytest_django import Settings

from accounts import demo, set_up
from accounts.models import AuditEntry, Invitation, Role, User
from tests.accounts.mailbox import link_in
from tests.accounts.people import PASSWORD, born, person
from tests.accounts.waiting import until_somebody_waits_for_a_lock

pytestmark = pytest.mark.django_db

ADULT = {"email": "First@example.org", "password": PASSWORD, "birth_date": born(40).isoformat()}


@pytest.fixture
def demo_house(settings: Settings, tmp_path: Path) -> Path:
    """The file of a demo."""
    settings.DEMO, settings.VAR_DIR = True, tmp_path
    return tmp_path / "demo-people.json"


def printed(command: str) -> str:
    """What a command says."""
    out = StringIO()
    call_command(command, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_the_demo_has_somebody_for_each_role_and_they_can_sign_in(demo_house: Path) -> None:
    printed("seed_demo")

    people = json.loads(demo_house.read_text())
    assert [someone["role"] for someone in people] == ["creator", "reviewer", "administrator"]
    for someone in people:
        browser = Client()
        answer = browser.post("/people/auth/login/", {"login": someone["email"], "password": someone["password"]})
        assert answer["Location"] == "/"
        assert User.objects.get(email=someone["email"]).is_adult
        assert someone["role"] in someone["roles"]


def test_only_the_owner_of_the_process_may_read_the_passwords(demo_house: Path) -> None:
    printed("seed_demo")

    assert demo_house.stat().st_mode & 0o777 == 0o600


def test_seeding_again_changes_nothing(demo_house: Path) -> None:
    printed("seed_demo")
    before, hashes = demo_house.read_text(), set(User.objects.values_list("password", flat=True))

    printed("seed_demo")

    assert demo_house.read_text() == before
    assert set(User.objects.values_list("password", flat=True)) == hashes
    assert User.objects.count() == 3


def test_a_lost_file_is_made_again_with_passwords_that_work(demo_house: Path) -> None:
    printed("seed_demo")
    demo_house.unlink()

    printed("seed_demo")

    someone = json.loads(demo_house.read_text())[0]
    assert User.objects.get(email=someone["email"]).check_password(someone["password"])


def test_passwords_differ_from_house_to_house(demo_house: Path) -> None:
    printed("seed_demo")
    first = {someone["password"] for someone in json.loads(demo_house.read_text())}
    User.objects.all().update(password="!")
    demo_house.unlink()

    printed("seed_demo")

    second = {someone["password"] for someone in json.loads(demo_house.read_text())}
    assert len(first) == 3
    assert not first & second


def test_outside_of_the_demo_there_are_no_demo_people(settings: Settings) -> None:
    settings.DEMO = False

    with pytest.raises(CommandError, match="Only the demo"):
        printed("seed_demo")

    assert not User.objects.exists()


def test_the_link_makes_the_first_administrator_and_signs_them_in(visitor: Client) -> None:
    link = link_in(printed("setup_link"), "set-up")

    form = visitor.get(link).status_code
    answer = visitor.post(link, ADULT)

    first = User.objects.get()
    assert (form, answer["Location"]) == (200, "/")
    assert first.email == "first@example.org"
    assert first.may_administer
    assert visitor.get("/people/").status_code == 200
    assert "this browser" in visitor.get("/people/auth/sessions/").content.decode()
    assert AuditEntry.objects.order_by("number")[0].action == "administrator.first"


def test_the_link_works_once_and_afterwards_there_is_no_such_page(visitor: Client) -> None:
    link = link_in(printed("setup_link"), "set-up")
    visitor.post(link, ADULT)

    again = Client()
    assert again.get(link).status_code == 404
    assert again.post(link, {**ADULT, "email": "second@example.org"}).status_code == 404
    assert User.objects.count() == 1


def test_with_an_administrator_there_is_no_link(ada: User) -> None:
    assert printed("setup_link") == ""
    assert not Invitation.objects.exists()


def test_a_link_is_dead_once_there_is_an_administrator(visitor: Client) -> None:
    link = link_in(printed("setup_link"), "set-up")
    person("ada", Role.ADMINISTRATOR)

    assert visitor.get(link).status_code == 404
    assert visitor.post(link, ADULT).status_code == 404


def test_a_newer_link_replaces_the_older_one(visitor: Client) -> None:
    older = link_in(printed("setup_link"), "set-up")
    newer = link_in(printed("setup_link"), "set-up")

    assert visitor.get(older).status_code == 404
    assert visitor.get(newer).status_code == 200


def test_a_link_expires(visitor: Client, settings: Settings) -> None:
    settings.SETUP_LINK_HOURS = 0

    assert visitor.get(link_in(printed("setup_link"), "set-up")).status_code == 404


def test_whoever_keeps_the_house_is_an_adult_with_a_real_password(visitor: Client) -> None:
    link = link_in(printed("setup_link"), "set-up")

    young = visitor.post(link, {**ADULT, "birth_date": born(17).isoformat()})
    weak = visitor.post(link, {**ADULT, "password": "password"})

    assert (young.status_code, weak.status_code) == (422, 422)
    assert 'value="First@example.org"' in young.content.decode()
    assert not User.objects.exists()
    assert visitor.get(link).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_two_holders_of_the_link_one_becomes_administrator() -> None:
    token, outcomes = set_up.new_token(), []

    def hurry() -> None:
        try:
            set_up.make_first_administrator(token, email="noah@example.org", password=PASSWORD, born=born(40))
            outcomes.append("made")
        except set_up.TooLate:
            outcomes.append("too late")
        connection.close()

    with transaction.atomic():
        nell = set_up.make_first_administrator(token, email="nell@example.org", password=PASSWORD, born=born(40))
        second = threading.Thread(target=hurry)
        second.start()
        until_somebody_waits_for_a_lock()
    second.join()

    assert outcomes == ["too late"]
    assert User.objects.get() == nell


def test_the_demo_file_is_where_the_house_looks_for_it(demo_house: Path) -> None:
    assert demo.path() == demo_house
