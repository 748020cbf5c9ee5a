"""Doors to one's styles: presets and brand guides, to make, change and remove."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import PersonRequest, creators_only
from studio import inputs
from studio.models import Look, Style
from studio.styles import keeping
from studio.styles.forms import FORMS, StyleForm


@creators_only
@require_safe
@never_cache
def styles(request: PersonRequest) -> HttpResponseBase:
    """One's own, and the house's."""
    found = list(keeping.of(request.user))
    pictures = inputs.found(request.user, (style.pictures[0] for style in found if style.pictures))
    shown = [(style, pictures.get(str(style.pictures[0])) if style.pictures else None) for style in found]
    context = {
        "own": [each for each in shown if not each[0].of_the_house],
        "house": [each for each in shown if each[0].of_the_house],
        "keeps_the_house": keeping.keeps_the_house(request.user),
        "most": keeping.MOST,
    }
    return render(request, "studio/styles/styles.html", context)


@creators_only
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: PersonRequest) -> HttpResponseBase:
    """A new preset, or with `look=guide` a brand guide."""
    look = request.GET.get("look", Look.PRESET)
    if look not in Look.values:
        raise Http404
    return _kept(request, FORMS[Look(look)](request.POST or None, person=request.user))


@creators_only
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: PersonRequest, style: uuid.UUID) -> HttpResponseBase:
    """Change one; it becomes its next version."""
    found = keeping.changeable(request.user).filter(public_id=style).first()
    if found is None:
        raise Http404
    return _kept(request, FORMS[Look(found.look)](request.POST or None, person=request.user, style=found))


@creators_only
@require_POST
def remove(request: PersonRequest, style: uuid.UUID) -> HttpResponseBase:
    """Offer it no more."""
    try:
        gone = keeping.remove(request.user, style)
    except Style.DoesNotExist:
        raise Http404 from None
    messages.success(request, f"“{gone.name}” is removed. What was made with it stays as it is.")
    answer = redirect("studio-styles")
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=204)  # type: ignore[assignment]
        answer["HX-Redirect"] = reverse("studio-styles")
    return answer


def _kept(request: PersonRequest, form: StyleForm) -> HttpResponseBase:
    name = form.style.name
    if form.is_bound and form.is_valid() and form.kept():
        return redirect("studio-styles")
    context = {"form": form, "style": form.style if form.style.pk else None, "name": name}
    return render(request, "studio/styles/style.html", context, status=422 if form.errors else 200)
