"""A file as a composer shows it, in values that a script can read."""

from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from chatapp.models import Attachment


def chip(file: Attachment) -> dict[str, object]:
    """What a composer shows of a file."""
    return {
        "id": str(file.public_id),
        "name": file.name,
        "kind": file.kind,
        "about": about(file),
        "tokens": file.tokens,
        "whole": reverse("file", args=[file.public_id]),
        "small": reverse("file-small", args=[file.public_id]) if file.is_picture else "",
        "delete": "" if _stands_elsewhere(file) else reverse("file-delete", args=[file.public_id]),
    }


def _stands_elsewhere(file: Attachment) -> bool:
    """Removing it from a composer must not take it away there. A temporary chat's files know their chat before any question."""
    if file.temporary:
        return file.places.exists()
    return file.project_id is not None or file.conversation_id is not None


def of_project(file: Attachment) -> dict[str, object]:
    """What the page of its project shows of one that was just added; there it can be taken out of the house."""
    return chip(file) | {"delete": reverse("file-delete", args=[file.public_id])}


def about(file: Attachment) -> str:
    """Its size, and of a PDF how many pages."""
    size = filesizeformat(file.bytes)
    return f"{file.pages} {'page' if file.pages == 1 else 'pages'}, {size}" if file.pages else size
