"""Who may go where: every address of the house is asked by everybody.

A route without a written policy fails here, and so does one that names a thing nobody told `access_cases` how to make.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import uuid4

import pytest
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import Role, User
from accounts.models.user import UNTIL_FURTHER_NOTICE
from accounts.policies import NOT_OURS, Policy, policy_of
from tests.access_cases import OWNED, SHARED, Thing
from tests.accounts.people import person
from tests.support.house import house

pytestmark = pytest.mark.django_db

ROOMS = ("accounts.", "usage.", "moderation.", "studio.", "chatapp.")
ALL_ROLES = (Role.CREATOR, Role.REVIEWER, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class Route:
    """One address."""

    pattern: str
    name: str | None
    view: Callable[..., object]
    words: frozenset[str]

    @property
    def policy(self) -> Policy | None:
        """What is written about it."""
        return policy_of(self.view, self.name)

    def __str__(self) -> str:
        return f"/{self.pattern}"


def walk(
    patterns: list[URLPattern | URLResolver], prefix: str = "", words: frozenset[str] = frozenset()
) -> Iterator[Route]:
    """Every address below these patterns."""
    for entry in patterns:
        pattern = prefix + str(entry.pattern)
        named = words | entry.pattern.regex.groupindex.keys()
        if isinstance(entry, URLResolver):
            yield from walk(entry.url_patterns, pattern, named)
        else:
            yield Route(pattern, entry.name, entry.callback, named)


ROUTES = list(walk(get_resolver().url_patterns))


# --- what is written -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_every_address_has_a_written_policy(route: Route) -> None:
    assert route.policy, f"{route} wears no door of accounts.doors, and accounts.policies does not name {route.name!r}."


# The plan of the house, first match first: a door that is swapped for a laxer one is found out here.
PLAN: tuple[tuple[str, Policy | None], ...] = (
    (r"people/(auth|join|set-up)/", None),  # each as its view says
    (r"people/(me|age)/", Policy.SIGNED_IN),
    (r"people/", Policy.ADMINISTRATORS),
    (r"notices/", Policy.SIGNED_IN),
    (r"decisions/", Policy.SIGNED_IN),  # who is suspended reads why, and appeals
    (r"usage/house/", Policy.ADMINISTRATORS),
    (r"usage/", Policy.SIGNED_IN),
    (r"desk/(cases/<uuid:case>/handover|people/<uuid:person>/glass|handovers)/", Policy.KEEPERS),
    (r"desk/assignments/<uuid:person>/", Policy.ADMINISTRATORS),
    (r"desk/", Policy.REVIEWERS),
    (r"transparency/", Policy.PUBLIC),
    (r"report/", Policy.PUBLIC),
    (r"removal/", Policy.PUBLIC),
    (r"consents/", Policy.PEOPLE),
    (r"consent/", Policy.PUBLIC),
    (r"studio/assets/<uuid:asset>/desk/((small|sheet|film)/)?$", Policy.REVIEWERS),
    (r"studio/shares/<uuid:share>/revoke/$", Policy.PEOPLE),
    (r"studio/tray/house/", Policy.ADMINISTRATORS),
    (r"studio/told/(webhooks/<uuid:webhook>/remove/)?$", Policy.SIGNED_IN),  # who may create no more can end it
    (r"studio/", Policy.CREATORS),
    (r"made/", Policy.PUBLIC),
    (r"check/", Policy.PUBLIC),
    (r"about-ai/$", Policy.PUBLIC),
    (r"engines/offer/", Policy.ADMINISTRATORS),
    (r"s/<str:token>/continue/$", Policy.PEOPLE),
    (r"s/", Policy.PUBLIC),
    (r"diagrams/$", Policy.PUBLIC),  # a script and nothing else; shared pages draw, too
    (r"turns/<uuid:turn>/drawing/", Policy.CREATORS),
    (r"$", Policy.PEOPLE),
    (r"archive/", Policy.PEOPLE),
    (r"c/", Policy.PEOPLE),
    (r"engines/", Policy.PEOPLE),
    (r"files/", Policy.PEOPLE),
    (r"personas/", Policy.PEOPLE),
    (r"projects/", Policy.PEOPLE),
    (r"prompts/", Policy.PEOPLE),
    (r"queued/", Policy.PEOPLE),
    (r"search/", Policy.PEOPLE),
    (r"shares/", Policy.PEOPLE),
    (r"summaries/", Policy.PEOPLE),
    (r"transfers/", Policy.PEOPLE),
    (r"turns/", Policy.PEOPLE),
    (r"healthz", Policy.PUBLIC),
    (r"help/", Policy.PUBLIC),
    (r"media/", Policy.PUBLIC),
    (r"readyz", Policy.PUBLIC),
)


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_every_address_is_where_the_plan_of_the_house_puts_it(route: Route) -> None:
    planned = [policy for place, policy in PLAN if re.match(place, route.pattern)]

    assert planned, f"{route} is in no room of the plan: write it into PLAN."
    assert planned[0] in (None, route.policy)


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_a_view_of_ours_writes_its_policy_itself(route: Route) -> None:
    ours = route.view.__module__.startswith(ROOMS)

    assert not (ours and route.name in NOT_OURS), f"{route} belongs to a room: give its view a door."


def test_every_address_has_a_name_of_its_own() -> None:
    names = [route.name for route in ROUTES]

    assert None not in names
    assert sorted(names, key=str) == sorted(set(names), key=str)


def test_no_policy_is_written_about_an_address_that_is_not_there() -> None:
    assert set(NOT_OURS) <= {route.name for route in ROUTES}


@pytest.mark.parametrize("route", [route for route in ROUTES if route.words], ids=str)
def test_somebody_said_how_to_make_what_an_address_names(route: Route) -> None:
    assert (route.name in OWNED) != (route.name in SHARED), f"Add {route.name!r} to a file of tests/access_cases, once."


# --- who asks --------------------------------------------------------------------------------------------------------


def somebody(*roles: Role, age: int | None = 35, **columns: Any) -> User:
    """A person nobody met before."""
    return person(uuid4().hex, *roles, age=age, **columns)


WHO: dict[str, Callable[[], User | None]] = {
    "stranger": lambda: None,
    "unasked": lambda: somebody(age=None),
    "child": lambda: somebody(age=12),
    "teen": lambda: somebody(age=15),
    "young staff": lambda: somebody(*ALL_ROLES, age=17),
    "adult": lambda: somebody(),
    "creator": lambda: somebody(Role.CREATOR),
    "reviewer": lambda: somebody(Role.REVIEWER),
    "administrator": lambda: somebody(Role.ADMINISTRATOR),
    "keeper": lambda: somebody(Role.REVIEWER, Role.ADMINISTRATOR),
    "suspended": lambda: somebody(*ALL_ROLES, suspended_until=UNTIL_FURTHER_NOTICE, suspended_because="So."),
}
OTHERS: dict[str, Callable[[], User | None]] = {
    "owner": lambda: somebody(Role.CREATOR),
    "foreign": lambda: somebody(*ALL_ROLES),
}


@dataclass(frozen=True)
class Visitor:
    """Somebody, signed in; a stranger is nobody."""

    key: int
    cookies: str

    @classmethod
    def of(cls, who: User | None) -> "Visitor":
        """Signs in."""
        browser = Client()
        if who:
            browser.force_login(who)
        return cls(who.pk if who else 0, browser.cookies.output(header="", sep=";"))

    @property
    def user(self) -> User:
        """As the rows have it."""
        return User.objects.get(pk=self.key)

    def browser(self) -> Client:
        """A browser of theirs, as it was when they had just signed in."""
        browser = Client(raise_request_exception=False)
        browser.cookies.load(self.cookies)
        return browser


@pytest.fixture(scope="module")
def people(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Visitor]]:
    """Everybody, once for all addresses: what is done with them is undone."""
    with django_db_blocker.unblock():
        yield {name: Visitor.of(make()) for name, make in {**WHO, **OTHERS}.items()}
        house.emptier.empty()


@contextmanager
def undone() -> Iterator[None]:
    """Afterwards rows are as they were, and Valkey is as empty as at the beginning of a test."""
    here = transaction.savepoint()
    yield
    transaction.savepoint_rollback(here)
    transaction.set_rollback(False)
    house.valkey.clear(0, 1)


EVERYBODY = dict.fromkeys(WHO, "in")
NOBODY = dict.fromkeys(WHO, "nothing") | {"stranger": "sign in", "young staff": "no", "suspended": "no"}
EXPECTED: dict[Policy, dict[str, str]] = {
    Policy.PUBLIC: EVERYBODY,
    Policy.SIGNED_IN: EVERYBODY | {"stranger": "sign in"},
    Policy.PEOPLE: EVERYBODY | {"stranger": "sign in", "unasked": "age", "child": "no", "suspended": "no"},
    Policy.CREATORS: dict.fromkeys(WHO, "no") | {"stranger": "sign in", "unasked": "age", "creator": "in"},
    Policy.REVIEWERS: NOBODY | {"reviewer": "in", "keeper": "in"},
    Policy.ADMINISTRATORS: NOBODY | {"administrator": "in", "keeper": "in"},
    Policy.KEEPERS: NOBODY | {"keeper": "in"},
}


def outcome(answer: HttpResponseBase) -> str:
    """What became of the request, in a word."""
    location = str(answer.get("Location", ""))
    if location.startswith("/people/auth/login/"):
        return "sign in"
    if location.startswith("/people/age/"):
        return "age"
    named = {401: "sign in", 403: "no", 404: "nothing", 405: "no such verb"}
    return named.get(answer.status_code, "in" if answer.status_code < 500 else f"broken: {answer.status_code}")


def ask(who: Visitor, verb: str, route: Route, thing: Thing) -> HttpResponse:
    """Request the address as this person, with next to nothing filled in."""
    browser = who.browser()
    address = reverse(route.name or "", kwargs=thing.words)
    return cast(HttpResponse, browser.get(address, thing.data) if verb == "GET" else browser.post(address, thing.data))


def thing_for(route: Route, owner: Visitor) -> Thing:
    """What the address names."""
    make = {**OWNED, **SHARED}.get(route.name or "")
    return make(owner.user) if make else Thing()


@dataclass(frozen=True)
class Address:
    """An address, and what it names of somebody's. `outcomes`: of who asked already; asked again they would find the same."""

    route: Route
    people: dict[str, Visitor]
    theirs: Thing
    outcomes: dict[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def of(cls, route: Route, people: dict[str, Visitor]) -> "Address":
        """Makes the thing."""
        return cls(route, people, thing_for(route, people["owner"]))

    def found(self, verb: str, name: str) -> str:
        """What becomes of this person's request for the own thing, if they may have one, or else for somebody's."""
        if (verb, name) not in self.outcomes:
            self.outcomes[verb, name] = self._asked(verb, name)
        return self.outcomes[verb, name]

    def _asked(self, verb: str, name: str) -> str:
        assert self.route.policy
        may_own = self.route.name in OWNED and name != "stranger" and EXPECTED[self.route.policy][name] == "in"
        with undone():
            thing = thing_for(self.route, self.people[name]) if may_own else self.theirs
            return outcome(ask(self.people[name], verb, self.route, thing))

    def table(self, verb: str) -> dict[str, str]:
        """By person, what becomes of the request."""
        return {name: self.found(verb, name) for name in WHO}

    def verbs(self) -> list[str]:
        """Those the view knows, asked as somebody who passes its door."""
        assert self.route.policy
        inside = next(who for who, what in EXPECTED[self.route.policy].items() if what == "in")
        if self.route.pattern not in VERBS:
            VERBS[self.route.pattern] = [verb for verb in ("GET", "POST") if self.found(verb, inside) != "no such verb"]
        return VERBS[self.route.pattern]


VERBS: dict[str, list[str]] = {}  # of a view, whoever's thing it is asked for


# --- what they find --------------------------------------------------------------------------------------------------

# What has no policy, or names a thing nobody can make, has failed above already.
CLEAR = [route for route in ROUTES if route.policy and (not route.words or route.name in {**OWNED, **SHARED})]
OURS = [route for route in CLEAR if route.name not in NOT_OURS]
THEIRS = [route for route in CLEAR if route.name in NOT_OURS]
WITH_OWNERS = [route for route in OURS if route.name in OWNED]


@pytest.mark.parametrize("route", OURS, ids=str)
def test_everybody_finds_what_the_policy_says(route: Route, people: dict[str, Visitor]) -> None:
    assert route.policy
    address = Address.of(route, people)

    outcomes = {verb: address.table(verb) for verb in address.verbs()}

    assert outcomes
    if route.policy == Policy.PUBLIC:  # a public page may say that a token opens nothing, never that one must sign in
        assert {what for found in outcomes.values() for what in found.values()} <= {"in", "nothing"}
        return
    expected = EXPECTED[route.policy]
    assert {
        f"{verb} by {who}": f"{what}, not {expected[who]}"
        for verb, by_person in outcomes.items()
        for who, what in by_person.items()
        if what != expected[who]
    } == {}


@pytest.mark.parametrize("route", WITH_OWNERS, ids=str)
def test_what_is_not_ones_own_is_not_there_whatever_ones_roles(route: Route, people: dict[str, Visitor]) -> None:
    address = Address.of(route, people)
    theirs = address.theirs
    missing = Thing({word: uuid4() for word in theirs.words}, theirs.data)

    for verb in address.verbs():
        answers = []
        for thing in (theirs, missing):
            with undone():
                answers.append(ask(people["foreign"], verb, route, thing))
        assert [answer.status_code for answer in answers] == [404, 404]
        assert alike(answers[0]) == alike(answers[1])


@pytest.mark.parametrize("route", THEIRS, ids=str)
def test_pages_that_are_not_ours_guard_themselves(route: Route, people: dict[str, Visitor]) -> None:
    address = Address.of(route, people)
    for verb in address.verbs():
        outcomes = address.table(verb)
        stranger = outcomes.pop("stranger")
        assert set(outcomes.values()) <= {"in", "nothing"}
        assert stranger in ({"in", "nothing", "sign in"} if route.policy == Policy.PUBLIC else {"sign in", "no"})


def alike(answer: HttpResponse) -> str:
    """The page without what differs by chance."""
    return "\n".join(line for line in answer.content.decode().splitlines() if "csrf" not in line)
