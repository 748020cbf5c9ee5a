"""What a row means: an order at a price, or sentences about its cells. Nothing here is kept or sent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.forms import ChoiceField
from django.http import QueryDict
from django.utils.html import strip_tags

from accounts.models import User
from moderation import gates
from moderation.verdicts import Action
from studio.batches import columns
from studio.batches.words import Words
from studio.forms import FORMS, OrderForm
from studio.forms.slots import ANYWHERE
from studio.forms.sources import MISSING
from studio.models import Style
from studio.orders import Order
from studio.styles import wearing
from studio.verbs import Verb
from xai.prices import PriceUnknown

VERBS = ", ".join(verb.value for verb in Verb)
BEYOND_SHOWN = 60
Problem = tuple[str, str]


@dataclass(slots=True)
class Meaning:
    """`problems` are pairs of column and sentence; "" is the row as a whole. Without any there is an order."""

    order: Order | None = None
    price: int | None = None
    problems: list[Problem] = field(default_factory=list)


class Reader:
    """Reads the rows of one person's batch, as the bench would read the same choices. What is left open is as it has it."""

    def __init__(self, owner: User, words: Words) -> None:
        self._owner, self._words = owner, words
        self._wardrobe = wearing.wardrobe(owner)
        self._usual: dict[Verb, Mapping[str, str]] = {}

    def meaning(self, cells: Mapping[str, str]) -> Meaning:
        """Of one row."""
        verb = columns.verb_named(cells.get("verb", "") or Verb.IMAGINE)
        if verb is None:
            return Meaning(problems=[("verb", f"“{cells['verb']}” is none of {VERBS}.")])
        form = FORMS[verb](self._typed(verb, cells), owner=self._owner, wardrobe=self._wardrobe)
        problems = [*_mistakes(form), *self._unknown_styles(cells)]
        if beyond := cells.get("", ""):
            problems.append(("", f"More stands in this row than there are columns: “{beyond[:BEYOND_SHOWN]}”."))
        if prompt := form.cleaned_data.get("prompt"):
            problems += [("prompt", sentence) for sentence in (*self._words.against(prompt), *_policy(prompt))]
        return Meaning(problems=problems) if problems else _priced(form.order())

    def _typed(self, verb: Verb, cells: Mapping[str, str]) -> QueryDict:
        """The cells as a sent form: what is not said is as the bench has it before anybody chooses."""
        typed = QueryDict(mutable=True)
        typed.update(self._open(verb))
        for column, cell in cells.items():
            if column not in ("", "verb", "with", *wearing.FIELDS) and cell.strip():
                typed[column] = columns.plain(column, cell)
        for column in wearing.FIELDS:
            if style := self._style(column, cells):
                typed[column] = style.value
        # What is no id is looked for all the same, so that the row says that it is not there.
        wanted = cells.get("with", "").strip()
        typed.setlist(ANYWHERE, columns.things_named(wanted) or ([wanted] if wanted else []))
        return typed

    def _style(self, column: str, cells: Mapping[str, str]) -> Style | None:
        wanted = " ".join(cells.get(column, "").split()).lower()
        styles = self._wardrobe.of(wearing.FIELDS[column]) if wanted else []
        return next((style for style in styles if style.name.lower() == wanted), None)

    def _unknown_styles(self, cells: Mapping[str, str]) -> Iterator[Problem]:
        for column, look in wearing.FIELDS.items():
            if cells.get(column, "").strip() and self._style(column, cells) is None:
                yield column, f"“{cells[column].strip()}” is no {look.label} of yours or the house’s."

    def _open(self, verb: Verb) -> Mapping[str, str]:
        if verb not in self._usual:
            form = FORMS[verb]()
            usual = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
            self._usual[verb] = {name: str(value) for name, value in usual.items() if value is not None}
        return self._usual[verb]


def _mistakes(form: OrderForm) -> Iterator[Problem]:
    for name, errors in form.errors.as_data().items():
        error = errors[0]
        said = str(next(iter(error.messages)))
        column = name if name in columns.COLUMNS else "with" if said in MISSING.values() else ""
        if error.code == "invalid_choice":  # on the bench there is a list to choose from
            said = f"{form[name].value()} is not offered. There is {', '.join(_offered(form, name))}."
        yield column, strip_tags(said)


def _offered(form: OrderForm, name: str) -> list[str]:
    field = form.fields[name]
    # The widget's: a field may keep a function that makes them.
    choices = field.widget.choices if isinstance(field, ChoiceField) else ()
    return [str(value) for value, _ in choices if value]


def _priced(order: Order) -> Meaning:
    try:
        return Meaning(order, order.price)
    except PriceUnknown:
        return Meaning(problems=[("engine", "There is no price for this choice. Choose another engine or size.")])


def _policy(prompt: str) -> Iterator[str]:
    """What would not be sent is said now. What a person reads first is ordered, and waits for them."""
    verdict = gates.before_sending(prompt, room="studio")
    if verdict.action in {Action.REFUSE, Action.LOCK}:
        yield verdict.sentence
