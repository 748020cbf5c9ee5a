"""Prompts that somebody keeps to use again. Their blanks are written `{{like this}}`."""

import json
from uuid import UUID

from django import forms
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from chatapp import refusals
from chatapp.models import SavedPrompt
from chatapp.models.saved_prompt import NAME_CHARACTERS
from chatapp.named import NamedForm, visible
from chatapp.shapes import schemas
from chatapp.shapes.schemas import Schema

TEXT_CHARACTERS = 8_000  # all of them are fetched at once when the menu opens


class PromptForm(NamedForm):
    """A name, the words, and the shape answers to them are to have, if any."""

    noun, most = "prompt", 200

    text = forms.CharField(
        label="What you ask",
        max_length=TEXT_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Write what changes each time as a blank: {{topic}}. When you use the prompt, Tab goes from blank to blank.",
    )
    shape = forms.CharField(
        label="Answer in this shape (JSON Schema)",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text="The answer comes as JSON of this shape, is checked here, and is shown as a table or a form.",
    )
    field_order = ("name", "text", "shape")

    class Meta:
        model = SavedPrompt
        fields = ("name", "text")
        labels = {"name": "Name"}
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "off", "maxlength": NAME_CHARACTERS})}

    clean_text = visible("text")

    def clean_shape(self) -> Schema | None:
        """The schema that was typed, none for nothing."""
        typed = self.cleaned_data["shape"].strip()
        try:
            return schemas.parsed(typed) if typed else None
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def kept(self, person: User) -> bool:
        """Save it with its shape."""
        self.instance.json_schema = self.cleaned_data["shape"]
        return super().kept(person)


def typed(prompt: SavedPrompt) -> dict[str, str]:
    """What stands in a form beside the prompt's own fields."""
    return {"shape": json.dumps(prompt.json_schema, indent=2, ensure_ascii=False) if prompt.json_schema else ""}


def menu(person: User) -> list[dict[str, object]]:
    """All of theirs for the composer, those used last first."""
    rows = SavedPrompt.objects.owned_by(person).order_by(F("used_at").desc(nulls_last=True), "name")
    return [
        {
            "id": str(row.public_id),
            "name": row.name,
            "text": row.text,
            "shaped": row.json_schema is not None,
            "used": reverse("prompt-used", args=[row.public_id]),
        }
        for row in rows
    ]


def own(person: User, prompt: UUID) -> SavedPrompt:
    """Their own prompt. Raises Refused, also for somebody else's."""
    found: SavedPrompt | None = SavedPrompt.objects.owned_by(person).filter(public_id=prompt).first()
    if found is None:
        raise refusals.prompt_gone()
    return found


def shape(prompt: SavedPrompt | None) -> Schema | None:
    """The shape that an answer is to have, if a prompt asks for one."""
    return prompt.json_schema if prompt else None


def used(person: User, prompt: UUID) -> None:
    """It was brought into a composer now. Raises SavedPrompt.DoesNotExist."""
    if not SavedPrompt.objects.owned_by(person).filter(public_id=prompt).update(used_at=timezone.now()):
        raise SavedPrompt.DoesNotExist
