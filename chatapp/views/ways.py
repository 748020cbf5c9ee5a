"""Where a command leads."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect


def see_other(address: str) -> HttpResponse:
    """On to a page: what was posted is done, and a reload does not do it again."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


def on_to(request: HttpRequest, address: str) -> HttpResponse:
    """The same, also for a form that htmx has sent."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return see_other(address)
