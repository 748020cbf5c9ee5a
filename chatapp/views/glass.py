"""Private conversations as staff read them, through a glass they broke. Nothing can be changed here."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import audit
from accounts.doors import PersonRequest, reviewers_only
from chatapp import glass as through
from chatapp.models import Conversation
from moderation.glass import looking
from moderation.glass.opening import target_of
from moderation.models import Glass


@never_cache
@reviewers_only
@require_safe
def listing(request: PersonRequest, glass: UUID) -> HttpResponseBase:
    """What this glass opens; one conversation opens at once."""
    found = _mine(request, glass)
    if found.conversation is not None:
        return redirect("glass-conversation", glass=glass, conversation=found.conversation)
    audit.looked(request.user, "glass.looked", target_of(found), found.reason)
    context = {"glass": found, "conversations": through.listed(found), "most": through.LISTED, "room": "desk"}
    return render(request, "chatapp/glass/listing.html", context)


@never_cache
@reviewers_only
@require_safe
def conversation(request: PersonRequest, glass: UUID, conversation: UUID) -> HttpResponse:
    """One conversation. Each opening is a row of the audit, and in the owner's list."""
    found, ending = _mine(request, glass), request.GET.get("ending", "")
    try:
        place = through.opened(found, conversation)
    except Conversation.DoesNotExist:
        raise Http404 from None
    looking.looked(found, place.public_id)
    context = {
        "glass": found,
        "place": place,
        "reading": through.reading(place, ending=ending, part=request.GET.get("part", "")),
        "endings": through.endings(place, ending),
        "also": "&" + urlencode({"ending": ending}) if ending else "",
        "room": "desk",
    }
    return render(request, "chatapp/glass/conversation.html", context)


def _mine(request: PersonRequest, glass: UUID) -> Glass:
    try:
        return looking.found(request.user, glass)
    except Glass.DoesNotExist:
        raise Http404 from None
