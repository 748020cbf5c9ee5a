"""Lists at the desk: what waits, what was decided."""

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import audit
from accounts.doors import PersonRequest, reviewers_only
from moderation import queue
from moderation.models import Case
from moderation.views import beside

OUT_OF_REACH = "This is not yours to decide any more: it was left to a senior, or closed to you."


@reviewers_only
@require_safe
def desk(request: PersonRequest) -> HttpResponseBase:
    """The queue alone; a case is one click away. Asked for by the list itself, only what changes in it.

    Its lines quote people, so reading them is a look.
    """
    audit.looked(request.user, "desk.looked", "desk")
    context = beside.waiting(request)
    if request.headers.get("HX-Request"):
        return render(request, "moderation/_waiting.html", context | _opened(request))
    left = queue.next_after(request.user, context["chosen"], skipped=context["skipped"])
    return render(request, "moderation/desk.html", context | {"nothing_left": left is None})


@reviewers_only
@require_safe
def decided(request: PersonRequest) -> HttpResponseBase:
    """What was decided lately, by whom and why."""
    audit.looked(request.user, "decided.looked", "desk")
    return render(
        request,
        "moderation/decided.html",
        {
            "decisions": [(each, queue.title(each.case)) for each in queue.decided(request.user)],
            "figures": queue.figures(request.user),
        },
    )


def _opened(request: PersonRequest) -> dict[str, object]:
    """The case that is open beside the list, who looks at it, and, once, that it is over.

    Of what is gone for this reviewer nothing is said that would not be said of a case that never was.
    """
    try:
        public_id = UUID(request.GET.get("open", ""))
    except ValueError:
        return {}
    case = Case.objects.shown_to(request.user).select_related("claimed_by").filter(public_id=public_id).first()
    if case is None:
        return {"over": OUT_OF_REACH, "following": beside.following(request)}
    shown: dict[str, object] = {"case": case, "claimed": queue.claimed_by(case, request.user)}
    if case.decided_at is not None and "decided" not in request.GET:
        shown |= {"over": queue.over(case, request.user), "following": beside.following(request)}
    return shown
