"""An answer in a shape, as a file."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from accounts.doors import PersonRequest, people_only
from chatapp.models import Message, Turn
from chatapp.models.turn import Shape
from chatapp.shapes import showing
from chatapp.shapes.fitting import value_in

FILES = {
    "json": (showing.as_json, "application/json"),
    "csv": (showing.as_csv, "text/csv; charset=utf-8"),
}


@people_only
@require_safe
def download(request: PersonRequest, turn: UUID, form: str) -> HttpResponse:
    """The value in an answer that fits its shape, as JSON or for a spreadsheet."""
    rows = Turn.objects.watched_by(request.user).select_related("prompt", "answer")
    found = rows.filter(public_id=turn, shape=Shape.FITS, answer__in=Message.objects.readable()).first()
    if found is None or form not in FILES:
        raise Http404
    written, media_type = FILES[form]
    response = HttpResponse(written(value_in(found.answer.text)), content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="answer-{found.public_id}.{form}"'
    response["Cache-Control"] = "no-store"
    return response
