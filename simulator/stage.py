"""Which scenes are played for a request: the default, then the header's, then the prompt's."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from simulator.conversation import Conversation
from simulator.scenes import Cue, Play, arrange, cues
from simulator.settings import Settings

HEADER = "X-Simulator-Scene"


@dataclass
class Default:
    """The scene every request plays, if its route is among `routes` (empty: any)."""

    cues: list[Cue] = field(default_factory=list)
    routes: tuple[str, ...] = ()
    helpers: bool = False
    number: int = 0

    def concerns(self, route: str, helper: bool) -> bool:
        """Whether a request plays it."""
        return (not self.routes or route.startswith(self.routes)) and (self.helpers or not helper)


class Stage:
    """Chooses the cues, counts those that may be played only so many times, and makes the play."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.default = Default(cues(settings.scene))
        self.played: Counter[str] = Counter()

    def choose(self, route: str, header: str, wanted: Iterable[Cue], prompt: str, *, helper: bool) -> list[Cue]:
        """The cues for one request, oldest authority first. A helper call ignores markers in its prompt."""
        chosen: list[tuple[str, Cue]] = []
        if self.default.concerns(route, helper):
            chosen += [(f"default {self.default.number}", cue) for cue in self.default.cues]
        # A header or marker counts per wording and prompt: a second click with the same words is the same request.
        asked = hashlib.sha256(prompt.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        chosen += [(asked, cue) for cue in [*cues(header), *([] if helper else wanted)]]
        return [cue for where, cue in chosen if self._still(f"{route} {where} {cue}", cue)]

    def _still(self, key: str, cue: Cue) -> bool:
        if cue.times is None:
            return True
        self.played[key] += 1
        return self.played[key] <= cue.times

    def again(self, conversation: Conversation) -> Play:
        """The play a conversation's own markers asked for."""
        return self.play(list(conversation.cues), conversation.asked)

    def play(self, chosen: list[Cue], prompt: str) -> Play:
        """The plan for a request that plays these cues."""
        words = f"{self.settings.seed} {prompt}".encode("utf-8", "surrogatepass")
        seed = int.from_bytes(hashlib.sha256(words).digest()[:6], "big")
        play = Play(
            seed=seed,
            first_token=self.settings.first_token,
            rate=self.settings.rate,
            picture_seconds=self.settings.picture_seconds,
        )
        play.video.seconds = self.settings.video_seconds
        return arrange(play, chosen)
