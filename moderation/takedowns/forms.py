"""What somebody says who asks for removal, and what a reviewer says who judges."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from django import forms

from moderation.takedowns.judging import Ticks
from moderation.takedowns.receiving import Request

LONG = 4_000
MOST_BOXES = 1_000  # of one page


class RemovalForm(forms.Form):
    """Short, in the order somebody frightened would tell it."""

    where = forms.CharField(
        label="Where is it?",
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 2, "autocapitalize": "none", "spellcheck": "false"}),
        help_text="The address of the page or picture: the whole link. Several are fine, one below the other. "
        "If you have none, say what it is and where you saw it.",
        error_messages={"required": "Paste the link you saw it at, or say where you saw it."},
    )
    who = forms.CharField(
        label="Who is shown?",
        max_length=200,
        help_text="“Me”, or the name of the person you act for.",
        error_messages={"required": "Say who is shown: “me” is enough."},
    )
    intimate = forms.TypedChoiceField(
        label="Is it intimate: naked, or sexual?",
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose yes or no. Either way it is hidden first."},
    )
    why = forms.CharField(
        label="What else should we know?", required=False, max_length=LONG, widget=forms.Textarea(attrs={"rows": 2})
    )
    contact = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="We write to it about this request alone. Whoever put it up never sees it.",
        error_messages={"required": "We need an address to tell you what we decide."},
    )
    signature = forms.CharField(
        label="Your name, as a signature",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text="Only the people who judge this read it.",
        error_messages={"required": "Type your name: it is your signature."},
    )
    good_faith = forms.BooleanField(
        label="What I say here is true as far as I know, and I did not agree to this being shown.",
        error_messages={"required": "Tick this so that we may act on your word."},
    )

    def request(self, only: UUID | None) -> Request:
        """What a valid form says."""
        said: dict[str, Any] = {**self.cleaned_data}
        said.pop("good_faith")
        return Request(**said, only=only)


class JudgeForm(forms.Form):
    """Removed or not, which of the things, and why."""

    verdict = forms.ChoiceField(
        choices=[("uphold", "Remove what is ticked"), ("decline", "It stays")],
        error_messages={"required": "Choose what is to happen.", "invalid_choice": "Choose what is to happen."},
    )
    reason = forms.CharField(
        max_length=2_000,
        error_messages={
            "required": "Write the reason. Both sides read it, so a sentence is enough, but it must be there."
        },
    )
    bad_faith = forms.BooleanField(required=False)
    elsewhere = forms.IntegerField(required=False, min_value=0)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.shown, self.ticked = (_ids(data.getlist(name)) if data is not None else [] for name in ("shown", "thing"))

    @property
    def ticks(self) -> Ticks:
        """Of the page that was sent; of a form that was cleaned."""
        return Ticks(self.shown, self.ticked, self.cleaned_data.get("elsewhere") or 0)

    def clean(self) -> dict[str, Any]:
        """Removing needs something to remove."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("verdict") == "uphold" and not (self.ticked or cleaned.get("elsewhere")):
            self.add_error(None, "Tick what is to be removed. Where nothing is listed, say first where it is.")
        return cleaned


def _ids(said: Sequence[str]) -> list[UUID]:
    found = []
    for each in said[:MOST_BOXES]:
        with suppress(ValueError):
            found.append(UUID(each))
    return found
