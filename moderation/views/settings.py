"""How a reviewer wants to work: what their eyes are spared, breaks, keys, and which lanes stand first."""

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.doors import PersonRequest, reviewers_only
from moderation import queue
from moderation.models import ReviewerSettings
from moderation.queue import reasons
from moderation.queue.settings_form import ReviewerSettingsForm
from moderation.queue.words import LANE_TITLES


@reviewers_only
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: PersonRequest) -> HttpResponseBase:
    """The page, and keeping what was chosen."""
    form = ReviewerSettingsForm(request.POST or None, instance=ReviewerSettings.of(request.user))
    if form.is_valid():
        form.save()
        messages.success(request, "Kept. It counts from the next case you open.")
        return redirect("desk_settings")
    status = 422 if form.is_bound else 200
    context = {"form": form, "figures": queue.figures(request.user), "reasons": reasons.of(request.user)}
    return render(request, "moderation/settings.html", context, status=status)


@reviewers_only
@require_POST
def star(request: PersonRequest, lane: str) -> HttpResponseBase:
    """Let a lane stand first, or not any more."""
    if lane not in LANE_TITLES:
        raise Http404
    kept = ReviewerSettings.of(request.user)
    kept.starred = [each for each in kept.starred if each != lane] if lane in kept.starred else [*kept.starred, lane]
    kept.save()
    return redirect(f"{reverse('desk')}{queue.Chosen.of(request.GET).query}")
