"""Orders of films: Film, Animate, Change and Extend."""

from typing import Any

from django import forms

from studio.forms.base import OrderForm, offer
from studio.forms.slots import Slot
from studio.verbs import Verb
from xai import media_limits
from xai.media_limits import Way


class LengthForm(OrderForm):
    """Whoever asks this chooses a length."""

    makes = "makes films of"

    seconds = forms.IntegerField(
        label="Length in seconds",
        widget=forms.Select,
        error_messages={"invalid": "A whole number of seconds.", "required": "A whole number of seconds."},
    )

    def offer(self) -> None:
        """Every length that any engine takes."""
        rows = self.rows()
        lengths = range(min(row.shortest for row in rows), max(row.longest for row in rows) + 1)
        widget = self.fields["seconds"].widget
        assert isinstance(widget, forms.Select)
        self.fields["seconds"].initial = rows[0].usual
        widget.choices = [(length, self.length(length)) for length in lengths]

    def length(self, seconds: int) -> str:
        """A length in the list."""
        return f"{seconds} s"

    def clean(self) -> dict[str, Any]:
        """What is too long or too short for this engine."""
        cleaned = super().clean()
        limits, seconds = media_limits.takes(self.way, cleaned.get("engine", "")), cleaned.get("seconds")
        if limits and seconds is not None and not limits.shortest <= seconds <= limits.longest:
            sentence = f"{limits.engine} {self.makes} {limits.shortest} to {limits.longest} seconds."
            self.add_error("seconds", sentence)
        return cleaned


class VideoOrderForm(LengthForm):
    """A film from words."""

    verb = Verb.FILM
    chips = ("ratio", "seconds", "resolution")

    ratio = forms.ChoiceField(required=False)
    resolution = forms.ChoiceField()

    @property
    def way(self) -> Way:
        """From words."""
        return "film"

    def offer(self) -> None:
        """All that any engine takes."""
        super().offer()
        rows = self.rows()
        own: list[str | tuple[str, str]] = [ratio for row in rows for ratio in row.ratios]
        follows = self.follows(rows[0])
        offer(self, "ratio", [self.followed, *own] if follows else own, "" if follows else "16:9")
        offer(self, "resolution", [size for row in rows for size in row.resolutions], "480p")


class AnimateOrderForm(VideoOrderForm):
    """A film from pictures: its first frame, perhaps its last, or things that are to be seen in it."""

    verb = Verb.ANIMATE

    @property
    def way(self) -> Way:
        """By frames, unless there are references."""
        return "reference" if self.given.of("reference") else "animate"

    def has_use_for(self, slot: Slot) -> bool:
        """Frames or references, and a last frame only where the engine ends films."""
        first, references = self.given.of("first_frame"), self.given.of("reference")
        match slot.name:
            case "first_frame":
                return not references
            case "last_frame":
                return bool(first) and bool(self.chosen and self.chosen.last_frame)
        return not first and not self.given.of("last_frame")


class ChangeOrderForm(OrderForm):
    """A film made into another. Length and shape are the film's own."""

    verb = Verb.CHANGE

    @property
    def way(self) -> Way:
        """From a film."""
        return "change"


class ExtendOrderForm(LengthForm):
    """A film made longer."""

    verb = Verb.EXTEND
    chips = ("seconds",)
    makes = "adds"

    @property
    def way(self) -> Way:
        """From a film."""
        return "extend"

    def length(self, seconds: int) -> str:
        """What is added."""
        return f"+{seconds} s"
