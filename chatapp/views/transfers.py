"""Taking along and bringing here: the page, one conversation at once, everything in the background."""

from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import BinaryIO, cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import PersonRequest, people_only
from chatapp.models import Conversation, Transfer
from chatapp.transfers import form, losses, pages, runs
from chatapp.views.parlour import own
from chatapp.views.ways import see_other
from foundation.storage import media, serving

SHOWN = 20
TYPES = {"json": "application/json", "markdown": "text/markdown; charset=utf-8", "html": "text/html; charset=utf-8"}
EXTENSIONS = {"json": "json", "markdown": "md", "html": "html"}


@people_only
@require_safe
def listed(request: PersonRequest) -> HttpResponse:
    """What can be taken along and brought, and what is under way; as a fragment the list alone."""
    rows = list(Transfer.objects.owned_by(request.user).order_by("-begun_at")[:SHOWN])
    context = {
        "transfers": [(row, losses.of(row.report), losses.failure(row.report)) for row in rows],
        "goes_on": any(row.is_under_way for row in rows),
        "most_bytes": settings.TRANSFER_UPLOAD_BYTES,
    }
    fragment = request.headers.get("HX-Request")
    return render(request, f"chatapp/transfers/{'_runs' if fragment else 'transfers'}.html", context)


@people_only
@require_POST
def take_along(request: PersonRequest) -> HttpResponse:
    """Everything, as one file of the form that was chosen."""
    shape = request.POST.get("form", "")
    if shape not in runs.FORMS:
        raise Http404
    try:
        runs.take_along(request.user, shape)
    except runs.Busy:
        messages.info(request, "One is being made already.")
    return see_other(reverse("transfers"))


@people_only
@require_POST
def bring(request: PersonRequest) -> HttpResponse:
    """Read a file in the background."""
    upload = request.FILES.get("file")
    if upload is None or not upload.size:
        messages.error(request, "Choose a file with something in it first. Nothing was brought.")
    elif upload.size > settings.TRANSFER_UPLOAD_BYTES:
        messages.error(request, "This file is larger than we take. Nothing was brought.")
    else:
        try:
            runs.bring(request.user, upload)
        except runs.Busy:
            messages.info(request, "Another file is being read. Wait for its end, or cancel it.")
    return see_other(reverse("transfers"))


@people_only
@require_POST
def cancel(request: PersonRequest, transfer: UUID) -> HttpResponse:
    """End it where it stands."""
    try:
        runs.cancel(request.user, transfer)
    except Transfer.DoesNotExist as error:
        raise Http404 from error
    return see_other(reverse("transfers"))


@people_only
@require_safe
def fetch(request: PersonRequest, transfer: UUID) -> HttpResponse:
    """What was made: on to a link to it, minted now."""
    made = Transfer.objects.owned_by(request.user).filter(public_id=transfer, kind="export", state="finished")
    found = made.exclude(key="").first()
    if found is None:
        raise Http404
    name = f"salon-{found.form}-{found.begun_at:%Y-%m-%d}.zip"
    link = media().link(found.key, content_type="application/zip", filename=name, download=True)
    return HttpResponseRedirect(link, headers={"Cache-Control": "no-store"})


@people_only
@require_safe
def one(request: PersonRequest, conversation: UUID, shape: str) -> HttpResponseBase:
    """One conversation, at once."""
    found = own(request.user, conversation)
    if found.temporary or shape not in TYPES:
        raise Http404
    response = _sent(_made(found, shape), TYPES[shape])
    name = pages.file_name(found, EXTENSIONS[shape]).encode("ascii", "replace").decode().replace("?", "-")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def _sent(pieces: Iterator[str], kind: str) -> HttpResponseBase:
    """Written to a disk first, for here is the database; of a long one no more than a chunk is in memory."""
    file = TemporaryFile()  # noqa: SIM115  # closed by whoever reads it to its end
    for piece in pieces:
        file.write(piece.encode())
    size = file.tell()
    file.seek(0)
    if size <= serving.CHUNK_BYTES:
        with file:
            return HttpResponse(file.read(), content_type=kind)
    return StreamingHttpResponse(
        serving.read(cast(BinaryIO, file), 0, size), content_type=kind, headers={"Content-Length": str(size)}
    )


def _made(found: Conversation, shape: str) -> Iterator[str]:
    if shape == "json":
        return form.pieces([found], timezone.now().isoformat())
    return pages.as_markdown(found) if shape == "markdown" else pages.as_html(found)
