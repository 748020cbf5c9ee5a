"""The search: a page, the same as a fragment for the dialog, and the way from a find to its message."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import PersonRequest, people_only
from chatapp import conversations, search, stretches
from chatapp.models import Conversation, Message
from chatapp.search import FILTERS, NotUnderstood, Results
from chatapp.views.parlour import sidebar


@people_only
@require_safe
def page(request: PersonRequest) -> HttpResponse:
    """What is found for `q`; without one, what can be asked."""
    said = request.GET.get("q", "")
    context: dict[str, object] = {"said": said, "filters": FILTERS}
    status = 200
    try:
        context["results"] = search.find(request.user, said, request.GET.get("before", ""))
    except NotUnderstood as error:
        context |= {"results": Results(search.Asked(said=said)), "problem": str(error)}
        status = 422
    if request.headers.get("X-Fragment"):
        return render(request, "chatapp/_found.html", context, status=status)
    return render(request, "chatapp/search.html", context | sidebar(request.user), status=status)


@people_only
@require_POST
def jump(request: PersonRequest, conversation: UUID) -> HttpResponse:
    """Go to a message that was found: on its branch, which is shown from now on."""
    try:
        found = conversations.own(request.user, conversation)
        message = UUID(request.POST.get("message", ""))
        if stretches.around(found, message).missing:
            conversations.show(request.user, conversation, message)
    except (Conversation.DoesNotExist, Message.DoesNotExist, ValueError) as error:
        raise Http404 from error
    return redirect(f"{reverse('conversation', args=[conversation])}?message={message}")
