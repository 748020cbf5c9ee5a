"""Asking for removal, without an account, on a phone, without a script; and the page that tells how it stands."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import links, verified
from accounts.addresses import address_of
from accounts.doors import public
from accounts.models import User
from accounts.sharing import opening
from accounts.sharing.answers import gone, private, private_if_named
from accounts.sharing.link import token_hash
from foundation import throttle
from moderation import finding
from moderation.models import Takedown
from moderation.takedowns import clock, confirming, judging, showing
from moderation.takedowns.forms import RemovalForm
from moderation.takedowns.repeating import ask_once

HOUR = 3600
TOO_MANY = "Many requests came from where you are. Try again in an hour; nothing you wrote was kept."


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def removal(request: HttpRequest) -> HttpResponse:
    """The form. `at` is the page somebody came from, `only` one thing on it."""
    only = _id(request.POST.get("only", request.GET.get("only", "")))
    if request.method != "POST":
        place = finding.place_of(request.GET.get("at", "")) if request.GET.get("at") else None
        where = links.absolute(place.path) if place else ""
        return _form(request, RemovalForm(initial={"where": where, "who": "", "contact": _mail_of(request)}), only)
    form = RemovalForm(request.POST)
    if throttle.spent("removal", address_of(request), most=settings.TAKEDOWNS_PER_HOUR, seconds=HOUR):
        form.add_error(None, TOO_MANY)
        return _form(request, form, only, status=429)
    if not form.is_valid():
        return _form(request, form, only, status=422)
    said, who = form.request(only), request.user
    confirmed = isinstance(who, User) and verified.is_theirs(who, said.contact)
    # Nobody but this browser knows what its forms are signed with; where it takes no cookie there is nothing to know it by.
    proof = f"person:{who.pk}" if confirmed else request.META.get("CSRF_COOKIE", "")
    takedown, again = ask_once(said, confirmed=confirmed, proof=proof)
    return _see(takedown, again=again)


@public
@require_safe
def page(request: HttpRequest, token: str) -> HttpResponse:
    """How a request stands, with its clock, for whoever has its address."""
    found = _found(request, token)
    if found is None:
        return gone(request)
    context = {"takedown": found, "counts": showing.counts(found), "left": clock.words(found.left)}
    context["again"] = "again" in request.GET
    return private(render(request, "moderation/takedowns/page.html", context))


@public
@require_POST
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever asked takes it back."""
    found = _found(request, token)
    if found is None:
        return gone(request)
    judging.withdraw(found)
    return _see(found)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """The address in the mail alone: whoever opens it reads that mail. By a button, because machines open addresses, too."""
    found = _found(request, secret, by="confirmation_hash")
    if found is None:
        return gone(request)
    if request.method == "POST":
        confirming.confirm(found)
    elif found.is_open and found.confirmed_at is None:
        return private(render(request, "moderation/takedowns/confirm.html", {"takedown": found, "secret": secret}))
    return _see(found)


def _see(takedown: Takedown, *, again: bool = False) -> HttpResponse:
    response = HttpResponseRedirect(f"{takedown.page}?again=1" if again else takedown.page)
    response.status_code = 303
    return private(response)


def _mail_of(request: HttpRequest) -> str:
    return request.user.email if isinstance(request.user, User) else ""


def _found(request: HttpRequest, token: str, by: str = "token_hash") -> Takedown | None:
    return opening.guessed(Takedown.objects.filter(**{by: token_hash(token)}), address_of(request))


def _form(request: HttpRequest, form: RemovalForm, only: UUID | None, status: int = 200) -> HttpResponse:
    context = {"form": form, "only": only or "", "hours": f"{settings.TAKEDOWN_HOURS:g}"}
    return private_if_named(request, render(request, "moderation/takedowns/removal.html", context, status=status))


def _id(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None
