"""What the owner and the person in the picture fill in."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundWidget
from django.utils import timezone

from moderation.models.consent import Scope, Who

MEANS = {
    Scope.EDIT: "New pictures are made from it: other clothes, another place, a drawing.",
    Scope.ANIMATE: "Short films are made from it, in which you seem to move.",
    Scope.PUBLISH: "Others see what was made, by a link that is handed on. Otherwise only whoever asks you sees it.",
}


class AnswerForm(forms.Form):
    """Who is this?"""

    who = forms.ChoiceField(choices=Who.choices, error_messages={"required": "Choose who it is."})
    words = forms.CharField(
        label="Whom do you mean?",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
        help_text="For your own list, such as “my sister Anna”. The person sees it, too.",
    )

    def clean(self) -> dict[str, Any]:
        """A link for somebody needs a name on your list."""
        said = super().clean() or {}
        if said.get("who") == Who.SOMEBODY and not (said.get("words") or "").strip():
            self.add_error("words", "Write whom you mean, so that you find the answer again.")
        return said


class SignForm(forms.Form):
    """What is allowed, until when, and the name under it."""

    scopes = forms.MultipleChoiceField(
        label="What may be done?",
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one, or say that you do not agree."},
    )
    until = forms.DateField(
        label="Until when?",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "input"}),
        error_messages={"required": "Choose a day.", "invalid": "Choose a day, such as 2027-05-31."},
        help_text="On that day it ends by itself. You can take it back before, at any time.",
    )
    signature = forms.CharField(
        label="Your name",
        max_length=120,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "name"}),
        error_messages={"required": "Sign with your name."},
        help_text="It stands under your answer. Only whoever asks you and the reviewers of this house see it.",
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        today = timezone.now().date()
        self.first, self.last = today + timedelta(days=1), today + timedelta(days=settings.CONSENT_LONGEST_DAYS)
        field = self.fields["until"]
        field.initial = today + timedelta(days=settings.CONSENT_PRESET_DAYS)
        field.widget.attrs |= {"min": self.first.isoformat(), "max": self.last.isoformat()}

    @property
    def allowances(self) -> list[tuple[BoundWidget, str]]:
        """Each tick with what it means."""
        return [(box, MEANS[Scope(str(box.data["value"]))]) for box in self["scopes"]]

    def clean_until(self) -> datetime:
        """The end of that day."""
        chosen: date = self.cleaned_data["until"]
        if not self.first <= chosen <= self.last:
            raise forms.ValidationError(f"Choose a day from {self.first:%-d %B %Y} to {self.last:%-d %B %Y}.")
        return datetime.combine(chosen, time.max, tzinfo=UTC)
