"""The form of a style: words, choices, colours, words that must not be there, and pictures of one's own."""

import re
import unicodedata
from copy import copy
from typing import Any, ClassVar

from django import forms

from accounts.models import User
from studio import assets, inputs
from studio.models import Asset, Kind, Look, Style
from studio.models.style import LONGEST_WORDS
from studio.styles import keeping
from studio.styles.keeping import NotKept
from studio.styles.wearing import CHOICES
from xai import media_limits
from xai.media_limits import Takes, Way

WAYS: tuple[Way, ...] = ("imagine", "edit", "film", "animate", "reference")
COLOUR = re.compile(r"#[0-9a-f]{6}")
MOST_COLOURS, MOST_BANNED, LONGEST_BANNED = 8, 40, 40
SHOWN = 24  # of one's newest pictures, to tick
UNSEEN = {"Cc", "Cf", "Cs"}


class StyleForm(forms.Form):
    """What both kinds have. `house`, ticked by an administrator: for everybody, and so without pictures."""

    look: ClassVar[Look]
    most_pictures: ClassVar[int]

    name = forms.CharField(label="Name", max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, data: Any = None, *, person: User, style: Style | None = None) -> None:
        self.person = person
        self.style = style or Style(owner=person, look=self.look)
        super().__init__(data, initial=self.typed())
        for name in ("ratio", "resolution", "quality", "engine"):
            if name in self.fields:
                field = self.fields[name]
                assert isinstance(field, forms.ChoiceField)
                field.choices = [("", "As the form has it"), *((each, each) for each in _offered(name))]
        if keeping.keeps_the_house(person) and style is None:
            self.fields["house"] = forms.BooleanField(
                label="For the whole house", required=False,
                help_text="Everybody may put it on. It has no pictures, because those are yours.",
            )  # fmt: skip

    def typed(self) -> dict[str, Any]:
        """The kept values, as the fields hold them."""
        style = self.style
        return {
            "name": style.name, "before": style.before, "after": style.after,
            "colours": " ".join(style.colours), "banned": ", ".join(style.banned),
            **{name: getattr(style, name) for name in CHOICES},
        }  # fmt: skip

    @property
    def ticked(self) -> list[str]:
        """Which pictures are chosen, as the form stands."""
        if self.is_bound:
            return list(getattr(self.data, "getlist", lambda _name: [])("pictures"))
        return [str(each) for each in self.style.pictures]

    @property
    def takes_pictures(self) -> bool:
        """Whether there may be some."""
        return not self.style.of_the_house

    @property
    def shown(self) -> list[tuple[Asset, bool]]:
        """Pictures to tick: those that are, then the newest."""
        chosen = inputs.found(self.person, self.ticked)
        newest = assets.of_kind(self.person, Kind.PICTURE).assets[:SHOWN]
        rest = [asset for asset in newest if str(asset.public_id) not in chosen]
        return [(asset, True) for asset in chosen.values()] + [(asset, False) for asset in rest]

    def clean_name(self) -> str:
        """On one line."""
        name = _plain(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError("Give it a name.")
        return name

    def clean(self) -> dict[str, Any]:
        """The pictures, too: as many as there may be, each one's own."""
        cleaned = super().clean() or {}
        there = inputs.found(self.person, self.ticked)
        if len(there) > self.most_pictures:
            self.add_error(None, f"At most {_counted(self.most_pictures)}; {len(there)} are ticked. Untick some.")
        cleaned["pictures"] = [there[each].public_id for each in self.ticked if each in there]
        return cleaned

    def kept(self) -> bool:
        """Keep a valid form. False, with a sentence in the form."""
        cleaned, style = self.cleaned_data, copy(self.style)  # what is not kept is drawn again as it was
        if cleaned.get("house"):
            style.owner = None
        for name in ("name", "before", "after", "colours", "banned", "pictures", *CHOICES):
            if name in cleaned:
                setattr(style, name, cleaned[name])
        if style.of_the_house:
            style.pictures = []
        try:
            keeping.keep(style)
        except NotKept as error:
            self.add_error(None, str(error))
            return False
        self.style = style
        return True


class PresetForm(StyleForm):
    """Words around the prompt, and choices that come with them."""

    look = Look.PRESET
    most_pictures = 1

    before = forms.CharField(
        label="Before the prompt", required=False, max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 2})
    )
    after = forms.CharField(
        label="After the prompt", required=False, max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 2})
    )
    ratio = forms.ChoiceField(label="Ratio", required=False)
    resolution = forms.ChoiceField(label="Resolution", required=False)
    quality = forms.ChoiceField(label="Quality", required=False)
    engine = forms.ChoiceField(
        label="Engine", required=False, help_text="A verb or an engine that does not take a choice leaves it as it is."
    )

    def clean(self) -> dict[str, Any]:
        """It must do something."""
        cleaned = super().clean()
        for name in ("before", "after"):
            cleaned[name] = _lines(str(cleaned.get(name) or ""))
        if not self.errors and not any(cleaned.get(name) for name in ("before", "after", *CHOICES)):
            raise forms.ValidationError("Write some words or choose something: as it stands it would change nothing.")
        return cleaned


class GuideForm(StyleForm):
    """What everything of a brand keeps to."""

    look = Look.GUIDE
    most_pictures = 3

    after = forms.CharField(
        label="Words to follow", required=False, max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="They are sent after every prompt.",
    )  # fmt: skip
    colours = forms.CharField(
        label="Colours", required=False, max_length=200,
        help_text="As #12ab9f, with spaces between them; at most 8. They are sent in words.",
    )  # fmt: skip
    banned = forms.CharField(
        label="Words it does not want", required=False, max_length=MOST_BANNED * (LONGEST_BANNED + 2),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="With commas between them. A prompt that has one is not ordered, and says so.",
    )  # fmt: skip

    def clean_colours(self) -> list[str]:
        """Each once, in small letters."""
        found = str(self.cleaned_data["colours"]).lower().replace(",", " ").split()
        wrong = [each for each in found if not COLOUR.fullmatch(each)]
        if wrong:
            raise forms.ValidationError(f"{wrong[0][:20]} is no colour. Write it as #12ab9f.")
        if len(found) > MOST_COLOURS:
            raise forms.ValidationError(f"At most {MOST_COLOURS} colours; these are {len(found)}.")
        return list(dict.fromkeys(found))

    def clean_banned(self) -> list[str]:
        """Each once."""
        typed = str(self.cleaned_data["banned"]).replace("\n", ",").split(",")
        words = list(dict.fromkeys(filter(None, map(_plain, typed))))
        if len(words) > MOST_BANNED or any(len(word) > LONGEST_BANNED for word in words):
            raise forms.ValidationError(f"At most {MOST_BANNED} words or phrases of {LONGEST_BANNED} letters each.")
        return words

    def clean(self) -> dict[str, Any]:
        """It must do something."""
        cleaned = super().clean()
        cleaned["after"] = _lines(str(cleaned.get("after") or ""))
        if not self.errors and not any(cleaned.get(name) for name in ("after", "colours", "banned", "pictures")):
            raise forms.ValidationError("Write some words or choose something: as it stands it would change nothing.")
        return cleaned


FORMS: dict[Look, type[StyleForm]] = {Look.PRESET: PresetForm, Look.GUIDE: GuideForm}


def _offered(name: str) -> list[str]:
    """Every choice that some engine takes in some way."""
    rows: list[Takes] = [row for way in WAYS for row in media_limits.engines(way)]
    values = {"ratio": "ratios", "resolution": "resolutions", "quality": "qualities"}
    found = [[row.engine] if name == "engine" else list(getattr(row, values[name])) for row in rows]
    return list(dict.fromkeys(value for each in found for value in each))


def _plain(words: str) -> str:
    return " ".join("".join(" " if unicodedata.category(each) in UNSEEN else each for each in words).split())


def _lines(words: str) -> str:
    """Without what cannot be seen, line by line."""
    return "\n".join(filter(None, map(_plain, words.splitlines())))


def _counted(n: int) -> str:
    return "1 picture" if n == 1 else f"{n} pictures"
