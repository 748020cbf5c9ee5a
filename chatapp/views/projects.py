"""Projects: all of them, one of them, and what changes them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import PersonRequest, people_only
from chatapp import conversations, projects, refusals
from chatapp.composer import composer
from chatapp.engines.picker import of_project
from chatapp.models import Project
from chatapp.projects import Refused, Wishes
from chatapp.shelf import shelf
from chatapp.views.choosing import as_typed, choice_of
from chatapp.views.parlour import sidebar


@people_only
@require_safe
def listing(request: PersonRequest) -> HttpResponse:
    """All of them, and a form for a new one."""
    return _all(request)


@people_only
@require_http_methods(["GET", "POST"])
def create(request: PersonRequest) -> HttpResponse:
    """A new, empty one; on to its page. Where a refused name left its address behind, a reload shows the list."""
    if request.method == "GET":
        return redirect("projects")
    name = request.POST.get("name", "")
    try:
        made = projects.create(request.user, name)
    except Refused as refused:
        return _all(request, name=name, problem=str(refused), status=422)
    return redirect("project", made.public_id)


@people_only
@require_safe
def project(request: PersonRequest, project: UUID) -> HttpResponse:
    """One of them: its conversations, a composer that begins one here, its instructions and files."""
    found = _own(request, project)
    if request.headers.get("HX-Request"):
        return render(request, "chatapp/_rows.html", _rows(request, found))
    return _one(request, found)


@people_only
@require_POST
def change(request: PersonRequest, project: UUID) -> HttpResponse:
    """Its name and instructions, and what answers there."""
    found = _own(request, project)
    said = {name: request.POST.get(name, "") for name in ("name", "instructions")}
    try:
        wishes = Wishes(instructions=said["instructions"], choice=choice_of(request))
        projects.change(request.user, project, name=said["name"], wishes=wishes)
    except Refused as refused:
        return _not_changed(request, found, said, str(refused))
    except refusals.Refused as refused:
        return _not_changed(request, found, said, refused.sentence)
    messages.success(request, "Saved. It holds from the next message on.")
    return redirect("project", project)


@people_only
@require_POST
def delete(request: PersonRequest, project: UUID) -> HttpResponse:
    """Remove the folder; its conversations stay."""
    name = str(_own(request, project))
    stay = projects.delete(request.user, project)
    kept = {0: "It held no conversation.", 1: "Its conversation stays in your list."}
    messages.success(request, f"“{name}” is deleted. {kept.get(stay, f'Its {stay} conversations stay in your list.')}")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("projects")})
    return redirect("projects")


@people_only
@require_safe
def files(request: PersonRequest, project: UUID) -> HttpResponse:
    """Its files as they stand, for a page that has added some or deleted one; the composer's gauge comes along."""
    found = _own(request, project)
    box = composer(request.user, None, project=found)
    context = {"project": found, "shelf": shelf(found, box.picker.engine), "gauge": box.gauge}
    return render(request, "chatapp/_shelf.html", context)


def _own(request: PersonRequest, project: UUID) -> Project:
    try:
        return projects.own(request.user, project)
    except Project.DoesNotExist as error:
        raise Http404 from error


def _not_changed(request: PersonRequest, found: Project, said: dict[str, str], problem: str) -> HttpResponse:
    typed = of_project(found, as_typed(request))
    return _one(request, found, said=said, problem=problem, picker=typed, status=422)


def _all(request: PersonRequest, *, status: int = 200, **context: Any) -> HttpResponse:
    context |= {"all": projects.listing(request.user)} | sidebar(request.user)
    return render(request, "chatapp/projects.html", context, status=status)


def _one(request: PersonRequest, found: Project, *, status: int = 200, **context: Any) -> HttpResponse:
    box = composer(request.user, None, project=found)
    context = {"picker": of_project(found)} | context
    context |= {"project": found, "composer": box, "shelf": shelf(found, box.picker.engine)}
    context |= _rows(request, found) | sidebar(request.user)
    return render(request, "chatapp/project.html", context, status=status)


def _rows(request: PersonRequest, found: Project) -> dict[str, Any]:
    rows = conversations.in_project(request.user, found, request.GET.get("before", ""))
    return {"rows": rows, "under": request.GET.get("under", ""), "more": reverse("project", args=[found.public_id])}
