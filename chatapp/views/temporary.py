"""Doors of temporary chats."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.doors import PersonRequest, people_only
from chatapp import temporary
from chatapp.models import Conversation
from chatapp.views.ways import on_to, see_other

ENDED = "The temporary chat has ended. Nothing that was said in it is kept."
STOPPING = (
    "The temporary chat has ended. An answer in it is just being stopped; nothing is kept as soon as it has stopped."
)


@people_only
@require_POST
def begin(request: PersonRequest) -> HttpResponse:
    """A new one, empty."""
    made = temporary.begin(request.user)
    return see_other(reverse("conversation", args=[made.public_id]))


@people_only
@require_POST
def here(request: PersonRequest, conversation: UUID) -> HttpResponse:
    """A tab says once a minute that it is open; 404 tells it that the chat has ended."""
    try:
        temporary.here(request.user, conversation)
    except Conversation.DoesNotExist as error:
        raise Http404 from error
    return HttpResponse(status=204)


@people_only
@require_POST
def end(request: PersonRequest, conversation: UUID) -> HttpResponse:
    """End it, and say that nothing is left, or when nothing will be."""
    try:
        gone = temporary.end(request.user, conversation)
    except Conversation.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, ENDED if gone else STOPPING)
    return on_to(request, reverse("parlour"))
