"""What somebody says when they report something."""

from collections.abc import Sequence
from typing import Any

from django import forms

from moderation.finding import LONGEST, Found
from moderation.reports.categories import CATEGORIES, Category, of
from moderation.reports.receiving import LONGEST_WHY


class ReportForm(forms.Form):
    """Where, which of what stands there, what is wrong; and for somebody without an account, where we may write to."""

    at = forms.CharField(
        label="Where is it?",
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        help_text="The address of the page, from your browser’s bar.",
        error_messages={"required": "Paste the address of the page it is on."},
    )
    thing = forms.ChoiceField(
        label="Which of these?",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "This is not there any more. Choose again."},
    )
    category = forms.ChoiceField(
        label="What is wrong?",
        choices=[(each.key, each.words) for each in CATEGORIES],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what comes nearest.", "invalid_choice": "Choose what comes nearest."},
    )
    why = forms.CharField(
        label="What should we know?",
        required=False,
        max_length=LONGEST_WHY,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="A reviewer reads it. Its owner does not.",
    )
    contact = forms.EmailField(
        label="Your e-mail address",
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="Only to tell you what becomes of it. Without it you find that at an address we show you next.",
    )

    def __init__(self, data: Any = None, *, found: Sequence[Found], known: bool, **more: Any) -> None:
        super().__init__(data, **more)
        self.found = found
        if len(found) > 1:
            field = self.fields["thing"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(str(each.subject), each.title) for each in found]
            field.required = True
            field.error_messages["required"] = "Choose which of them you mean."
        else:
            del self.fields["thing"]
        if found:
            self.fields["at"].widget = forms.HiddenInput()
        if known:
            del self.fields["contact"]

    @property
    def chosen(self) -> Found:
        """What is reported; only of a valid form."""
        named = self.cleaned_data.get("thing")
        return next((each for each in self.found if str(each.subject) == named), self.found[0])

    @property
    def categories(self) -> list[tuple[Category, bool]]:
        """Each with whether it is chosen."""
        said = self["category"].value()
        return [(each, each.key == said) for each in CATEGORIES]

    def clean(self) -> dict[str, Any]:
        """An address at which nothing stands is said so beside it; so is what only words can tell."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.found and "at" in cleaned:
            self.add_error(
                "at",
                "We find nothing of this house at that address. Copy it once more from the page, or the whole link you were sent.",
            )
        if "category" in cleaned:
            cleaned["category"] = of(cleaned["category"])
            if cleaned["category"].wants_words and not cleaned.get("why", "").strip() and "why" not in self.errors:
                self.add_error("why", "Say in a few words what is wrong: nobody could tell otherwise.")
        return cleaned
