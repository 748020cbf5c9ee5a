"""What a conversation is to heed, and the personas it can be taken from."""

from uuid import UUID

from django import forms
from django.db import transaction

from accounts.models import User
from accounts.models.user import INSTRUCTIONS_CHARACTERS
from chatapp.models import Conversation, Persona
from chatapp.models.persona import NAME_CHARACTERS
from chatapp.named import NamedForm, visible


class InstructionsForm(forms.Form):
    """The instructions of one conversation; none is an answer, too."""

    instructions = forms.CharField(
        label="In this conversation",
        required=False,
        max_length=INSTRUCTIONS_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Sent with every question here, after your own instructions and the project's.",
    )

    clean_instructions = visible("instructions")


class PersonaForm(NamedForm):
    """A name and what goes with it."""

    noun, most = "persona", 100

    class Meta:
        model = Persona
        fields = ("name", "instructions")
        labels = {"name": "Name", "instructions": "What Grok should heed"}
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "off", "maxlength": NAME_CHARACTERS}),
            "instructions": forms.Textarea(attrs={"rows": 6}),
        }

    clean_instructions = visible("instructions")


def instruct(person: User, conversation: UUID, instructions: str) -> Conversation:
    """Let a conversation heed this from the next question on. Raises DoesNotExist."""
    with transaction.atomic():
        found: Conversation = (
            Conversation.objects.owned_by(person).kept().select_for_update().get(public_id=conversation)
        )
        found.instructions = instructions
        found.save(update_fields=["instructions"])
    return found
