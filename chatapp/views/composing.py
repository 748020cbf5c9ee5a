"""Doors of the composer: what stands in it."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import PersonRequest, people_only
from chatapp import projects
from chatapp.composer import drafts, expected
from chatapp.files import folder
from chatapp.models import Conversation, Project


@people_only
@require_POST
def draft_new(request: PersonRequest) -> HttpResponse:
    """Keep what is typed for the next new conversation."""
    return _keep(request, None)


@people_only
@require_POST
def draft(request: PersonRequest, conversation: UUID) -> HttpResponse:
    """Keep what is typed in this conversation."""
    return _keep(request, conversation)


@people_only
@require_safe
def gauge(request: PersonRequest) -> HttpResponse:
    """The quiet line for another engine; how much stands in the conversation the page says itself."""
    used = request.GET.get("used", "")
    engine, effort = request.GET.get("engine", "")[:120], request.GET.get("effort", "")[:16]
    project = _project(request)
    shown = expected.gauge(
        engine,
        effort,
        int(used[:12]) if used.isdecimal() and used.isascii() else 0,
        project=project.public_id if project else None,
        files=folder.refs_in(project.pk if project else None),
    )
    return render(request, "chatapp/_gauge.html", {"gauge": shown})


def _project(request: PersonRequest) -> Project | None:
    """Where it is asked; none, also for somebody else's."""
    try:
        return projects.own(request.user, UUID(request.GET.get("project", "")))
    except (Project.DoesNotExist, ValueError):
        return None


def _keep(request: PersonRequest, conversation: UUID | None) -> HttpResponse:
    try:
        typed_at = drafts.moment(request.POST.get("typed_at", ""))
        drafts.save(request.user, conversation, request.POST.get("text", ""), typed_at)
    except Conversation.DoesNotExist as error:
        raise Http404 from error
    except ValueError:
        return HttpResponse(status=422)  # a script asked: nobody reads it, and the tab keeps what was typed
    return HttpResponse(status=204)
