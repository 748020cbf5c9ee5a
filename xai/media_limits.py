"""What each picture and video engine takes, so that an order is refused here and not by a bill.

One table, `media_limits.toml`: a row for each way of asking and each engine.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

from xai import price_tables
from xai.values import ChangeRequest, ExtendRequest, MediaRequest, PictureRequest, VideoRequest

Way = Literal["imagine", "edit", "film", "animate", "reference", "change", "extend"]

PROMPT_CHARACTERS = 4096  # about what the provider takes for videos; for pictures no maximum is known
PICTURE_WAYS = frozenset({"imagine", "edit"})
NO_SECONDS = (0, 0, 0)
ANY_LENGTH = (0.0, float("inf"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Takes:
    """What one engine takes, asked in one way.

    Empty ratios, resolutions or qualities: it cannot be asked for any. `follows`: without a ratio the result has that of
    its first input. `most` is how many pictures come of one order. `seconds` are shortest, longest and usual, of the whole
    film or of what is added; `input_seconds` are the shortest and longest film it takes in.
    """

    way: Way
    engine: str
    ratios: tuple[str, ...] = ()
    resolutions: tuple[str, ...] = ()
    qualities: tuple[str, ...] = ()
    follows: bool = False
    most: int = 1
    most_inputs: int = 0
    last_frame: bool = False
    seconds: tuple[int, int, int] = NO_SECONDS
    input_seconds: tuple[float, float] = ANY_LENGTH
    prompt_characters: int = PROMPT_CHARACTERS

    @property
    def shortest(self) -> int:
        """Seconds."""
        return self.seconds[0]

    @property
    def longest(self) -> int:
        """Seconds; 0: its length is not for us to choose."""
        return self.seconds[1]

    @property
    def usual(self) -> int:
        """Seconds."""
        return self.seconds[2]


def takes(way: Way, engine: str) -> Takes | None:
    """What an engine takes in this way, by id or alias; None: we do not know it, or it does no such thing."""
    known = price_tables.named(_prices(way), engine)
    return _table().get((way, known.id)) if known else None


def engines(way: Way) -> tuple[Takes, ...]:
    """Every engine that can be asked in this way."""
    return tuple(row for (named, _), row in _table().items() if named == way)


def way_of(request: MediaRequest) -> Way:
    """In which way a request asks."""
    match request:
        case PictureRequest():
            return "edit" if request.inputs else "imagine"
        case ChangeRequest():
            return "change"
        case ExtendRequest():
            return "extend"
    return "reference" if request.references else "animate" if request.first or request.last else "film"


def problems(request: MediaRequest) -> tuple[str, ...]:
    """What the provider would refuse in this order, as words for a form: engine, prompt, ratio, resolution, …"""
    limits = takes(way_of(request), request.engine)
    if limits is None:
        return ("engine",)
    wrong = {
        "prompt_empty": not request.prompt.strip(),
        "prompt_long": len(request.prompt) > limits.prompt_characters,
    }
    if isinstance(request, PictureRequest | VideoRequest):
        wrong["ratio"] = request.ratio not in limits.ratios and not (limits.follows and not request.ratio)
        wrong["resolution"] = request.resolution not in limits.resolutions
        wrong["inputs"] = len(request.given) > limits.most_inputs
    if isinstance(request, PictureRequest):
        wrong["quality"] = request.quality not in (limits.qualities or (request.quality,))
        wrong["count"] = not 1 <= request.n <= limits.most
    if isinstance(request, VideoRequest):
        wrong["last_frame"] = request.last is not None and not limits.last_frame
    if isinstance(request, VideoRequest | ExtendRequest):
        wrong["length"] = not limits.shortest <= request.seconds <= limits.longest
    return tuple(word for word, is_so in wrong.items() if is_so)


@cache
def _table() -> Mapping[tuple[Way, str], Takes]:
    rows = price_tables.table("media_limits.toml")["takes"]
    assert isinstance(rows, list)
    return {(row["way"], engine): _row(row, engine) for row in rows for engine in row["engines"]}


def _row(row: dict[str, Any], engine: str) -> Takes:
    way: Way = row["way"]
    assert way in get_args(Way)
    priced = price_tables.named(_prices(way), engine)
    assert priced is not None
    told: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
    told |= {"engine": engine, "qualities": priced.qualities}
    told["resolutions"] = tuple(each for each in priced.resolutions if each in told.get("resolutions", (each,)))
    del told["engines"]
    return Takes(**told)


def _prices(way: Way) -> tuple[price_tables.MediaPrices, ...]:
    return price_tables.pictures() if way in PICTURE_WAYS else price_tables.videos()
