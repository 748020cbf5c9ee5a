"""What somebody says when they make a link."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from chatapp.models import Attachment
from chatapp.sharing.shares import DAYS, PRESET_DAYS

SHORTEST_PASSWORD = 6  # tries are counted; it keeps out whoever came by the link by chance


class ShareForm(forms.Form):
    """How long, behind which password, with which files. Cleaned: the words of `shares.share`."""

    days = forms.TypedChoiceField(
        label="Opens for",
        coerce=int,
        choices=[(days, f"{days} day{'s' if days > 1 else ''}") for days in DAYS],
        initial=PRESET_DAYS,
    )
    password = forms.CharField(
        label="Password",
        required=False,
        strip=False,
        min_length=SHORTEST_PASSWORD,
        max_length=100,
        widget=forms.PasswordInput(render_value=True, attrs={"class": "input", "autocomplete": "new-password"}),
        help_text="Whoever opens the link is asked for it. We keep only what knows it again.",
    )
    ticked = forms.TypedMultipleChoiceField(
        required=False, coerce=UUID, empty_value=[], widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, there: Sequence[Attachment]) -> None:
        super().__init__(data)
        self.there = there
        field = self.fields["ticked"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(str(file.public_id), file.name) for file in there]

    @property
    def keys(self) -> set[int]:
        """What is ticked, by key, also before the form is sent."""
        said = set(self["ticked"].value() or []) if self.is_bound else set()
        return {file.pk for file in self.there if str(file.public_id) in said}
