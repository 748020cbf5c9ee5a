"""The door to a better prompt: asked for, then waited for, as fragments; or the sentence why there is none."""

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.doors import PersonRequest, creators_only
from studio import improving
from studio.improving import NotImproved
from studio.verbs import Verb


@creators_only
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def improve(request: PersonRequest) -> HttpResponseBase:
    """POST has an engine asked about what is typed; nothing is changed by it. Then the page asks what came of it."""
    try:
        if request.method != "POST":
            return _waited(request)
        verb = request.POST.get("verb", "")
        if verb not in Verb.values:
            raise Http404
        asking = improving.ask(request.user, request.POST.get("prompt", ""), Verb(verb))
    except NotImproved as error:
        return render(request, "studio/_improved.html", {"problem": str(error)}, status=422)
    return render(request, "studio/_improved.html", {"asking": asking})


def _waited(request: PersonRequest) -> HttpResponse:
    """What came of it. While nothing has, the page keeps what it says; `slow=1`: it says already that it takes long."""
    asking = improving.under_way(request.user)
    if asking is None:
        return render(request, "studio/_improved.html", {"improved": improving.outcome(request.user)})
    if asking.is_slow and request.GET.get("slow") != "1":
        return render(request, "studio/_improved.html", {"asking": asking})
    return HttpResponse(status=204)
