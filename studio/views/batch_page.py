"""The page of one batch, and the way back to the rows somebody was at."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.doors import PersonRequest
from studio.batches import repeating, sheet, showing
from studio.batches import standing as standings
from studio.models import Batch, BatchRow
from studio.views.asking import uuid_in, wants_fragment
from usage.allowances import standing

ORDERED_MEANWHILE = "This batch was ordered meanwhile."
PAGE_DIGITS = 6


def page(request: PersonRequest, batch: Batch, *, problem: str = "", status: int = 200) -> HttpResponse:
    """All of it, wherever it was asked for: its links lead to its own address."""
    context = _around(request, batch) | {
        "stretch": showing.stretch(batch, request.GET.get("page", 1), request.GET.get("show", "")),
        "problem": problem,
    }
    if not batch.is_ordered:
        context |= {"offer": showing.offer(batch), "edit": uuid_in(request.GET.get("edit", ""))}
        return render(request, "studio/batches/draft.html", context, status=status)
    stands = standings.of(batch)
    parts = len(sheet.parts(batch)) if stands.ready else 0
    context |= {"stands": stands, "again": repeating.offer(batch), "zips": range(1, parts + 1)}
    return render(request, "studio/batches/batch.html", context, status=status)


def changed(request: PersonRequest, batch: Batch, row: BatchRow | None) -> HttpResponseBase:
    """After a row was written anew or, None, taken out: for a fragment the row, the sum and how many rows are how."""
    if not wants_fragment(request):
        return redirect(back(request, batch, row))
    context = _around(request, batch) | {"offer": showing.offer(batch), "row": showing.shown(row) if row else None}
    return render(request, "studio/batches/_changed.html", context)


def row(request: PersonRequest, batch: Batch, row: BatchRow, *, opened: bool) -> HttpResponse:
    """One row as a fragment, to be changed or as it is."""
    template = "_row_form.html" if opened else "_row.html"
    context = _around(request, batch) | {"row": showing.shown(row), "focus": True}
    return render(request, f"studio/batches/{template}", context)


def ordered_meanwhile(request: PersonRequest, batch: Batch) -> HttpResponse:
    """What somebody wanted to change can be changed no more: the whole page is another now."""
    if not wants_fragment(request):
        return page(request, batch, problem=ORDERED_MEANWHILE, status=409)
    messages.error(request, ORDERED_MEANWHILE)
    return HttpResponse(status=204, headers={"HX-Redirect": back(request, batch)})


def back(request: HttpRequest, batch: Batch, row: BatchRow | None = None) -> str:
    """To the rows somebody was at, and there to one of them."""
    return f"{address(batch)}{at(request)}{f'#row-{row.n}' if row else ''}"


def address(batch: Batch) -> str:
    """Its page."""
    return reverse("batch", args=[batch.public_id])


def at(request: HttpRequest, **more: str) -> str:
    """Which rows somebody is at, as the end of an address; every door of a batch takes it along. Empty: at the first."""
    show, number = request.GET.get("show", ""), request.GET.get("page", "")
    is_number = number.isascii() and number.isdigit() and len(number) <= PAGE_DIGITS
    said = more | ({"show": show} if show in showing.ONLY else {}) | ({"page": number} if is_number else {})
    return f"?{urlencode(said)}" if said else ""


def _around(request: PersonRequest, batch: Batch) -> dict[str, Any]:
    return {
        "batch": batch,
        "to": address(batch),
        "at": at(request),
        "only": request.GET.get("show", ""),
        "standing": standing(request.user),
    }
