"""Who may pass a view. Every view of the product wears exactly one of these.

Each marks the view with its policy, so that a test can walk all addresses and fail on one without a written policy.
A foreign and a missing thing answer alike (404): staff doors do not say to others that they are there.
"""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec, TypeVar

from django.http import Http404, HttpRequest, HttpResponseBase

from accounts import refusals, sign_in
from accounts.models import Role, User
from accounts.policies import Policy


class PersonRequest(HttpRequest):
    """A request that has passed a door: somebody is signed in."""

    user: User


Params = ParamSpec("Params")
View = TypeVar("View", bound=Callable[..., object])
PersonView = Callable[Concatenate[PersonRequest, Params], HttpResponseBase]
AnyView = Callable[Concatenate[HttpRequest, Params], HttpResponseBase]
Check = Callable[[HttpRequest, User], HttpResponseBase | None]


def public(view: View) -> View:
    """Anybody, signed in or not; the view itself decides what it shows."""
    view.policy = Policy.PUBLIC  # type: ignore[attr-defined]
    return view


def signed_in(view: PersonView[Params]) -> AnyView[Params]:
    """Whoever has an account, whatever their age and also while suspended: their own settings, notices, data."""
    return _door(view, Policy.SIGNED_IN, lambda _request, _person: None)


def people_only(view: PersonView[Params]) -> AnyView[Params]:
    """People in good standing who are old enough to chat."""
    return _door(view, Policy.PEOPLE, _person)


def creators_only(view: PersonView[Params]) -> AnyView[Params]:
    """Adults with the role creator."""
    return _door(view, Policy.CREATORS, _creator)


def reviewers_only(view: PersonView[Params]) -> AnyView[Params]:
    """Adults with the role reviewer; 404 to everybody else."""
    return _door(view, Policy.REVIEWERS, _staff(Role.REVIEWER))


def administrators_only(view: PersonView[Params]) -> AnyView[Params]:
    """Adults with the role administrator; 404 to everybody else."""
    return _door(view, Policy.ADMINISTRATORS, _staff(Role.ADMINISTRATOR))


def keepers_only(view: PersonView[Params]) -> AnyView[Params]:
    """Adults who are reviewer and administrator both; 404 to everybody else."""
    return _door(view, Policy.KEEPERS, _staff(Role.REVIEWER, Role.ADMINISTRATOR))


def _door(view: PersonView[Params], policy: Policy, check: Check) -> AnyView[Params]:
    def guarded(request: HttpRequest, /, *args: Params.args, **kwargs: Params.kwargs) -> HttpResponseBase:
        person = request.user
        if not isinstance(person, User):
            return sign_in.asked_of(request)
        # Nothing is remembered between requests: a role taken or a suspension begun counts from the next click.
        return check(request, person) or view(request, *args, **kwargs)  # type: ignore[arg-type]

    update_wrapper(guarded, view)
    guarded.policy = policy  # type: ignore[attr-defined]
    return guarded


def _person(request: HttpRequest, person: User) -> HttpResponseBase | None:
    if person.is_suspended:
        return refusals.suspended(request, person)
    if person.birth_date is None:
        return sign_in.age_asked_of(request)
    return None if person.may_chat else refusals.too_young_to_chat(request)


def _adult(request: HttpRequest, person: User) -> HttpResponseBase | None:
    refusal = _person(request, person)
    if refusal:
        return refusal
    return None if person.is_adult else refusals.too_young_to_create(request)


def _creator(request: HttpRequest, person: User) -> HttpResponseBase | None:
    refusal = _adult(request, person)
    if refusal:
        return refusal
    return None if person.may_create else refusals.not_a_creator(request)


def _staff(*roles: Role) -> Check:
    def check(request: HttpRequest, person: User) -> HttpResponseBase | None:
        if not all(person.has_role(role) for role in roles):
            raise Http404
        return _adult(request, person)

    return check
