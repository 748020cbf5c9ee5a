"""The answer to what no view and no middleware caught."""

import sys

from django.http import HttpRequest, HttpResponse
from django.views.defaults import server_error

from foundation import outages


def failed(request: HttpRequest) -> HttpResponse:
    """503 when a part is away (the session's middleware lost it, or a page of Django's own); else 500."""
    return outages.told(request, sys.exc_info()[1]) or server_error(request)
