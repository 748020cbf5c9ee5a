"""What every order form asks, and how it says what is wrong. Nothing typed is lost."""

import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property

from accounts.models import User
from foundation import idempotency
from studio.consents import deciding
from studio.forms import clothes, slots, sources
from studio.forms.slots import Filled, Slot, Wanted
from studio.models import Asset, Style
from studio.orders import BY_VERB, Input, Order, Role, Styled
from studio.orders.inputs import named_ratio
from studio.styles import wearing
from studio.verbs import Verb
from xai import media_limits
from xai.media_limits import Takes, Way

PLAIN_CONTROLS = "\n\t"


class OrderForm(forms.Form):
    """The choices are all that any engine takes for this verb; which engine takes which is checked in `clean`.

    `given` are the pictures and films it is to be made from: what a sent form names, else `wanted`, as far as they are
    the owner's and may be seen.
    """

    verb: ClassVar[Verb]
    chips: ClassVar[tuple[str, ...]] = ()
    styled: Styled | None = None
    note = ""  # what is to be said above it

    prompt = forms.CharField(
        strip=False,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
        error_messages={"required": "Write what you would like to see."},
    )
    engine = forms.ChoiceField()
    preset = clothes.StyleField(label="Style")
    guide = clothes.StyleField(label="Brand guide")
    key = forms.RegexField(idempotency.KEY, widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: MultiValueDict[str, Any] | Mapping[str, Any] | None = None,
        *,
        owner: User | None = None,
        wanted: Sequence[Wanted] = (),
        initial: Mapping[str, Any] | None = None,
        wardrobe: wearing.Wardrobe | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.owner = owner
        self.given: Filled = slots.fill(self.verb, owner, slots.named_in(data) if data is not None else wanted)
        self.asks = deciding.ASKS[self.verb]
        self.wardrobe = wardrobe or wearing.wardrobe(owner)  # given for many forms at once: one look for all
        clothes.offer(self)
        engines = [row.engine for row in self.rows()]
        offer(self, "engine", engines, self.usual_engine if self.usual_engine in engines else engines[0])
        self.offer()
        clothes.lend(self, owner)

    # --- what a verb says of itself ---

    @property
    def way(self) -> Way:
        """In which way the provider will be asked, as the form stands."""
        raise NotImplementedError

    @property
    def usual_engine(self) -> str:
        """The engine that is chosen unless another is."""
        return str(settings.VIDEO_ENGINE)

    def offer(self) -> None:
        """Give the verb's own fields their choices."""

    def role(self, slot: str, place: int) -> Role:
        """The part that something plays by where it lies."""
        return Role(slot)

    # --- what follows ---

    def rows(self) -> tuple[Takes, ...]:
        """What each engine takes, as the form stands."""
        return media_limits.engines(self.way)

    @property
    def limits(self) -> str:
        """What each engine takes, field by field, as JSON: the page offers no choice that would be refused."""
        return json.dumps({row.engine: self.taken(row) for row in self.rows()})

    def taken(self, row: Takes) -> dict[str, list[str]]:
        """What one engine takes in each chip."""
        lengths = [str(length) for length in range(row.shortest, row.longest + 1)] if row.longest else []
        offered = {
            "ratio": [*([""] if self.follows(row) else []), *row.ratios],
            "resolution": list(row.resolutions),
            "quality": list(row.qualities),
            "seconds": lengths,
        }
        return {name: offered[name] for name in self.chips if name in offered}

    def follows(self, row: Takes) -> bool:
        """Whether the result may simply have its first input's shape."""
        return row.follows

    @property
    def followed(self) -> tuple[str, str]:
        """The choice to have no ratio but that of the picture it is made from."""
        first = next(iter(self.given.assets), None)
        return ("", f"{named_ratio(first.width, first.height)} from picture") if first else ("", "As the picture")

    @property
    def chosen(self) -> Takes | None:
        """What the chosen engine takes."""
        return media_limits.takes(self.way, str(self["engine"].value() or ""))

    @property
    def chip_fields(self) -> list[forms.BoundField]:
        """The chips, in the order in which they stand."""
        return [self[name] for name in (*self.chips, "engine", *clothes.offered(self))]

    @cached_property
    def worn_pictures(self) -> dict[str, Asset]:
        """What the chip of a style shows of it, by field."""
        return clothes.pictures(self, self.owner)

    @property
    def worn_as(self) -> str:
        """The styles this page is drawn with; the page looks whether they are the chosen ones (`lib/styles.ts`)."""
        values = (str(self[name].value() or "") for name in wearing.FIELDS)
        return ",".join(
            value if (style := self.wardrobe.named(value)) and style.value == value else "" for value in values
        )

    @property
    def typed(self) -> str:
        """The prompt, as the form stands."""
        return str(self["prompt"].value() or "")

    @property
    def worn(self) -> list[Style]:
        """The styles that are put on, as the form stands."""
        return [style for name in wearing.FIELDS if (style := self.wardrobe.named(str(self[name].value() or "")))]

    @property
    def places(self) -> list[Slot]:
        """The slots to be shown: those that lie filled, and those the chosen engine has a use for."""
        return [slot for slot in self.given.slots if slot.assets or self.has_use_for(slot)]

    def has_use_for(self, slot: Slot) -> bool:
        """Whether something may be put there, as the form stands."""
        return True

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

    def clean(self) -> dict[str, Any]:
        """What this engine does not take, of what is chosen and of what it is to be made from."""
        cleaned = super().clean() or {}
        self.styled = clothes.put_on(self, cleaned)
        limits = media_limits.takes(self.way, cleaned.get("engine", ""))
        if limits is None:
            return cleaned
        for name, taken in (("ratio", limits.ratios), ("resolution", limits.resolutions)):
            if name in self.fields:
                among(self, name, limits.engine, taken)
        if "ratio" in self.fields and not cleaned.get("ratio") and not self.follows(limits):
            cleaned["ratio"] = limits.ratios[0]  # as the page shows it when nothing is chosen
        for problem in (*self.given.problems, *sources.problems(self.verb, self.given, limits)):
            self.add_error(None, problem)
        return cleaned

    def order(self) -> Order:
        """The order; only of a valid form."""
        kind = BY_VERB[self.verb]
        asked = {each.name for each in fields(kind)}
        values: dict[str, Any] = {name: value for name, value in self.cleaned_data.items() if name in asked}
        if self.styled:
            values |= {"prompt": self.styled.prompt, "styled": self.styled}
        if "inputs" in asked:
            values["inputs"] = self.inputs()
        return kind(**values)

    def inputs(self) -> tuple[Input, ...]:
        """What it is made from, each in its part."""
        return tuple(
            _input(asset, self.role(slot.name, place))
            for slot in self.given.slots
            for place, asset in enumerate(slot.assets)
        )


def _input(asset: Asset, role: Role) -> Input:
    return Input(
        role=role,
        asset=str(asset.public_id),
        width=asset.width,
        height=asset.height,
        seconds=round(asset.seconds or 0.0, 3),
    )


def offer(form: forms.Form, name: str, values: Iterable[str | tuple[str, str]], initial: str) -> None:
    """Give a field its choices, each once; `(value, words)` where they differ."""
    pairs = [value if isinstance(value, tuple) else (value, value) for value in values]
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(dict(pairs).items())
    field.initial = initial
    field.error_messages["invalid_choice"] = "%(value)s is not offered. Choose one from the list."


def among(form: forms.Form, name: str, engine: str, taken: Sequence[str]) -> None:
    """Say it when this engine does not take what is chosen."""
    value = form.cleaned_data.get(name)
    if value and value not in taken:
        form.add_error(name, f"{engine} does not take {value}. It takes {', '.join(taken)}.")
