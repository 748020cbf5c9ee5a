"""Pages: the empty parlour, one conversation, the list."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.doors import PersonRequest, people_only
from accounts.models import User
from chatapp import conversations, thread
from chatapp.composer import composer
from chatapp.models import Conversation


def own(person: User, conversation: UUID) -> Conversation:
    """The conversation if it is this person's and not deleted; 404 otherwise, whichever it is."""
    try:
        return conversations.own(person, conversation)
    except Conversation.DoesNotExist as error:
        raise Http404 from error


def page(
    request: PersonRequest, shown: Conversation | None, *, text: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    """The parlour, with this conversation or an empty one; after a refusal with what was typed."""
    context: dict[str, Any] = {
        "conversation": shown,
        "sections": thread.sections(shown) if shown else [],
        "composer": composer(request.user, shown, text=text, problem=problem),
        "page": conversations.listing(request.user),
    }
    name = "chatapp/conversation.html" if shown else "chatapp/parlour.html"
    return render(request, name, context, status=status)


@people_only
@require_safe
def parlour(request: PersonRequest) -> HttpResponse:
    """Where a new conversation begins."""
    return page(request, None)


@people_only
@require_safe
def conversation(request: PersonRequest, conversation: UUID) -> HttpResponse:
    """One conversation; answers still being written are watched by the page from its cursor.

    Of a deleted one, while it can be had back: that it is, until when, and the button.
    """
    try:
        return page(request, conversations.own(request.user, conversation))
    except Conversation.DoesNotExist:
        return _deleted(request, conversation)


@people_only
@require_safe
def listing(request: PersonRequest) -> HttpResponse:
    """The list of conversations, or a further stretch of it, as a fragment."""
    found = conversations.listing(request.user, request.GET.get("before", ""))
    return render(
        request, "chatapp/_conversation_list.html", {"page": found, "current": request.GET.get("current", "")}
    )


def _deleted(request: PersonRequest, conversation: UUID) -> HttpResponse:
    try:
        found = conversations.deleted(request.user, conversation)
    except Conversation.DoesNotExist as error:
        raise Http404 from error
    context = {"conversation": found, "page": conversations.listing(request.user)}
    return render(request, "chatapp/deleted.html", context)
