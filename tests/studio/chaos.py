"""Many orders at once, of every verb and with every fault there is, and what must have become of each."""

import itertools
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from accounts.models import User
from studio import jobs
from studio.models import Asset, Job
from studio.orders import AnimateOrder, ChangeOrder, EditOrder, ExtendOrder, Input, Order, Role
from studio.outcomes import Outcome
from studio.states import State
from studio.verbs import Verb
from tests.studio.steps import picture_order, video_order
from tests.studio.test_answers_to_an_order import TABLE

PLAIN = ("", State.READY, "")
# Beside what is tried one by one: faults that take time, and end by the clocks of `CLOCKS`.
SLOW = {
    "picture": [("slow_picture seconds=2", State.READY, "")],
    "video": [
        ("video_seconds seconds=3", State.READY, ""),
        ("file_slow rate=100000", State.READY, ""),
        ("file_cut", State.FAILED, Outcome.NOT_FETCHED),
        ("file_endless", State.FAILED, Outcome.NOT_FETCHED),
    ],
}
SLOWEST = {
    "picture": [("hang_before_headers", State.UNCERTAIN, Outcome.FATE_UNKNOWN)],
    "video": [
        ("hang_before_headers", State.UNCERTAIN, Outcome.FATE_UNKNOWN),
        ("video_never", State.EXPIRED, Outcome.TOO_LATE),
    ],
}
CLOCKS = {
    "STUDIO_PATIENCE_SECONDS": "6",
    "STUDIO_RENDER_SECONDS": "60",
    "STUDIO_FETCH_SECONDS": "15",
    "STUDIO_FETCH_BYTES": "5000000",
    "XAI_CALL_SECONDS": "20",
    "XAI_PICTURE_SECONDS": "20",
    "WORKER_DEAF_SECONDS": "30",
}


@dataclass(frozen=True)
class Case:
    """An order and the end that the provider's answer means for it."""

    job: Job
    scene: str
    end: State
    outcome: str


@dataclass(frozen=True)
class Wall:
    """What somebody's orders are made from."""

    owner: User
    picture: Asset
    film: Asset


def ordered(walls: list[Wall], count: int) -> list[Case]:
    """So many orders: the verbs by turns, each with the next fault that it can meet; plain ones between."""
    faults = {kind: itertools.cycle(_scenes(kind, slowest=count >= 100)) for kind in ("picture", "video")}
    cases = []
    for number, verb, wall in zip(range(count), itertools.cycle(Verb), itertools.cycle(walls), strict=False):
        kind = "picture" if verb in (Verb.IMAGINE, Verb.EDIT) else "video"
        scene, end, outcome = PLAIN if number % 4 == 3 else next(faults[kind])
        words = f"number {number} at dusk" + (f" [[scene:{scene}]]" if scene else "")
        job = jobs.request(wall.owner, _order(verb, words, wall), key=uuid.uuid4().hex)
        cases.append(Case(job, scene, end, str(outcome)))
    return cases


def _scenes(kind: str, *, slowest: bool) -> Iterator[tuple[str, State, str]]:
    if slowest:
        yield from SLOWEST[kind]
    told = ((scene, end, outcome) for scene, kinds, end, outcome, _ in TABLE if scene and kinds in (kind, "both"))
    slow = iter(SLOW[kind])
    for number, each in enumerate(told):
        yield each
        if number % 3 == 0 and (one := next(slow, None)):
            yield one


def _order(verb: Verb, words: str, wall: Wall) -> Order:
    picture = (_input(Role.SOURCE, wall.picture),)
    film = (_input(Role.SOURCE, wall.film),)
    match verb:
        case Verb.IMAGINE:
            return picture_order(words)
        case Verb.FILM:
            return video_order(words)
        case Verb.EDIT:
            return EditOrder(
                engine="grok-imagine-image-2.0", prompt=words, inputs=picture, ratio="", resolution="1k",
                quality="low", n=1,
            )  # fmt: skip
        case Verb.ANIMATE:
            first = (_input(Role.FIRST_FRAME, wall.picture),)
            return AnimateOrder(
                engine="grok-imagine-video", prompt=words, inputs=first, ratio="", resolution="480p", seconds=2
            )
        case Verb.CHANGE:
            return ChangeOrder(engine="grok-imagine-video", prompt=words, inputs=film)
        case Verb.EXTEND:
            return ExtendOrder(engine="grok-imagine-video", prompt=words, inputs=film, seconds=2)


def _input(role: Role, asset: Asset) -> Input:
    return Input(
        role=role, asset=str(asset.public_id), width=asset.width, height=asset.height, seconds=asset.seconds or 0.0
    )
