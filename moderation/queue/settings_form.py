"""How one reviewer wants to work, as a form."""

from typing import Any, ClassVar

from django import forms

from moderation.models import ReviewerSettings
from moderation.queue.words import LANE_TITLES


def breaks() -> list[tuple[int, str]]:
    """How often to be reminded, in words."""
    return [(minutes, f"After {minutes} minutes" if minutes else "Never") for minutes in ReviewerSettings.BREAKS]


class ReviewerSettingsForm(forms.ModelForm):  # type: ignore[type-arg]  # subscripted only in the stubs
    """What the eyes are spared, breaks, keys, and which lanes stand first."""

    break_minutes = forms.TypedChoiceField(label="Remind me of a break", coerce=int, choices=breaks)
    starred = forms.MultipleChoiceField(
        label="Lanes that stand first",
        choices=lambda: [(lane.value, title) for lane, title in LANE_TITLES.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = ReviewerSettings
        fields = ("blur", "grey", "muted", "break_minutes", "auto_advance", "keys", "starred")
        labels: ClassVar[dict[str, str]] = {
            "blur": "Pictures are blurred until I look",
            "grey": "Pictures and films are grey until I look",
            "muted": "Films play without sound",
            "auto_advance": "Open the next case once one is decided",
            "keys": "Single letters and digits are keys",
        }
        help_texts: ClassVar[dict[str, str]] = {
            "auto_advance": "Otherwise you come back to the queue.",
            "keys": "Switch this off where a screen reader or voice control uses letters itself.",
        }
        widgets: ClassVar[dict[str, Any]] = {"blur": forms.RadioSelect}
