"""What whoever opens a link is answered, in every room alike."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from accounts.addresses import address_of
from accounts.sharing import opening
from accounts.sharing.link import AnyLink, Link


def at_the_door(request: HttpRequest, link: AnyLink | None, show: Callable[[AnyLink], HttpResponse]) -> HttpResponse:
    """What a link's address answers: that it opens nothing, the question for its password, or what `show` makes of it.

    Only the last is a view, and counted.
    """
    if link is None:
        return gone(request)
    if request.method == "POST":
        return unlocked(request, link)
    if not opening.is_open(link, request):
        return locked(request)
    response = show(link)
    opening.count(response, link, request)
    return private(response)


def gone(request: HttpRequest) -> HttpResponse:
    """The page of a link that opens nothing. Missing, expired, revoked, deleted and hidden look alike."""
    return private(render(request, "accounts/sharing/gone.html", status=404))


def locked(request: HttpRequest, problem: str = "", status: int = 200) -> HttpResponse:
    """The page that asks for the password, and tells nothing of what lies behind."""
    return private(render(request, "accounts/sharing/locked.html", {"problem": problem}, status=status))


def unlocked(request: HttpRequest, link: Link) -> HttpResponse:
    """After a password was sent: on to the page, or asked again."""
    try:
        right = opening.unlock(link, request.POST.get("password", "")[:200], address_of(request))
    except opening.TooManyTries:
        return locked(request, "Too many tries. Wait a quarter of an hour, then try again.", status=429)
    if not right:
        return locked(request, "This is not the password. Ask whoever gave you the link.", status=422)
    response = HttpResponseRedirect(request.path)
    response.status_code = 303
    opening.keep_open(response, link, request.path)
    return private(response)


def private_if_named(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A form for anyone: search engines may lead to the empty one; one that names what it is about is private."""
    return private(response) if request.GET or request.method == "POST" else response


def private(response: HttpResponse) -> HttpResponse:
    """For no search engine, no cache, and no other site's log: the address is the key.

    Not "no-referrer": under it browsers send no origin with a form either, and the password would be turned away.
    """
    add_never_cache_headers(response)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "same-origin"
    return response
