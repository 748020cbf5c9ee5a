"""Orders of pictures: Imagine and Edit."""

from typing import Any

from django import forms
from django.conf import settings

from studio.forms.base import OrderForm, among, offer
from studio.orders import Role
from studio.verbs import Verb
from xai import media_limits
from xai.media_limits import Takes, Way

MOST = 10


class PictureOrderForm(OrderForm):
    """Pictures of one prompt."""

    verb = Verb.IMAGINE
    chips = ("ratio", "n", "resolution", "quality")

    ratio = forms.ChoiceField(required=False)
    resolution = forms.ChoiceField()
    quality = forms.ChoiceField(required=False)
    n = forms.IntegerField(
        label="How many",
        min_value=1,
        max_value=MOST,
        widget=forms.Select(choices=[(n, f"{n} picture" if n == 1 else f"{n} pictures") for n in range(1, MOST + 1)]),
        error_messages={
            "min_value": "At least 1 picture.",
            "max_value": "At most 10 pictures in one order.",
            "invalid": "A whole number from 1 to 10.",
            "required": "A whole number from 1 to 10.",
        },
    )

    @property
    def way(self) -> Way:
        """From words."""
        return "imagine"

    @property
    def usual_engine(self) -> str:
        """The house's engine for pictures."""
        return str(settings.PICTURE_ENGINE)

    def offer(self) -> None:
        """All that any engine takes."""
        rows = self.rows()
        offer(self, "ratio", self.ratios(rows), "" if self.follows(rows[0]) else "1:1")
        offer(self, "resolution", [size for row in rows for size in row.resolutions], "1k")
        offer(self, "quality", [level for row in rows for level in row.qualities], settings.PICTURE_QUALITY)
        self.fields["n"].initial = 1

    def ratios(self, rows: tuple[Takes, ...]) -> list[str | tuple[str, str]]:
        """Every ratio; first, where there is something to follow, none of our own."""
        own: list[str | tuple[str, str]] = [ratio for row in rows for ratio in row.ratios]
        return [self.followed, *own] if self.follows(rows[0]) else own

    def clean(self) -> dict[str, Any]:
        """Levels of quality, too."""
        cleaned = super().clean()
        limits = media_limits.takes(self.way, cleaned.get("engine", ""))
        if limits and limits.qualities:
            cleaned["quality"] = cleaned.get("quality") or limits.qualities[0]
            among(self, "quality", limits.engine, limits.qualities)
        else:  # this engine has no levels of it, whatever the field was left at
            cleaned["quality"] = ""
        return cleaned


class EditOrderForm(PictureOrderForm):
    """Pictures made of others: the first is worked on, the rest are looked at."""

    verb = Verb.EDIT

    @property
    def way(self) -> Way:
        """From pictures."""
        return "edit"

    def role(self, slot: str, place: int) -> Role:
        """By their order."""
        return Role.REFERENCE if place else Role.SOURCE
