"""Who says which engine answers, how hard it thinks and with what parameters.

Of each of the three the nearest word counts: what is chosen now, else the conversation's, else its project's, else the
person's, else the house's (DEFAULT_ENGINE, CHAT_EFFORT). An engine that is gone or no longer offered is passed over, and named.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from django.conf import settings

from accounts.models import User
from chatapp.engines import catalogue, parameters
from chatapp.engines.parameters import Values
from chatapp.engines.router import Facts, route
from chatapp.models import Conversation, Look
from xai.catalogue import fitting
from xai.values import Engine

AUTO = "auto"
MOST_SIDE_BY_SIDE = 4


class Level(StrEnum):
    """Whose word it is."""

    NOW = "now"
    CONVERSATION = "conversation"
    PROJECT = "project"
    PERSON = "person"
    HOUSE = "house"


@dataclass(frozen=True, slots=True)
class Choice:
    """Engine, effort and parameters, as somebody chose them just now; empty: not chosen. `lasting`: for the conversation.

    `engine` is "auto", an engine's id, or an alias, which moves on when the provider has a newer engine.
    """

    engine: str = ""
    effort: str = ""
    parameters: Values | None = None
    lasting: bool = False


HOUSE = Choice()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is set, by whom. `gone`: the engine that was set and is not there any more."""

    engine: str
    effort: str
    parameters: Values
    level: Level
    gone: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who answers. `because`: a code of the router; empty: somebody chose this engine.

    `look`: what an engine that is asked about the question may still change.
    """

    engine: Engine
    effort: str
    parameters: Values
    because: str = ""
    look: Look = Look.NONE


class UnknownEngine(LookupError):
    """What was asked for just now is not there."""


class _Says(Protocol):
    """Whatever has a word in it."""

    @property
    def engine(self) -> str: ...
    @property
    def effort(self) -> str: ...
    @property
    def parameters(self) -> object: ...


def wanted(person: User, place: Conversation | None, choice: Choice = HOUSE) -> Wanted:
    """What is set for the next answer. Raises UnknownEngine when what is chosen now is not there."""
    if choice.engine and not _there(choice.engine):
        raise UnknownEngine(choice.engine)
    project = place.project if place and place.project_id else None
    levels: list[tuple[Level, _Says | None]] = [
        (Level.NOW, choice),
        (Level.CONVERSATION, place),
        (Level.PROJECT, project),
        (Level.PERSON, person),
    ]
    says = [(level, each) for level, each in levels if each is not None]
    named = [(level, each.engine) for level, each in says if each.engine]
    level, engine = next(((level, name) for level, name in named if _there(name)), (Level.HOUSE, _of_the_house()))
    passed_over = [name for _, name in named if not _there(name)]
    return Wanted(
        engine=engine,
        effort=next((each.effort for _, each in says if each.effort), ""),
        parameters=next((values for _, each in says if (values := _values(each)) is not None), ()),
        level=level,
        gone=passed_over[0] if passed_over else "",
    )


def chosen(set_: Wanted, question: str, facts: Facts) -> Chosen:
    """Who answers this question. Auto looks at it and at the facts."""
    if set_.engine == AUTO:
        routed = route(question, facts)
        look = Look.NONE if not routed.open_ else Look.ENGINE if set_.effort else Look.BOTH
        values = parameters.fitting(set_.parameters, routed.engine.id)
        return Chosen(routed.engine, set_.effort or routed.effort, values, routed.because, look)
    engine = catalogue.listed(set_.engine) or catalogue.known(set_.engine)
    effort = fitting(set_.effort or settings.CHAT_EFFORT, engine) or ""  # what is sent is what the receipt says
    return Chosen(engine, effort, parameters.fitting(set_.parameters, engine.id))


def _there(name: str) -> bool:
    return name == AUTO or catalogue.listed(name) is not None


def _of_the_house() -> str:
    """The house's own; when it is gone, whatever Auto finds."""
    return next((name for name in (settings.DEFAULT_ENGINE, settings.CHAT_ENGINE) if _there(name)), AUTO)


def _values(says: _Says) -> Values | None:
    if isinstance(says, Choice):
        return says.parameters
    return parameters.brought_back(says.parameters) or None
