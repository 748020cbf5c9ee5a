"""The page of notices, and putting them away."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts import notices
from accounts.doors import PersonRequest, signed_in
from accounts.models import Notice

PER_PAGE = 50


@require_GET
@signed_in
def listed(request: PersonRequest) -> HttpResponse:
    """All of them, newest first."""
    mine = Notice.objects.owned_by(request.user).newest_first()
    page = Paginator(mine, PER_PAGE).get_page(request.GET.get("page"))
    above_the_page: list[Notice] = []  # where the newest would stand: they are all below
    return render(request, "accounts/notices.html", {"page": page, "notices": above_the_page})


@require_GET
@signed_in
def header(request: PersonRequest) -> HttpResponse:
    """The part of every page that shows the newest unread ones, for a tab that was woken."""
    return render(request, "_notices.html")


@require_POST
@signed_in
def put_away(request: PersonRequest, notice: UUID) -> HttpResponse:
    """One, as read."""
    if not Notice.objects.owned_by(request.user).filter(public_id=notice).exists():
        raise Http404
    notices.put_away(request.user, notice)
    return _answered(request)


@require_POST
@signed_in
def put_all_away(request: PersonRequest) -> HttpResponse:
    """All, as read."""
    notices.put_away(request.user)
    return _answered(request)


def _answered(request: PersonRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return render(request, "_notices.html")
    return HttpResponseRedirect(reverse("notices"))
