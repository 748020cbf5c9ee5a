"""What the composer's engine chip shows: who would answer, who else could, how hard they think, and what may be set."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.urls import reverse

from accounts.models import User
from chatapp.engines import catalogue, choosing, parameters, telling
from chatapp.engines.choosing import AUTO, HOUSE, MOST_SIDE_BY_SIDE, Choice, Level, UnknownEngine, Wanted
from chatapp.engines.parameters import SEPARATOR, Parameter
from chatapp.engines.telling import Card
from chatapp.models import Conversation, Project

EFFORTS = {
    "": "As usual",
    "none": "Not at all",
    "minimal": "Barely",
    "low": "A little",
    "medium": "Some",
    "high": "Hard",
    "xhigh": "As hard as it can",
}
LATEST = "latest"
ALL_EFFORTS = ("none", "low", "medium", "high", "xhigh")


@dataclass(frozen=True, slots=True)
class Option:
    """One engine to choose. `card` None: Auto, or an alias, which has the card of the engine behind it, and stays alone."""

    value: str
    label: str
    words: str
    card: Card | None
    checked: bool

    @property
    def alias(self) -> bool:
        """Whether it names no engine of its own but the newest of a kind."""
        return self.card is None and self.value not in ("", AUTO)


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter with what stands in it."""

    parameter: Parameter
    value: str


@dataclass(frozen=True, slots=True)
class Picker:
    """The chip and its menu. `gone`: the engine that was set is not there any more. `problem`: what was typed wrong.

    `comparing`: the engines that are to answer the next question side by side; none: one answers.
    """

    action: str
    engine: str
    effort: str
    options: tuple[Option, ...]
    efforts: tuple[tuple[str, str], ...]
    fields: tuple[Field, ...]
    whose: str
    gone: str = ""
    problem: str = ""
    comparing: tuple[str, ...] = ()
    most: int = MOST_SIDE_BY_SIDE

    @property
    def label(self) -> str:
        """What the chip says."""
        return f"Compare {len(self.comparing)} engines" if self.comparing else self.usual

    @property
    def usual(self) -> str:
        """What it says when one answers."""
        name = "Auto" if self.engine == AUTO else self.engine
        return f"{name} · {EFFORTS[self.effort].lower()}" if self.effort in EFFORTS and self.effort else name

    @property
    def aliases(self) -> list[Option]:
        """What names the newest of a kind: folded away, unless one of them is chosen."""
        return [option for option in self.options if option.alias]

    @property
    def by_alias(self) -> bool:
        """Whether one of them is chosen."""
        return any(option.checked for option in self.aliases)

    @property
    def changed(self) -> int:
        """How many parameters are set."""
        return sum(bool(field.value) for field in self.fields)


WHOSE = {
    Level.NOW: "Chosen just now",
    Level.CONVERSATION: "Chosen for this conversation",
    Level.PROJECT: "As its project has it",
    Level.PERSON: "As you have it in every new conversation",
    Level.HOUSE: "As this house has it",
}


def picker(
    person: User,
    place: Conversation | None,
    choice: Choice = HOUSE,
    problem: str = "",
    *,
    comparing: Sequence[str] = (),
    project: Project | None = None,
) -> Picker:
    """The picker for the next question here; `choice`, `comparing`: what is chosen in it already.

    `project`: where the conversation belongs that the question begins.
    """
    goes_by = Conversation(project=project, engine="", effort="", parameters={}) if project else place
    try:
        wanted = choosing.wanted(person, goes_by, choice)
    except UnknownEngine:
        wanted = choosing.wanted(person, goes_by)
    return _picker(wanted, _action(place.public_id if place else None), problem, comparing)


def of_project(project: Project, choice: Choice | None = None) -> Picker:
    """What is set for a project itself, or `choice`: what was typed and not kept. Its first option: nothing of its own."""
    set_ = choice or Choice(project.engine, project.effort, parameters.brought_back(project.parameters))
    there = set_.engine == AUTO or catalogue.listed(set_.engine) is not None
    engine, gone = (set_.engine, "") if there else ("", set_.engine)
    made = _picker(Wanted(engine, set_.effort, set_.parameters or (), Level.PROJECT, gone), "", "", ())
    nothing = Option("", "The one you use elsewhere", "As each person or conversation has it", None, checked=not engine)
    return replace(made, options=(nothing, *made.options))


def _picker(wanted: Wanted, action: str, problem: str, comparing: Sequence[str]) -> Picker:
    engine = catalogue.there(wanted.engine)
    efforts = engine.efforts if engine else ALL_EFFORTS if wanted.engine in ("", AUTO) else ()
    return Picker(
        action=action,
        engine=wanted.engine,
        effort=wanted.effort if wanted.effort in efforts else "",
        options=tuple(_options(comparing or [wanted.engine])),
        efforts=tuple((value, EFFORTS[value]) for value in ("", *efforts)) if efforts else (),
        fields=tuple(_fields(engine.id if engine else AUTO, wanted)),
        whose=WHOSE[wanted.level],
        gone=wanted.gone,
        problem=problem,
        comparing=tuple(comparing),
    )


def _action(conversation: UUID | None) -> str:
    return reverse("engine-choose", args=[conversation]) if conversation else reverse("engine-choose-new")


def _options(chosen: Sequence[str]) -> Iterator[Option]:
    yield Option(AUTO, "Auto", "Picks one for each question and says why", None, AUTO in chosen)
    engines = telling.in_order(catalogue.on_offer())
    for engine in engines:
        card = telling.card(engine)
        yield Option(engine.id, engine.id, card.good_for, card, engine.id in chosen)
    for engine in engines:
        for alias in engine.aliases:
            if alias.endswith(LATEST) or alias in chosen:
                words = f"Moves on by itself; now {engine.id}"
                yield Option(alias, alias, words, None, alias in chosen)


def _fields(engine: str, wanted: Wanted) -> Iterator[Field]:
    values = dict(wanted.parameters)
    for parameter in parameters.taken_by(engine):
        value = values.get(parameter.name)
        said = SEPARATOR.join(value) if isinstance(value, tuple) else "" if value is None else f"{value:g}"
        yield Field(parameter, said)
