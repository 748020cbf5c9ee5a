"""What the house holds about somebody: taken along, and erased."""

import hashlib
import json
from collections.abc import Iterable, Mapping

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django import Settings

from accounts import audit, notices, privacy
from accounts.models import AuditEntry, Notice, Role, User
from chatapp import conversations, turns
from chatapp.models import Turn
from tests.access_cases import OWNED
from tests.accounts.people import PASSWORD, person, signed_in

pytestmark = pytest.mark.django_db

LEAVE = "/people/me/leave/"


class Drawer:
    """A store of another room."""

    def __init__(self, *, jammed: bool = False) -> None:
        self.things: dict[int, list[str]] = {}
        self.jammed = jammed

    def export(self, somebody: User) -> Iterable[Mapping[str, str]]:
        return [{"thing": thing} for thing in self.things.get(somebody.pk, [])]

    def erase(self, somebody: User) -> Mapping[str, int]:
        if self.jammed:
            raise RuntimeError("jammed")
        return {"things": len(self.things.pop(somebody.pk, []))}


@pytest.fixture
def drawer(monkeypatch: pytest.MonkeyPatch) -> Drawer:
    drawer = Drawer()
    monkeypatch.setattr(privacy, "_stores", dict(privacy._stores))
    privacy.register("drawer", export=drawer.export, erase=drawer.erase)
    return drawer


def test_the_export_has_every_store_complete_by_count_and_hash(bob: User, drawer: Drawer) -> None:
    drawer.things[bob.pk] = ["a key", "a letter — “sealed”"]
    notices.tell(bob, "case.decided", body="Decided.")

    answer = signed_in(bob).post("/people/me/export/")

    stores = json.loads(answer.content)["stores"]
    counts = {name: store["count"] for name, store in stores.items()}
    assert "attachment" in answer["Content-Disposition"]
    assert counts["drawer"] == 2
    assert counts["notices"] == counts["email_addresses"] == counts["account"] == 1
    assert stores["account"]["records"][0]["email"] == bob.email
    for store in stores.values():
        text = json.dumps(store["records"], sort_keys=True, separators=(",", ":"))
        assert hashlib.sha256(text.encode()).hexdigest() == store["sha256"]
        assert len(store["records"]) == store["count"]


def test_the_export_holds_nothing_of_anybody_else_and_no_inner_keys(bob: User, alice: User) -> None:
    notices.tell(alice, "case.decided", body="For Alice alone.")

    text = signed_in(bob).post("/people/me/export/").content.decode()

    assert "alice" not in text.lower()
    assert '"password"' not in text
    assert '"id"' not in text


def test_leaving_takes_the_password_once_more(bob: User) -> None:
    browser = signed_in(bob)

    refused = browser.post(LEAVE, {"password": "a guess"})

    bob.refresh_from_db()
    assert refused.status_code == 422
    assert "not your password" in refused.content.decode()
    assert bob.is_active


def test_leaving_erases_every_store_and_leaves_a_tombstone_without_the_person(drawer: Drawer) -> None:
    bob = person("bob", Role.CREATOR)
    User.objects.filter(pk=bob.pk).update(display_name="Robert Tables", engine="grok-mini")
    drawer.things[bob.pk] = ["a key"]
    notices.tell(bob, "case.decided", body="Decided.")
    here, elsewhere = Client(), Client()
    for browser in (here, elsewhere):
        browser.post("/people/auth/login/", {"login": bob.email, "password": PASSWORD})

    answer = here.post(LEAVE, {"password": PASSWORD})

    bob.refresh_from_db()
    row = str(User.objects.filter(pk=bob.pk).values().get())
    assert "Your account is deleted" in answer.content.decode()
    assert "bob" not in row
    assert "Robert" not in row
    assert (bob.birth_date, bob.roles, bob.is_active, bob.has_usable_password()) == (None, ["user"], False, False)
    assert drawer.things == {}
    for model in (EmailAddress, Notice, UserSession):
        assert not model._default_manager.exists()
    assert _sessions_of(bob) == 0
    assert elsewhere.get("/people/me/").status_code == 302
    assert Client().post("/people/auth/login/", {"login": "bob@example.org", "password": PASSWORD}).status_code == 200


def test_leaving_is_in_the_audit_with_what_went_and_the_chain_still_holds(bob: User, drawer: Drawer) -> None:
    drawer.things[bob.pk] = ["a key", "a lock"]
    audit.record(bob, "thing.changed", f"person:{bob.public_id}", "Before.")

    signed_in(bob).post(LEAVE, {"password": PASSWORD})

    report = AuditEntry.objects.get(action="person.left").after or {}
    assert report["drawer"] == {"things": 2}
    assert report["email_addresses"] == {"rows": 1}
    assert audit.check().number == 2
    assert "bob" not in str(AuditEntry.objects.values_list())


def test_somebody_with_things_in_every_room_takes_them_along_and_leaves(alice: User, settings: Settings) -> None:
    settings.MAX_WRITING_TURNS_PER_PERSON = settings.MAX_OPEN_JOBS_PER_PERSON = 100
    for make in OWNED.values():
        make(alice)
    for turn in Turn.objects.owned_by(alice):
        turns.stop(alice, turn.public_id)
    browser = signed_in(alice)

    stores = json.loads(browser.post("/people/me/export/").content)["stores"]
    answer = browser.post(LEAVE, {"password": PASSWORD})

    conversations.purge()
    alice.refresh_from_db()
    left = json.dumps(privacy.export_of(alice), default=str)
    assert {name.partition(".")[0] for name in stores} >= {"account", "usage", "studio", "chatapp"}
    assert "Why is the sky blue?" in str(stores)
    assert "a fox crossing a river" in str(stores)
    assert "Your account is deleted" in answer.content.decode()
    assert "alice" not in left.lower()
    assert "sky blue" not in left
    assert "a fox" not in left


def test_a_store_that_fails_lets_nothing_go(bob: User, drawer: Drawer) -> None:
    drawer.jammed = True
    browser = Client(raise_request_exception=False)
    browser.force_login(bob)

    status = browser.post(LEAVE, {"password": PASSWORD}).status_code

    bob.refresh_from_db()
    assert status == 500
    assert bob.is_active
    assert EmailAddress.objects.filter(user=bob).exists()


def test_the_last_administrator_cannot_leave(ada: User) -> None:
    answer = signed_in(ada).post(LEAVE, {"password": PASSWORD})

    ada.refresh_from_db()
    assert "only administrator" in answer.content.decode()
    assert ada.may_administer
    assert EmailAddress.objects.filter(user=ada).exists()


def test_the_address_is_free_again_for_a_new_beginning(bob: User) -> None:
    signed_in(bob).post(LEAVE, {"password": PASSWORD})

    Client().post("/people/auth/signup/", {"email": "bob@example.org", "password1": PASSWORD})

    again = User.objects.get(email="bob@example.org")
    assert again.pk != bob.pk
    assert again.roles == ["user"]


def test_a_child_may_leave_too(db: None) -> None:
    kim = person("kim", age=12)

    signed_in(kim).post(LEAVE, {"password": PASSWORD})

    kim.refresh_from_db()
    assert not kim.is_active
    assert kim.birth_date is None


def _sessions_of(somebody: User) -> int:
    """Rows of the session table that would still let them in."""
    return sum(session.get_decoded().get("_auth_user_id") == str(somebody.pk) for session in Session.objects.all())
