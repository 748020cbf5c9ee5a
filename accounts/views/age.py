"""The page that asks for the date of birth, once."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from accounts import birth_dates
from accounts.doors import PersonRequest, signed_in
from accounts.forms import BirthDateForm, today


@require_http_methods(["GET", "POST"])
@signed_in
def age(request: PersonRequest) -> HttpResponse:
    """Ask; keep; go on to where they were going."""
    if request.user.birth_date:
        return HttpResponseRedirect(_onwards(request))
    form = BirthDateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        birth_dates.tell(request.user, form.cleaned_data["birth_date"], today())
        return HttpResponseRedirect(_onwards(request))
    context = {
        "form": form,
        "next": request.GET.get("next", ""),
        "chat_age": settings.MINIMUM_CHAT_AGE,
        "studio_age": settings.MINIMUM_STUDIO_AGE,
    }
    return render(request, "accounts/age.html", context, status=422 if form.errors else 200)


def _onwards(request: PersonRequest) -> str:
    target = request.POST.get("next") or request.GET.get("next") or "/"
    return target if url_has_allowed_host_and_scheme(target, allowed_hosts=None) else "/"
