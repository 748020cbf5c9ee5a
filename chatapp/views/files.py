"""Doors to what stands beside a question: adding it, looking at it by links minted at the click, deleting it."""

from uuid import UUID, uuid4

from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import PersonRequest, people_only
from chatapp import conversations
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
    """One file, into a composer: as JSON what was made of it, or the sentence why it was not taken."""
    upload, key = request.FILES.get("file"), request.POST.get("key", "")
    try:
        if upload is None:
            raise not_taken("empty")
        key = key if idempotency.KEY.fullmatch(key) else uuid4().hex
        place = _place(request)
        taken = uploads.take(request.user, upload, key=key, place=place)
        drafts.add_file(request.user, place, taken)
    except NotTaken as refused:
        return JsonResponse({"sentence": refused.sentence, "again": refused.again}, status=422)
    return JsonResponse(chips.chip(taken), status=201)


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
    return _contents(_own(request, file))


@people_only
@require_safe
def small(request: PersonRequest, file: UUID) -> HttpResponseBase:
    """To a picture's thumbnail."""
    found = _own(request, file)
    if not found.is_picture:
        raise Http404
    return _contents(found, small=True)


@people_only
@require_POST
def delete(request: PersonRequest, file: UUID) -> HttpResponseBase:
    """Take it out of every store now. There is no undoing this."""
    try:
        gone = deleting.delete(request.user, file)
    except Attachment.DoesNotExist as error:
        raise Http404 from error
    if request.headers.get("HX-Request"):
        return render(request, "chatapp/_attached_file.html", {"file": gone})
    if gone.conversation is not None:
        return redirect("conversation", gone.conversation.public_id)
    return HttpResponse(status=204)


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


def _contents(file: Attachment, *, small: bool = False) -> HttpResponseBase:
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
