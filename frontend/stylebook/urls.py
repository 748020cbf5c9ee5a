"""The pages, at addresses that look like the product's, so that the rooms' switch knows where it is."""

from functools import partial
from pathlib import Path

from allauth.account.forms import LoginForm, ResetPasswordForm, SignupForm
from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import include, path

PAGES = {
    "parlour": ("c/1/", "parlour.html"),
    "parlour-empty": ("", "parlour_empty.html"),
    "parlour-states": ("c/2/", "parlour_states.html"),
    "prose": ("c/3/", "prose.html"),
    "stream": ("c/4/", "stream.html"),
    "studio": ("studio/", "studio.html"),
    "studio-empty": ("studio/empty/", "studio_empty.html"),
    "job": ("studio/jobs/1/", "job.html"),
    "asset": ("studio/assets/1/", "asset.html"),
    "desk": ("desk/", "desk.html"),
    "desk-empty": ("desk/empty/", "desk_empty.html"),
    "usage": ("usage/", "usage.html"),
    "notices": ("notices/", "notices.html"),
    "settings": ("people/settings/", "settings.html"),
    "components": ("components/", "components.html"),
    "age": ("people/age/", "age.html"),
    "sign-in": ("sign-in/", "account/login.html"),
    "sign-in-wrong": ("sign-in-wrong/", "account/login.html"),
    "sign-up": ("sign-up/", "account/signup.html"),
    "password-reset": ("password-reset/", "account/password_reset.html"),
    "signed-out": ("sign-out/", "account/logout.html"),
    "400": ("errors/400/", "400.html"),
    "403": ("errors/403/", "403.html"),
    "404": ("errors/404/", "404.html"),
    "413": ("errors/413/", "413.html"),
    "429": ("errors/429/", "429.html"),
    "500": ("errors/500/", "500.html"),
    "503": ("errors/503/", "503.html"),
}
# Where every page leads; none of them is a page of the book.
FOR_ANYONE = {"removal": "removal/", "report": "report/", "about-ai": "about-ai/", "transparency": "transparency/"}
TURNED_AWAY = {"email": "nobody", "password": "wrong"}


def page(request: HttpRequest, template: str, name: str) -> HttpResponse:
    """One page of the book. The 500 is rendered as Django does it: without a request."""
    if template == "500.html":
        return HttpResponse(render_to_string(template))
    return render(request, template, {"form": _form(name), "signup_url": "/sign-up/", "login_url": "/sign-in/"})


def _form(name: str) -> object:
    made = {
        "sign-in": LoginForm,
        "sign-in-wrong": partial(LoginForm, TURNED_AWAY),
        "sign-up": SignupForm,
        "password-reset": ResetPasswordForm,
    }.get(name)
    return made() if made else None


def script(request: HttpRequest, name: str) -> FileResponse:
    """What only the book runs, built by frontend/stylebook/vite.config.ts. Raises 404."""
    folder: Path = settings.BOOK_FOLDER  # type: ignore[misc]  # a setting of the book, not of the house
    file = folder / f"{name}.js"
    if not file.is_file():
        raise Http404
    return FileResponse(file.open("rb"), content_type="text/javascript")


urlpatterns = [
    *(
        path(address, page, {"template": template, "name": name}, name=f"book-{name}")
        for name, (address, template) in PAGES.items()
    ),
    *(path(place, page, {"template": "404.html", "name": name}, name=name) for name, place in FOR_ANYONE.items()),
    path("book/<slug:name>.js", script),
    path("people/auth/", include("allauth.account.urls")),
]
