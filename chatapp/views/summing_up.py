"""Commands about summaries: change the words, send it or the messages themselves."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.doors import PersonRequest, people_only
from chatapp import summaries
from chatapp.models import Summary


@people_only
@require_POST
def edit(request: PersonRequest, summary: UUID) -> HttpResponse:
    """Put the person's own words in its place."""
    text = request.POST.get("text", "")
    try:
        return _shown(request, summaries.edit(request.user, summary, text))
    except Summary.DoesNotExist as error:
        raise Http404 from error
    except ValueError as problem:
        found = summaries.own(request.user, summary)
        context = {"summary": found, "text": text, "problem": str(problem)}
        return render(request, "chatapp/_summary.html", context, status=422)


@people_only
@require_POST
def use(request: PersonRequest, summary: UUID) -> HttpResponse:
    """Send it in place of the messages, or the messages again."""
    try:
        return _shown(request, summaries.use(request.user, summary, bool(request.POST.get("used"))))
    except Summary.DoesNotExist as error:
        raise Http404 from error


def _shown(request: PersonRequest, summary: Summary) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return render(request, "chatapp/_summary.html", {"summary": summary})
    return redirect("conversation", summary.conversation.public_id)
