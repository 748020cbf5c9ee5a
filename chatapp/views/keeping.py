"""Commands about conversations: show a branch, rename, delete, have back."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.doors import PersonRequest, people_only
from chatapp import conversations
from chatapp.models import Conversation, Message
from chatapp.views.parlour import page


@people_only
@require_POST
def show(request: PersonRequest, conversation: UUID) -> HttpResponse:
    """Show another answer of a question, and what followed it."""
    try:
        shown = conversations.show(request.user, conversation, UUID(request.POST.get("message", "")))
    except (Conversation.DoesNotExist, Message.DoesNotExist, ValueError) as error:
        raise Http404 from error
    if request.headers.get("HX-Request"):
        return page(request, shown)
    return redirect("conversation", shown.public_id)


@people_only
@require_POST
def rename(request: PersonRequest, conversation: UUID) -> HttpResponse:
    """Give it a name."""
    try:
        named = conversations.rename(request.user, conversation, request.POST.get("title", ""))
    except Conversation.DoesNotExist as error:
        raise Http404 from error
    except ValueError:
        named = _own_or_404(request, conversation)
        problem = "A title needs at least one word. The old one stays."
        return render(request, "chatapp/_name.html", {"conversation": named, "problem": problem}, status=422)
    if request.headers.get("HX-Request"):
        return render(request, "chatapp/_name.html", {"conversation": named})
    return redirect("conversation", named.public_id)


@people_only
@require_POST
def delete(request: PersonRequest, conversation: UUID) -> HttpResponse:
    """Hide it now; say until when it can be had back."""
    try:
        deleted = conversations.delete(request.user, conversation)
    except Conversation.DoesNotExist as error:
        raise Http404 from error
    fragment = bool(request.headers.get("HX-Request"))
    template = "chatapp/_deleted.html" if fragment else "chatapp/deleted.html"
    return render(request, template, {"conversation": deleted, "page": conversations.listing(request.user)})


@people_only
@require_POST
def restore(request: PersonRequest, conversation: UUID) -> HttpResponse:
    """Have it back."""
    try:
        restored = conversations.restore(request.user, conversation)
    except Conversation.DoesNotExist as error:
        raise Http404 from error
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("conversation", args=[restored.public_id])})
    return redirect("conversation", restored.public_id)


def _own_or_404(request: PersonRequest, conversation: UUID) -> Conversation:
    found = Conversation.objects.owned_by(request.user).kept().filter(public_id=conversation).first()
    if found is None:
        raise Http404
    return found
