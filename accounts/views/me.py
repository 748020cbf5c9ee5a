"""My account: settings, what the house holds about me, leaving."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts import leaving, own_page, preferences, privacy
from accounts.administrators import LastAdministrator
from accounts.doors import PersonRequest, signed_in
from accounts.forms import LeaveForm, SettingsForm
from accounts.models import Theme


@require_http_methods(["GET", "POST"])
@signed_in
def me(request: PersonRequest) -> HttpResponse:
    """Name, theme, engine; and the ways to everything else about the account."""
    form = SettingsForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        person = form.save(commit=False)
        person.save(update_fields=["display_name", "theme", "engine", "stand_in", "instructions"])
        messages.success(request, "Saved.")
        response = HttpResponseRedirect(reverse("me"))
        preferences.dress(response, person)
        return response
    context = {"form": form, "sections": own_page.of(request.user)}
    return render(request, "accounts/me.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def theme(request: PersonRequest) -> HttpResponse:
    """The theme alone, from the menu; nothing to show, the page has changed already."""
    chosen = request.POST.get("theme", "")
    if chosen not in Theme.values:
        return HttpResponse("No such theme.\n", status=422, content_type="text/plain; charset=utf-8")
    request.user.theme = chosen
    request.user.save(update_fields=["theme"])
    response = HttpResponse(status=204)
    preferences.dress(response, request.user)
    return response


@require_POST
@signed_in
def export(request: PersonRequest) -> HttpResponse:
    """Everything the house holds about them, as one file."""
    kept = privacy.export_of(request.user)
    response = JsonResponse(kept, json_dumps_params={"indent": 1, "ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="salon-{kept["made_at"][:10]}.json"'
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "POST"])
@signed_in
def leave(request: PersonRequest) -> HttpResponse:
    """Delete the account, after the password once more."""
    form = LeaveForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            leaving.leave(request.user)
        except LastAdministrator:
            form.add_error(None, "You are the only administrator. Make somebody else administrator first.")
        else:
            logout(request)
            return render(request, "accounts/left.html")
    return render(request, "accounts/leave.html", {"form": form}, status=422 if form.errors else 200)
