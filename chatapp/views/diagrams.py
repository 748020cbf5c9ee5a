"""The place where diagrams are drawn: a page of nobody's origin, in which a library may write styles and reach nothing."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from accounts.doors import public

POLICY = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [UNSAFE_INLINE],
    "img-src": [NONE],
    "font-src": [NONE],
    "media-src": [NONE],
    "connect-src": [NONE],
    "frame-src": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
    "sandbox": ["allow-scripts"],  # also when it is opened by its address: no cookies, no storage, no origin of ours
    "require-trusted-types-for": None,
    "trusted-types": None,
}


@public
@require_safe
@cache_control(private=True, max_age=300)
@xframe_options_sameorigin
@csp_replace(POLICY)
def drawing_place(request: HttpRequest) -> HttpResponse:
    """An empty page with the script that draws. It is told a diagram's source and tells its picture."""
    return render(request, "chatapp/drawing_place.html")
