"""What somebody says when they make a link."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from accounts.sharing.forms import LinkForm
from chatapp.models import Attachment


class ShareForm(LinkForm):
    """How long, behind which password, with which files. Cleaned: the words of `shares.share`."""

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
