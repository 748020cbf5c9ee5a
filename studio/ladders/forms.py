"""The form a ladder begins with: what is to be seen, and the film that is wanted in the end."""

import uuid
from typing import Any

from django import forms
from django.conf import settings

from studio.forms.base import OrderForm, among, offer
from xai import media_limits


class LadderForm(forms.Form):
    """Only shapes that pictures and films both have."""

    prompt = forms.CharField(
        strip=False, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Write what you would like to see."},
    )  # fmt: skip
    ratio = forms.ChoiceField()
    seconds = forms.TypedChoiceField(coerce=int, label="Length in seconds")
    resolution = forms.ChoiceField(label="Resolution of the final")
    engine = forms.ChoiceField(label="Engine of the final")
    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": "Reload the page and try again."})

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        rows = media_limits.engines("animate")
        pictures = {ratio for row in media_limits.engines("imagine") for ratio in row.ratios}
        ratios = [ratio for row in rows for ratio in row.ratios if ratio in pictures]
        offer(self, "ratio", ratios, "16:9")
        offer(self, "resolution", [size for row in rows for size in row.resolutions], "720p")
        offer(self, "engine", [row.engine for row in rows], str(settings.VIDEO_ENGINE))
        longest = max(row.longest for row in rows)
        offer(self, "seconds", [(str(each), f"{each} s") for each in range(2, longest + 1)], str(rows[0].usual))

    @property
    def chip_fields(self) -> list[forms.BoundField]:
        """The chips, in the order in which they stand."""
        return [self[name] for name in ("ratio", "seconds", "resolution", "engine")]

    clean_prompt = OrderForm.clean_prompt

    def clean(self) -> dict[str, Any]:
        """What the final's engine does not take."""
        cleaned = super().clean() or {}
        limits = media_limits.takes("animate", cleaned.get("engine", ""))
        if limits:
            among(self, "resolution", limits.engine, limits.resolutions)
            among(self, "ratio", limits.engine, limits.ratios)
            seconds = cleaned.get("seconds")
            if seconds and not limits.shortest <= seconds <= limits.longest:
                self.add_error("seconds", f"{limits.engine} makes films of {limits.shortest} to {limits.longest} s.")
        return cleaned

    def renew_key(self) -> None:
        """Nothing came of this form: sent again it is another intention."""
        self.data = {name: self.data.get(name) for name in self.fields} | {"key": str(uuid.uuid4())}

    @property
    def wanted(self) -> dict[str, Any]:
        """The ladder's columns; only of a valid form."""
        return {name: self.cleaned_data[name] for name in ("prompt", "ratio", "engine", "resolution", "seconds")}
