"""What people do with conversations in lists: keep, read, look into the archive, choose from a row's menu."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import PersonRequest, people_only
from chatapp import conversations, projects
from chatapp.conversations import Command, Refused
from chatapp.models import Conversation, Project
from chatapp.views.parlour import own, sidebar


@people_only
@require_POST
def keep(request: PersonRequest) -> HttpResponse:
    """Pin, archive, move, tag or delete one or many; answers with what was done and the commands that undo it."""
    try:
        kept = conversations.keep(request.user, _command(request))
    except Refused as refused:
        return _told(request, str(refused), [], status=422)
    except (Conversation.DoesNotExist, Project.DoesNotExist, ValueError) as error:
        raise Http404 from error
    return _told(request, kept.sentence, kept.undo)


@people_only
@require_POST
def read(request: PersonRequest, conversation: UUID) -> HttpResponse:
    """Its owner looks at it now."""
    try:
        conversations.read(request.user, conversation)
    except Conversation.DoesNotExist as error:
        raise Http404 from error
    return HttpResponse(status=204)


@people_only
@require_safe
def menu(request: PersonRequest, conversation: UUID) -> HttpResponse:
    """All that can be done with one: the menu of its row, or a page of its own without a script."""
    context = {
        "conversation": own(request.user, conversation),
        "projects": projects.names(request.user),
        "tags": conversations.tags_of(request.user),
    }
    if request.headers.get("X-Fragment"):
        return render(request, "chatapp/_row_menu.html", context)
    return render(request, "chatapp/row_menu.html", context | sidebar(request.user))


@people_only
@require_safe
def choices(request: PersonRequest) -> HttpResponse:
    """One's projects and tags, for what is done with several conversations at once."""
    folders = [{"id": str(each.public_id), "name": each.name} for each in projects.names(request.user)]
    return JsonResponse({"projects": folders, "tags": conversations.tags_of(request.user)})


@people_only
@require_safe
def archive(request: PersonRequest) -> HttpResponse:
    """What was put away."""
    put_away = conversations.archived(request.user, request.GET.get("before", ""))
    context = {"rows": put_away, "under": request.GET.get("under", ""), "more": reverse("archive")}
    if request.headers.get("HX-Request"):
        return render(request, "chatapp/_rows.html", context)
    return render(request, "chatapp/archive.html", context | sidebar(request.user))


def _command(request: PersonRequest) -> Command:
    """Raises ValueError for what is no id."""
    project = request.POST.get("project", "")
    return Command(
        do=request.POST.get("do", ""),
        ids=tuple(UUID(each) for each in dict.fromkeys(request.POST.getlist("ids"))),
        project=UUID(project) if project else None,
        tag=request.POST.get("tag", ""),
    )


def _told(request: PersonRequest, sentence: str, undo: list[Command], status: int = 200) -> HttpResponse:
    """To a script as data, to a plain form as words on the page it came from."""
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"sentence": sentence, "undo": [_fields(each) for each in undo]}, status=status)
    messages.add_message(request, messages.ERROR if status == 422 else messages.SUCCESS, sentence)
    back = request.POST.get("next", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "parlour")


def _fields(command: Command) -> dict[str, object]:
    """What a form would send."""
    return {
        "do": command.do,
        "ids": [str(each) for each in command.ids],
        "project": str(command.project or ""),
        "tag": command.tag,
    }
