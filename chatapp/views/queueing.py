"""What stands on the composer's shoulder: messages that wait for an answer to end."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import PersonRequest, people_only
from chatapp.composer import composer, drafts, queue, saved
from chatapp.models import Conversation, Queued
from chatapp.refusals import Refused
from chatapp.turns import Along
from chatapp.views import choosing, keys, talking
from chatapp.views.parlour import own


@people_only
@require_safe
def shoulder(request: PersonRequest, conversation: UUID) -> HttpResponse:
    """As it is now, as a fragment."""
    return _fragment(request, own(request.user, conversation))


@people_only
@require_POST
def add(request: PersonRequest, conversation: UUID) -> HttpResponse:
    """Queue what was typed; if nothing is written any more, it is sent."""
    # The row that waits has no place for several engines: sent now, or refused in words.
    if choosing.comparing(request):
        return talking.send(request, conversation)  # type: ignore[return-value]  # a door gives what its view gives
    text = request.POST.get("text", "")
    try:
        key, choice = keys.key_of(request), choosing.choice_of(request)
        shape = saved.shape(talking.shape_from(request))
        along = Along(attachments=talking.files_named(request), json_schema=shape)
        queued = queue.add(request.user, conversation, text, key=key, choice=choice, along=along)
    except Conversation.DoesNotExist as error:
        raise Http404 from error
    except Refused as refused:
        return talking.refused(request, conversation, refused, text, talking.files_named(request))
    if not queued:
        return talking.send(request, conversation)  # type: ignore[return-value]  # a door gives what its view gives
    if not request.headers.get("HX-Request"):
        return redirect("conversation", conversation)
    return _fragment(request, own(request.user, conversation), beside=True, composed=True)


@people_only
@require_POST
def now(request: PersonRequest, queued: UUID) -> HttpResponse:
    """Stop what is written, send this."""
    return _done(request, lambda: queue.send_now(request.user, queued))


@people_only
@require_POST
def take(request: PersonRequest, queued: UUID) -> HttpResponse:
    """Back into the composer, to be edited."""
    try:
        taken = queue.take(request.user, queued, request.POST.get("text", ""))
    except Queued.DoesNotExist as error:
        raise Http404 from error
    if not request.headers.get("HX-Request"):
        return redirect("conversation", taken.place.public_id)
    files = [*talking.files_named(request), *taken.files]
    return _fragment(request, own(request.user, taken.place.public_id), composed=True, attachments=files, taken=taken)


@people_only
@require_POST
def drop(request: PersonRequest, queued: UUID) -> HttpResponse:
    """Delete it."""
    return _done(request, lambda: queue.drop(request.user, queued))


def _done(request: PersonRequest, do: Callable[[], Conversation]) -> HttpResponse:
    try:
        place = do()
    except Queued.DoesNotExist as error:
        raise Http404 from error
    if not request.headers.get("HX-Request"):
        return redirect("conversation", place.public_id)
    return _fragment(request, own(request.user, place.public_id))


def _fragment(
    request: PersonRequest,
    place: Conversation,
    *,
    beside: bool = False,
    composed: bool = False,
    attachments: Sequence[UUID] = (),
    taken: queue.Taken | None = None,
) -> HttpResponse:
    """The shoulder; with `composed`, the composer as the house has it now comes with it."""
    shown: dict[str, object] = {"shoulder": queue.shoulder(place), "beside": beside}
    if composed:
        draft = drafts.of(request.user, place)
        shape, problem = (taken.shape, taken.problem) if taken else (None, "")
        shown["composer"] = composer(
            request.user, place, draft=draft, attachments=attachments, shape=shape, problem=problem
        )
    response = render(request, "chatapp/_queued.html", shown)
    if beside:
        response["HX-Reswap"] = "none"  # all of it finds its own place
    return response
