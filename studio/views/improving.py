"""The door to a better prompt: a proposal as a fragment, or the sentence why there is none."""

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST

from accounts.doors import PersonRequest, creators_only
from studio import improving
from studio.improving import NotImproved
from studio.verbs import Verb


@creators_only
@require_POST
def improve(request: PersonRequest) -> HttpResponseBase:
    """Ask an engine about what is typed; nothing is changed by it."""
    verb = request.POST.get("verb", "")
    if verb not in Verb.values:
        raise Http404
    try:
        found = improving.improve(request.user, request.POST.get("prompt", ""), Verb(verb))
    except NotImproved as error:
        return render(request, "studio/_improved.html", {"problem": str(error)}, status=422)
    return render(request, "studio/_improved.html", {"improved": found})
