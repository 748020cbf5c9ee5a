"""The order form: what was typed becomes a frozen order, or one clear sentence per mistake. Nothing typed is lost."""

import json
import unicodedata
from dataclasses import fields
from typing import Any

from django import forms
from django.conf import settings

from foundation import idempotency
from studio.orders import PictureOrder, VideoOrder
from xai import media_limits

PLAIN_CONTROLS = "\n\t"

PICTURE_RATIOS = (*media_limits.RATIOS, *media_limits.WIDE_RATIOS)


def _asked(order: type[PictureOrder] | type[VideoOrder]) -> list[str]:
    """The fields an order is made of."""
    return [field.name for field in fields(order)]


def _choices(values: Any) -> list[tuple[str, str]]:
    return [(value, value) for value in dict.fromkeys(values)]


class OrderForm(forms.Form):
    """What both kinds ask. The choices are all that any engine takes; which engine takes which is checked in `clean`."""

    prompt = forms.CharField(
        strip=False,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
        error_messages={"required": "Write what you would like to see."},
    )
    engine = forms.ChoiceField()
    ratio = forms.ChoiceField()
    resolution = forms.ChoiceField()
    key = forms.RegexField(idempotency.KEY, widget=forms.HiddenInput, required=False)

    @property
    def limits(self) -> str:
        """What each engine takes, field by field, as JSON: the page offers no choice that would be refused."""
        return json.dumps({})

    def clean_prompt(self) -> str:
        """Line ends made alike, ends trimmed; control characters and overlength are said, not swallowed."""
        prompt = str(self.cleaned_data["prompt"]).replace("\r\n", "\n").replace("\r", "\n").strip()
        if not prompt:
            raise forms.ValidationError("Write what you would like to see.")
        if len(prompt) > settings.MAX_PROMPT_CHARACTERS:
            raise forms.ValidationError(
                f"This has {len(prompt):,} characters; {settings.MAX_PROMPT_CHARACTERS:,} are the most. Shorten it."
            )
        if any(unicodedata.category(letter) in {"Cc", "Cs"} and letter not in PLAIN_CONTROLS for letter in prompt):
            raise forms.ValidationError("This contains control characters, which cannot be shown. Type it by hand.")
        return prompt


class PictureOrderForm(OrderForm):
    """Pictures of one prompt."""

    quality = forms.ChoiceField(required=False)
    n = forms.IntegerField(
        label="How many",
        min_value=1,
        max_value=10,
        widget=forms.Select(choices=[(n, f"{n} picture" if n == 1 else f"{n} pictures") for n in range(1, 11)]),
        error_messages={
            "min_value": "At least 1 picture.",
            "max_value": "At most 10 pictures in one order.",
            "invalid": "A whole number from 1 to 10.",
            "required": "A whole number from 1 to 10.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        engines = media_limits.picture_engines()
        _offer(self, "engine", [engine.engine for engine in engines], settings.PICTURE_ENGINE)
        _offer(self, "ratio", PICTURE_RATIOS, "1:1")
        _offer(self, "resolution", [size for engine in engines for size in engine.resolutions], "1k")
        _offer(self, "quality", [level for engine in engines for level in engine.qualities], settings.PICTURE_QUALITY)
        self.fields["n"].initial = 1

    @property
    def limits(self) -> str:
        """What each engine takes, field by field, as JSON."""
        return json.dumps(
            {
                limits.engine: {"ratio": limits.ratios, "resolution": limits.resolutions, "quality": limits.qualities}
                for limits in media_limits.picture_engines()
            }
        )

    def clean(self) -> dict[str, Any]:
        """What this engine does not take."""
        cleaned = super().clean() or {}
        limits = media_limits.pictures(cleaned.get("engine", ""))
        if limits is None:
            return cleaned
        _among(self, "ratio", limits.engine, limits.ratios)
        _among(self, "resolution", limits.engine, limits.resolutions)
        if limits.qualities:
            cleaned["quality"] = cleaned.get("quality") or limits.qualities[0]
            _among(self, "quality", limits.engine, limits.qualities)
        else:  # this engine has no levels of it, whatever the field was left at
            cleaned["quality"] = ""
        return cleaned

    def order(self) -> PictureOrder:
        """The order; only of a valid form."""
        return PictureOrder(**{name: self.cleaned_data[name] for name in _asked(PictureOrder)})


class VideoOrderForm(OrderForm):
    """A film."""

    seconds = forms.IntegerField(
        label="Length in seconds",
        widget=forms.Select,
        error_messages={"invalid": "A whole number of seconds.", "required": "A whole number of seconds."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        engines = media_limits.video_engines()
        _offer(self, "engine", [engine.engine for engine in engines], settings.VIDEO_ENGINE)
        _offer(self, "ratio", media_limits.VIDEO_RATIOS, "16:9")
        _offer(self, "resolution", [size for engine in engines for size in engine.resolutions], "480p")
        self.fields["seconds"].initial = engines[0].usual
        lengths = range(min(engine.shortest for engine in engines), max(engine.longest for engine in engines) + 1)
        self.fields["seconds"].widget.choices = [(length, f"{length} s") for length in lengths]

    @property
    def limits(self) -> str:
        """What each engine takes, field by field, as JSON."""
        return json.dumps(
            {
                limits.engine: {
                    "ratio": limits.ratios,
                    "resolution": limits.resolutions,
                    "seconds": [str(length) for length in range(limits.shortest, limits.longest + 1)],
                }
                for limits in media_limits.video_engines()
            }
        )

    def clean(self) -> dict[str, Any]:
        """What this engine does not take."""
        cleaned = super().clean() or {}
        limits = media_limits.videos(cleaned.get("engine", ""))
        if limits is None:
            return cleaned
        _among(self, "ratio", limits.engine, limits.ratios)
        _among(self, "resolution", limits.engine, limits.resolutions)
        seconds = cleaned.get("seconds")
        if seconds is not None and not limits.shortest <= seconds <= limits.longest:
            self.add_error("seconds", f"{limits.engine} makes films of {limits.shortest} to {limits.longest} seconds.")
        return cleaned

    def order(self) -> VideoOrder:
        """The order; only of a valid form."""
        return VideoOrder(**{name: self.cleaned_data[name] for name in _asked(VideoOrder)})


FORMS: dict[str, type[PictureOrderForm] | type[VideoOrderForm]] = {"picture": PictureOrderForm, "video": VideoOrderForm}


def _offer(form: forms.Form, name: str, values: Any, initial: str) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = _choices(values)
    field.initial = initial
    field.error_messages["invalid_choice"] = "%(value)s is not offered. Choose one from the list."


def _among(form: forms.Form, name: str, engine: str, taken: tuple[str, ...]) -> None:
    value = form.cleaned_data.get(name)
    if value and value not in taken:
        form.add_error(name, f"{engine} does not take {value}. It takes {', '.join(taken)}.")
