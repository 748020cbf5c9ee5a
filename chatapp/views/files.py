"""Doors to what stands beside a question: adding it, looking at it by links minted at the click, deleting it."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import PersonRequest, people_only
from chatapp import conversations, projects
from chatapp.composer import drafts
from chatapp.files import beside, chips, deleting, keeping, uploads
from chatapp.files.refusals import NotTaken, not_taken
from chatapp.models import Attachment, Conversation, Project
from foundation import idempotency

# Even opened on its own, what somebody added runs nothing and loads nothing.
HARMLESS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
}


@people_only
@require_POST
def add(request: PersonRequest) -> HttpResponseBase:
    """One file, into a composer or into a project: as JSON what was made of it, or the sentence why it was not taken.

    A form without a script comes back to its project's page.
    """
    place, project = _place(request), _project(request)
    plain = project if "html" in request.headers.get("Accept", "") else None
    try:
        taken = _taken(request, place, project)
    except NotTaken as refused:
        if plain:
            messages.error(request, refused.sentence)
            return redirect("project", plain.public_id)
        return JsonResponse({"sentence": refused.sentence, "again": refused.again}, status=422)
    if plain:
        return redirect("project", plain.public_id)
    return JsonResponse(chips.of_project(taken) if project else chips.chip(taken), status=201)


@people_only
@require_safe
@never_cache
def at_hand(request: PersonRequest) -> HttpResponseBase:
    """What may go with another question of `conversation`, or with the first one in `project`, as JSON."""
    try:
        named = [UUID(word) if (word := request.GET.get(name)) else None for name in ("conversation", "project")]
        files = beside.at_hand(request.user, *named)
    except (Conversation.DoesNotExist, Project.DoesNotExist, ValueError) as error:
        raise Http404 from error
    return JsonResponse({"files": [chips.chip(file) | {"delete": ""} for file in files]})


@people_only
@require_safe
def whole(request: PersonRequest, file: UUID) -> HttpResponseBase:
    """To the picture, or the words that an engine reads of a file."""
    return contents(_own(request, file))


@people_only
@require_safe
def small(request: PersonRequest, file: UUID) -> HttpResponseBase:
    """To a picture's thumbnail."""
    found = _own(request, file)
    if not found.is_picture:
        raise Http404
    return contents(found, small=True)


@people_only
@require_POST
def delete(request: PersonRequest, file: UUID) -> HttpResponseBase:
    """Take it out of every store now. There is no undoing this. `project`: from the page of that project."""
    try:
        gone = deleting.delete(request.user, file)
    except Attachment.DoesNotExist as error:
        raise Http404 from error
    if (project := _project(request)) is not None:
        return _gone_from(request, project)
    if request.headers.get("HX-Request"):
        return render(request, "chatapp/_attached_file.html", {"file": gone})
    if gone.conversation is not None:
        return redirect("conversation", gone.conversation.public_id)
    return HttpResponse(status=204)


def _gone_from(request: PersonRequest, project: Project) -> HttpResponse:
    """The page of its project: those that are left say anew which of them an engine reads."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Trigger": "project-files"})
    return redirect("project", project.public_id)


def _taken(request: PersonRequest, place: Conversation | None, project: Project | None) -> Attachment:
    upload, key = request.FILES.get("file"), request.POST.get("key", "")
    if upload is None:
        raise not_taken("empty")
    key = key if idempotency.KEY.fullmatch(key) else uuid4().hex
    taken = uploads.take(request.user, upload, key=key, place=place, project=project)
    if project is None:
        drafts.add_file(request.user, place, taken)
    return taken


def _project(request: PersonRequest) -> Project | None:
    """The project that it is to be a file of, if it is. 404 for one that is not theirs."""
    word = request.POST.get("project", "")
    if not word:
        return None
    try:
        return projects.own(request.user, UUID(word))
    except (Project.DoesNotExist, ValueError) as error:
        raise Http404 from error


def _place(request: PersonRequest) -> Conversation | None:
    """The conversation it is added in, if it is one already. 404 for one that is not theirs, or not there any more."""
    word = request.POST.get("conversation", "")
    if not word:
        return None
    try:
        return conversations.own(request.user, UUID(word))
    except (Conversation.DoesNotExist, ValueError) as error:
        raise Http404 from error


def _own(request: PersonRequest, file: UUID) -> Attachment:
    try:
        return beside.own(request.user, file)
    except Attachment.DoesNotExist as error:
        raise Http404 from error


def contents(file: Attachment, *, small: bool = False) -> HttpResponseBase:
    """A link that dies in minutes for what is in the store; what is not is given from here."""
    if file.key:
        response = redirect(keeping.link(file, small=small))
        response["Cache-Control"], response["Referrer-Policy"] = "private, no-store", "no-referrer"
        return response
    try:
        content = keeping.data(file, small=small)
    except FileNotFoundError as error:
        raise Http404 from error
    kind = "text/plain; charset=utf-8"
    if file.is_picture:
        kind = keeping.THUMB_TYPE if small else file.media_type
    return HttpResponse(content, content_type=kind, headers=HARMLESS | {"Content-Disposition": "inline"})
