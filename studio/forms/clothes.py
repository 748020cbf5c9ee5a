"""The two choices of every order form that say how it is to look: a style preset, and a brand guide."""

import json
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings

from accounts.models import User
from studio import inputs
from studio.models import Asset, Look
from studio.orders import Styled
from studio.styles import wearing
from studio.verbs import Verb

if TYPE_CHECKING:
    from studio.forms.base import OrderForm

NONE = {Look.PRESET: "No style", Look.GUIDE: "No guide"}


class StyleSelect(forms.Select):
    """Each option says which choices of the form come with it."""

    sets: dict[str, str]

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """With `data-sets`, where there are any."""
        option = super().create_option(name, value, *args, **kwargs)
        if found := getattr(self, "sets", {}).get(str(value)):
            option["attrs"]["data-sets"] = found
        return option


class StyleField(forms.ChoiceField):
    """One style or none. A version that is no more is told in `put_on`, not as an unknown choice."""

    widget = StyleSelect

    def __init__(self, *, label: str) -> None:
        super().__init__(label=label, required=False)

    def valid_value(self, value: str) -> bool:
        """Looked up by whoever knows the wardrobe."""
        return True


def offer(form: "OrderForm") -> None:
    """Give both fields their choices, and each choice what it brings along."""
    for name, look in wearing.FIELDS.items():
        field = form.fields[name]
        assert isinstance(field, StyleField)
        styles = form.wardrobe.of(look)
        own = [(style.value, style.name) for style in styles if not style.of_the_house]
        house = [(style.value, style.name) for style in styles if style.of_the_house]
        groups = [("Yours", own), ("The house’s", house)] if own and house else own + house
        field.choices = [("", NONE[look]), *groups]
        assert isinstance(field.widget, StyleSelect)
        field.widget.sets = {style.value: json.dumps(sets) for style in styles if (sets := wearing.sets(style))}


def offered(form: "OrderForm") -> list[str]:
    """Which of the two have anything to choose."""
    return [name for name, look in wearing.FIELDS.items() if form.wardrobe.of(look)]


def lend(form: "OrderForm", owner: User | None) -> None:
    """Lay the pictures of a guide beside what is there already, as far as the verb and the engine take them."""
    name = {Verb.EDIT: "source", Verb.ANIMATE: "reference"}.get(form.verb, "")
    slot = next((slot for slot in form.given.slots if slot.name == name and slot.assets), None)
    wanted = wearing.pictures(form.worn)
    if slot is None or owner is None or not wanted:
        return
    most = min(slot.most, form.chosen.most_inputs if form.chosen else slot.most)
    there = inputs.found(owner, wanted)
    for each in (there[str(id)] for id in wanted if str(id) in there):
        if len(slot.assets) < most and slot.takes(each):
            slot.assets.append(each)
            slot.lent.append(each)


def pictures(form: "OrderForm", owner: User | None) -> dict[str, Asset]:
    """The small picture of what is put on, by field, where there is one that its owner still has."""
    first = {style.look: str(style.pictures[0]) for style in form.worn if style.pictures}
    there = inputs.found(owner, first.values()) if owner else {}
    return {look: there[id] for look, id in first.items() if id in there}


def put_on(form: "OrderForm", cleaned: dict[str, Any]) -> Styled | None:
    """The words that will be sent; None without a style. Says what does not go together."""
    styles = []
    for name in wearing.FIELDS:
        value = cleaned.get(name) or ""
        style = form.wardrobe.named(value) if value else None
        if value and style is None:
            form.add_error(name, "This style is not there any more. Choose another, or none.")
        elif style and style.value != value:
            form.add_error(
                name,
                f"“{style.name}” was changed since this page was drawn. Look at what is sent now, then order again.",
            )
            form.data = form.data.copy()  # type: ignore[attr-defined]  # drawn again it names the new one
            form.data[name] = style.value  # type: ignore[index]
        elif style:
            styles.append(style)
    styled = wearing.styled(cleaned.get("prompt") or "", styles)
    if styled is None:
        return None
    own = [words for style in styles if not style.is_guide for words in (style.before, style.after)]
    for problem in wearing.unwanted("\n".join([styled.typed, *own]), styles):
        form.add_error("prompt", problem)
    if len(styled.prompt) > settings.MAX_PROMPT_CHARACTERS:
        form.add_error(
            "prompt",
            f"With its style this has {len(styled.prompt):,} characters; {settings.MAX_PROMPT_CHARACTERS:,} are the "
            "most. Shorten it, or take the style off.",
        )
    return styled
