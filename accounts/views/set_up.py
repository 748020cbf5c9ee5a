"""The page behind the link that `manage.py setup_link` prints."""

from allauth.account.utils import perform_login
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import set_up
from accounts.doors import public
from accounts.forms import SetUpForm


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
@public
def first_administrator(request: HttpRequest, token: str) -> HttpResponse:
    """Works once; before, after and for everybody else there is no such page."""
    if not set_up.opens(token):
        raise Http404
    form = SetUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _made(request, token, form)
    return render(request, "accounts/set_up.html", {"form": form}, status=422 if form.errors else 200)


def _made(request: HttpRequest, token: str, form: SetUpForm) -> HttpResponse:
    try:
        person = set_up.make_first_administrator(
            token,
            email=form.cleaned_data["email"],
            password=form.cleaned_data["password"],
            born=form.cleaned_data["birth_date"],
        )
    except (set_up.TooLate, IntegrityError) as error:
        raise Http404 from error
    signed_in: HttpResponse = perform_login(request, person)
    return signed_in
