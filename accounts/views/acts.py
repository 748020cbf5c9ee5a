"""The audit, for administrators: who did what to whom, and why."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from accounts import acts, acts_words, audit
from accounts.acts_form import ActsForm
from accounts.doors import PersonRequest, administrators_only
from accounts.models import AuditEntry, User

PER_PAGE = 50


@never_cache
@require_GET
@administrators_only
def listed(request: PersonRequest) -> HttpResponse:
    """The acts, the newest first, narrowed by the form. Looking here is an act as well."""
    form = ActsForm(request.GET)
    asked = form.asked()
    audit.looked(request.user, "audit.looked", "audit")
    page = Paginator(acts.found(asked), PER_PAGE).get_page(request.GET.get("page"))
    people = acts_words.names(page)
    context = {
        "page": page,
        "lines": [_line(act, people, request.user) for act in page],
        "form": form,
        "asked": asked,
        "actions": [(action, acts_words.done(action)) for action in acts.actions()],
        "query": "&" + urlencode(asked.words()),
    }
    return render(request, "accounts/acts.html", context, status=200 if form.is_valid() else 422)


def _line(act: AuditEntry, people: dict[str, str], reader: User) -> tuple[Any, ...]:
    """An act as it is read: what was done, about what, and what changed."""
    return act, acts_words.done(act.action), acts_words.things(act, people, reader), acts.changes(act)


@never_cache
@require_GET
@administrators_only
def sheet(request: PersonRequest) -> HttpResponse:
    """The same acts as a table to take along, the newest `acts.EXPORTED` of them."""
    asked = ActsForm(request.GET).asked()
    found = list(acts.found(asked)[: acts.EXPORTED])
    narrowed = {name: words for name, words in asked.words().items() if words}
    audit.record(request.user, "audit.exported", "audit", after={"rows": len(found), **narrowed})
    response = HttpResponse(acts.as_csv(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="salon-audit.csv"'
    return response
