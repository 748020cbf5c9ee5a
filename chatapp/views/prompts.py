"""Pages: a person's saved prompts; and all of them for the composer's menu."""

from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.doors import PersonRequest, people_only
from chatapp.composer import saved
from chatapp.composer.saved import PromptForm
from chatapp.models import SavedPrompt


@people_only
@require_http_methods(["GET", "HEAD", "POST"])
def prompts(request: PersonRequest) -> HttpResponse:
    """All of one's own, and a form for the next one. `begin`: words that were typed elsewhere stand in it."""
    begun = "begin" in request.POST
    form = PromptForm(initial={"text": request.POST.get("text", "")}) if begun else PromptForm(request.POST or None)
    if not begun and request.method == "POST" and form.is_valid() and form.kept(request.user):
        return redirect("prompts")
    shown = {"form": form, "begun": begun, "prompts": SavedPrompt.objects.owned_by(request.user).order_by("name")}
    return render(request, "chatapp/prompts.html", shown, status=422 if form.errors else 200)


@people_only
@require_http_methods(["GET", "HEAD", "POST"])
def prompt(request: PersonRequest, prompt: UUID) -> HttpResponse:
    """Change one."""
    found = get_object_or_404(SavedPrompt.objects.owned_by(request.user), public_id=prompt)
    name = found.name  # a form that is not kept has written into the row it shows
    form = PromptForm(request.POST or None, instance=found, initial=saved.typed(found))
    if request.method == "POST" and form.is_valid() and form.kept(request.user):
        return redirect("prompts")
    shown = {"form": form, "prompt": found, "name": name}
    return render(request, "chatapp/prompt.html", shown, status=422 if form.errors else 200)


@people_only
@require_POST
def delete(request: PersonRequest, prompt: UUID) -> HttpResponse:
    """Forget one. What was asked with it stays."""
    get_object_or_404(SavedPrompt.objects.owned_by(request.user), public_id=prompt).delete()
    return redirect("prompts")


@people_only
@require_safe
@never_cache  # the page keeps it for a minute, and no other place at all
def menu(request: PersonRequest) -> HttpResponse:
    """All of one's own, as JSON."""
    return JsonResponse({"prompts": saved.menu(request.user), "keep": reverse("prompts")})


@people_only
@require_POST
def used(request: PersonRequest, prompt: UUID) -> HttpResponse:
    """It was brought into a composer, which says so after the fact: whoever sends does not wait for it."""
    try:
        saved.used(request.user, prompt)
    except SavedPrompt.DoesNotExist as error:
        raise Http404 from error
    return HttpResponse(status=204)
