"""The door to comparing: two things over or beside each other, or what to lay beside the first."""

from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.doors import PersonRequest, creators_only
from studio import compare
from studio.models import Asset
from studio.views.asking import uuid_in
from usage.allowances import standing


@creators_only
@require_safe
@never_cache
def page(request: PersonRequest) -> HttpResponseBase:
    """`a` and `b` side by side; with one of them, what may be chosen beside it; with none, to the wall."""
    first, second = _named(request, "a"), _named(request, "b")
    if first is None or first == second:
        first, second = second or first, None
    if first is None:
        return redirect("studio")
    context = {
        "first": first,
        "second": second,
        "films": second is not None and first.is_video and second.is_video,
        "groups": compare.choices(request.user, first),
        "standing": standing(request.user),
    }
    return render(request, "studio/compare.html", context)


def _named(request: PersonRequest, name: str) -> Asset | None:
    """The thing of this name; None where none is named. 404 for what is not theirs, is not there, or is no id."""
    given = request.GET.get(name, "")
    if not given:
        return None
    key = uuid_in(given)
    if key is None:
        raise Http404
    found: Asset = get_object_or_404(Asset.objects.visible_to(request.user), public_id=key)
    return found
