"""What staff say when they break the glass."""

import re
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings

LEAST = 10  # letters: "test" is no reason anybody can answer
PLACE = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class GlassForm(forms.Form):
    """Why and for how long; without a case also whose, and which."""

    reason = forms.CharField(
        label="Why",
        min_length=LEAST,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="They read it at once, word for word, and the audit keeps it. Quote nothing of what you expect to read.",
        error_messages={"required": "Write why. Whoever is read has a right to know."},
    )
    minutes = forms.IntegerField(label="For how many minutes", min_value=1)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        longest = int(settings.GLASS_MINUTES)
        minutes = self.fields["minutes"]
        minutes.initial = min(30, longest)
        minutes.widget.attrs |= {"max": longest}
        minutes.help_text = f"At most {longest}. It ends by itself; end it sooner when you are done."

    def clean_minutes(self) -> int:
        """Not longer than this house allows."""
        return min(int(self.cleaned_data["minutes"]), int(settings.GLASS_MINUTES))


class PersonGlassForm(GlassForm):
    """Without a case: all of a person's conversations, or the one whose address is given."""

    conversation = forms.CharField(
        label="One conversation",
        required=False,
        max_length=300,
        help_text="Its address or id. Empty: all they have.",
    )

    field_order = ("conversation", "reason", "minutes")

    def clean_conversation(self) -> UUID | None:
        """The id in what was typed."""
        words = self.cleaned_data["conversation"].strip().lower()
        if not words:
            return None
        if (found := PLACE.search(words)) is None:
            raise forms.ValidationError("There is no id of a conversation in this.")
        return UUID(found[0])
