"""What somebody says when they make a link to their work."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from accounts.sharing.forms import LinkForm
from studio.models import Asset


class ShareForm(LinkForm):
    """How long, behind which password, which of the things at hand, and whether the prompts are shown."""

    ticked = forms.TypedMultipleChoiceField(
        coerce=UUID,
        empty_value=[],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one.", "invalid_choice": "One of these is not here any more."},
    )
    with_words = forms.BooleanField(
        label="Show the prompts", required=False, help_text="Not shown unless you tick it, also not in a file’s name."
    )

    def __init__(self, data: Any = None, *, there: Sequence[Asset]) -> None:
        super().__init__(data)
        self.there = there
        field = self.fields["ticked"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(str(each.public_id), _called(each)) for each in there]
        field.initial = [str(each.public_id) for each in there]

    @property
    def shown(self) -> list[Asset]:
        """What is ticked, also before the form is sent."""
        said = set(map(str, self["ticked"].value() or []))
        return [each for each in self.there if str(each.public_id) in said]

    @property
    def words_too(self) -> bool:
        """Whether the prompts would be shown as it stands."""
        return bool(self["with_words"].value())


def _called(asset: Asset) -> str:
    kind = f"Film, {asset.length}" if asset.is_video else "Picture"
    return f"{kind}: {asset.alt[:80] or 'without words'}"
