"""What somebody may change about themselves."""

import pytest
from django.test import Client
from pytest_django import Settings

from accounts import preferences
from accounts.models import User
from tests.accounts.people import signed_in

pytestmark = pytest.mark.django_db

ME = "/people/me/"


@pytest.fixture(autouse=True)
def engines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preferences, "_offers", [lambda: [("grok-4.7", "Grok 4.7"), ("grok-mini", "Grok mini")]])


def save(browser: Client, **data: str) -> int:
    """Post the form; the status."""
    return browser.post(ME, {"display_name": "", "theme": "system", "engine": "", **data}).status_code


def test_name_theme_and_engine_are_kept_and_worn_at_once(bob: User) -> None:
    browser = signed_in(bob)

    save(browser, display_name="Robert", theme="dark", engine="grok-mini")

    bob.refresh_from_db()
    page = browser.get(ME).content.decode()
    assert (bob.name, preferences.engine_of(bob)) == ("Robert", "grok-mini")
    assert 'data-theme="dark"' in page


def test_as_the_system_says_takes_the_theme_off_again(bob: User) -> None:
    browser = signed_in(bob)
    save(browser, theme="dark")

    save(browser, theme="system")

    assert "data-theme" not in browser.get(ME).content.decode().partition("<head>")[0]


def test_without_a_choice_the_house_chooses(bob: User, settings: Settings) -> None:
    assert preferences.engine_of(bob) == settings.DEFAULT_ENGINE


@pytest.mark.parametrize("wrong", [{"theme": "pink"}, {"engine": "gpt"}, {"display_name": "x" * 81}])
def test_what_is_not_on_offer_is_refused(bob: User, wrong: dict[str, str]) -> None:
    assert save(signed_in(bob), **wrong) == 422


def test_an_engine_the_provider_dropped_stays_chosen_until_changed(bob: User) -> None:
    User.objects.filter(pk=bob.pk).update(engine="grok-old")
    browser = signed_in(bob)

    assert save(browser, engine="grok-old") == 302


def test_the_form_changes_nothing_else(bob: User) -> None:
    save(signed_in(bob), email="ada@example.org", roles="administrator", is_active="", suspended_until="")

    bob.refresh_from_db()
    assert (bob.email, bob.roles, bob.is_active) == ("bob@example.org", ["user"], True)


def test_the_theme_alone_can_be_set_by_the_menu(bob: User) -> None:
    browser = signed_in(bob)

    answer = browser.post("/people/me/theme/", {"theme": "light"})
    wrong = browser.post("/people/me/theme/", {"theme": "pink"})

    bob.refresh_from_db()
    assert (answer.status_code, wrong.status_code) == (204, 422)
    assert bob.theme == "light"
    assert browser.cookies["theme"].value == "light"
