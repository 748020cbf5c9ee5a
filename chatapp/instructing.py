"""What a conversation is to heed, and the personas it can be taken from."""

from uuid import UUID

from django import forms
from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.models.user import INSTRUCTIONS_CHARACTERS
from chatapp.models import Conversation, Persona
from chatapp.models.persona import NAME_CHARACTERS
from chatapp.turns.words import CONTROL

MOST_PERSONAS = 100


class InstructionsForm(forms.Form):
    """The instructions of one conversation; none is an answer, too."""

    instructions = forms.CharField(
        label="In this conversation",
        required=False,
        max_length=INSTRUCTIONS_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Sent with every question here, after your own instructions and the project's.",
    )

    def clean_instructions(self) -> str:
        """Without invisible characters."""
        return CONTROL.sub("", self.cleaned_data["instructions"]).strip()


class PersonaForm(forms.ModelForm):  # type: ignore[type-arg]  # subscripted only in the stubs
    """A name and what goes with it."""

    class Meta:
        model = Persona
        fields = ("name", "instructions")
        labels = {"name": "Name", "instructions": "What Grok should heed"}
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "off", "maxlength": NAME_CHARACTERS}),
            "instructions": forms.Textarea(attrs={"rows": 6}),
        }

    def clean_instructions(self) -> str:
        """Without invisible characters."""
        return CONTROL.sub("", self.cleaned_data["instructions"]).strip()

    def kept(self, person: User) -> bool:
        """Save a valid form as this person's. False, with a sentence in the form: the name is taken, or there are too many."""
        persona = self.save(commit=False)
        if persona.pk is None and Persona.objects.owned_by(person).count() >= MOST_PERSONAS:
            self.add_error(None, f"You have {MOST_PERSONAS} personas, which is the most. Delete one first.")
            return False
        persona.owner = person
        try:
            with transaction.atomic():
                persona.save()
        except IntegrityError:
            self.add_error("name", "You have a persona of this name already. Choose another name.")
            return False
        return True


def instruct(person: User, conversation: UUID, instructions: str) -> Conversation:
    """Let a conversation heed this from the next question on. Raises DoesNotExist."""
    with transaction.atomic():
        found: Conversation = (
            Conversation.objects.owned_by(person).kept().select_for_update().get(public_id=conversation)
        )
        found.instructions = instructions
        found.save(update_fields=["instructions"])
    return found
