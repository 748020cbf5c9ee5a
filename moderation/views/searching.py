"""The search at the desk: a page, and the same list alone while somebody types."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import audit
from accounts.doors import PersonRequest, reviewers_only
from moderation import queue
from moderation.models import ReviewerSettings
from moderation.queue import searching

PAGE = 30


@reviewers_only
@require_safe
def search(request: PersonRequest) -> HttpResponseBase:
    """What is found for `q`. Its lines quote people, so reading them is a look; what was looked for is not kept."""
    said = searching.plain(request.GET.get("q", ""))
    audit.looked(request.user, "search.looked", "desk")
    found = searching.find(said, request.user)
    page = Paginator(found.cases, PAGE).get_page(request.GET.get("page"))
    context = {
        "said": said,
        "page": page,
        "lines": searching.lines(page.object_list, request.user),
        "takedowns": found.takedowns,
        "settings": ReviewerSettings.of(request.user),
        "query": "&" + urlencode({"q": said}),
    }
    if request.headers.get("HX-Request"):
        return render(request, "moderation/_found.html", context)
    return render(request, "moderation/search.html", context | {"figures": queue.figures(request.user)})
