"""The register of scenes, and how they are asked for."""

import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from simulator.refusals import business
from simulator.scenes.play import Play

Value = str | int | float
Arrange = Callable[..., None]
REGISTER: dict[str, "Scene"] = {}

# Understood by every scene: play it only the first so many times this very request (or this default) comes.
TIMES = "times"
BETWEEN_SEMICOLONS = re.compile(r"""(?:[^;"']|"[^"]*"|'[^']*')+""")
MARKER = re.compile(r"[ \t]?\[\[scene:([^\[\]]+)\]\]")


@dataclass(frozen=True)
class Scene:
    """One named way to answer."""

    name: str
    sentence: str
    defaults: Mapping[str, Value]
    arrange: Arrange


@dataclass(frozen=True)
class Cue:
    """A scene asked for, with its parameters as they were written."""

    name: str
    parameters: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return " ".join([self.name, *(f"{name}={shlex.quote(value)}" for name, value in self.parameters)])

    @property
    def times(self) -> int | None:
        """How often it may be played; None is always."""
        given = dict(self.parameters).get(TIMES)
        return None if given is None else int(given)


def scene(name: str, sentence: str, **defaults: Value) -> Callable[[Arrange], Arrange]:
    """Enter a function into the register. Its parameters have these defaults, and their types."""

    def enter(arrange: Arrange) -> Arrange:
        REGISTER[name] = Scene(name, sentence, defaults, arrange)
        return arrange

    return enter


def cue(text: str) -> Cue:
    """One cue, written `name parameter=value …`. Refuses (400) an unknown scene or parameter."""
    try:
        name, *words = shlex.split(text)
    except ValueError:
        raise business(f"The stand-in cannot read the scene: {text}", code="simulator") from None
    known = REGISTER.get(name)
    if known is None:
        raise business(f"The stand-in knows no scene named {name}.", code="simulator")
    pairs = tuple((key, value) for key, _, value in (word.partition("=") for word in words))
    for key, value in pairs:
        converted(known, key, value)
    return Cue(name, pairs)


def converted(known: Scene, key: str, value: str) -> Value:
    """A parameter in the type of its default."""
    default = 0 if key == TIMES else known.defaults.get(key)
    try:
        if default is not None:
            return type(default)(value)
    except ValueError:
        pass
    raise business(f"The scene {known.name} takes no {key}={value}.", code="simulator")


def cues(text: str) -> list[Cue]:
    """Several cues, written with semicolons between them."""
    return [cue(part) for part in BETWEEN_SEMICOLONS.findall(text) if part.strip()]


def cues_in(prompt: str) -> tuple[str, list[Cue]]:
    """The prompt without its markers, and the cues they hold."""
    return MARKER.sub("", prompt).strip(), [cue(found) for found in MARKER.findall(prompt)]


def arrange(play: Play, wanted: list[Cue]) -> Play:
    """Let each cue change the play, in order."""
    for each in wanted:
        known = REGISTER[each.name]
        given = {key: converted(known, key, value) for key, value in each.parameters if key != TIMES}
        known.arrange(play, **(dict(known.defaults) | given))
    return play
