"""Pages: what a conversation heeds; a person's personas."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.doors import PersonRequest, people_only
from chatapp import context, instructing
from chatapp.instructing import InstructionsForm, PersonaForm
from chatapp.models import Conversation, Persona


@people_only
@require_http_methods(["GET", "HEAD", "POST"])
def instructions(request: PersonRequest, conversation: UUID) -> HttpResponse:
    """What is heeded in one conversation: its own, to be changed here, and what comes from elsewhere.

    `persona` fills the field with that persona's words; nothing is changed before it is saved.
    """
    place = _place(request, conversation)
    form = InstructionsForm(request.POST or None, initial={"instructions": _taken(request) or place.instructions})
    if request.method == "POST" and form.is_valid():
        instructing.instruct(request.user, conversation, form.cleaned_data["instructions"])
        return redirect("conversation", conversation)
    shown: dict[str, Any] = {
        "conversation": place,
        "form": form,
        "personas": Persona.objects.owned_by(request.user),
        "system": context.system_text(context.heeded(request.user, place)),
    }
    return render(request, "chatapp/instructions.html", shown, status=422 if form.errors else 200)


@people_only
@require_http_methods(["GET", "HEAD", "POST"])
def personas(request: PersonRequest) -> HttpResponse:
    """All of one's own, and a form for the next one."""
    form = PersonaForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and form.kept(request.user):
        return redirect("personas")
    shown = {"form": form, "personas": Persona.objects.owned_by(request.user)}
    return render(request, "chatapp/personas.html", shown, status=422 if form.errors else 200)


@people_only
@require_http_methods(["GET", "HEAD", "POST"])
def persona(request: PersonRequest, persona: UUID) -> HttpResponse:
    """Change one."""
    found = get_object_or_404(Persona.objects.owned_by(request.user), public_id=persona)
    form = PersonaForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid() and form.kept(request.user):
        return redirect("personas")
    shown = {"form": form, "persona": found}
    return render(request, "chatapp/persona.html", shown, status=422 if form.errors else 200)


@people_only
@require_POST
def delete(request: PersonRequest, persona: UUID) -> HttpResponse:
    """Forget one. Conversations that took its words keep them."""
    get_object_or_404(Persona.objects.owned_by(request.user), public_id=persona).delete()
    return redirect("personas")


def _place(request: PersonRequest, conversation: UUID) -> Conversation:
    rows = Conversation.objects.owned_by(request.user).kept().select_related("project")
    return get_object_or_404(rows, public_id=conversation)


def _taken(request: PersonRequest) -> str:
    """The words of the persona that was chosen, if one was. Raises Http404 for somebody else's."""
    chosen = request.GET.get("persona", "")
    if not chosen:
        return ""
    try:
        return str(Persona.objects.owned_by(request.user).get(public_id=UUID(chosen)).instructions)
    except (Persona.DoesNotExist, ValueError) as error:
        raise Http404 from error
