"""Commands about conversations: rename, delete, have back."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.doors import PersonRequest, people_only
from chatapp import conversations
from chatapp.models import Conversation
from chatapp.views.parlour import own
from chatapp.views.ways import on_to


@people_only
@require_POST
def rename(request: PersonRequest, conversation: UUID) -> HttpResponse:
    """Give it a name."""
    try:
        named = conversations.rename(request.user, conversation, request.POST.get("title", ""))
    except Conversation.DoesNotExist as error:
        raise Http404 from error
    except ValueError:
        named = own(request.user, conversation)
        problem = "A title needs at least one word. The old one stays."
        return render(request, "chatapp/_name.html", {"conversation": named, "problem": problem}, status=422)
    if request.headers.get("HX-Request"):
        return render(request, "chatapp/_name.html", {"conversation": named})
    return redirect("conversation", named.public_id)


@people_only
@require_POST
def delete(request: PersonRequest, conversation: UUID) -> HttpResponse:
    """Hide it now; its own address says until when it can be had back, also after a reload."""
    try:
        deleted = conversations.delete(request.user, conversation)
    except Conversation.DoesNotExist as error:
        raise Http404 from error
    return _to(request, deleted)


@people_only
@require_POST
def restore(request: PersonRequest, conversation: UUID) -> HttpResponse:
    """Have it back."""
    try:
        restored = conversations.restore(request.user, conversation)
    except Conversation.DoesNotExist as error:
        raise Http404 from error
    return _to(request, restored)


def _to(request: PersonRequest, conversation: Conversation) -> HttpResponse:
    """On to its page, which is another one now."""
    return on_to(request, reverse("conversation", args=[conversation.public_id]))
