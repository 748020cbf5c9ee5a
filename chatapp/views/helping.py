"""The help page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.doors import public
from chatapp.help import table
from chatapp.help.glossary import GLOSSARY


@public
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """What each sentence means, whose it is, what it costs; `?q=` keeps those that hold the words."""
    wanted = request.GET.get("q", "")[:200].replace("\0", "")
    context = {"wanted": wanted, "groups": table.groups(wanted), "glossary": GLOSSARY}
    return render(
        request, "chatapp/_help_list.html" if request.headers.get("HX-Request") else "chatapp/help.html", context
    )
