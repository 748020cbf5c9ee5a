"""Doors of the composer: what stands in it."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from accounts.doors import PersonRequest, people_only
from chatapp.composer import drafts
from chatapp.models import Conversation


@people_only
@require_POST
def draft_new(request: PersonRequest) -> HttpResponse:
    """Keep what is typed for the next new conversation."""
    return _keep(request, None)


@people_only
@require_POST
def draft(request: PersonRequest, conversation: UUID) -> HttpResponse:
    """Keep what is typed in this conversation."""
    return _keep(request, conversation)


def _keep(request: PersonRequest, conversation: UUID | None) -> HttpResponse:
    try:
        typed_at = drafts.moment(request.POST.get("typed_at", ""))
        drafts.save(request.user, conversation, request.POST.get("text", ""), typed_at)
    except Conversation.DoesNotExist as error:
        raise Http404 from error
    except ValueError:
        return HttpResponse(status=422)  # a script asked: nobody reads it, and the tab keeps what was typed
    return HttpResponse(status=204)
