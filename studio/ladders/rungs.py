"""What each rung orders: the cheapest that will do to look at, then what is really wanted."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import QueryDict

from accounts.models import User
from studio import quotes
from studio.forms import FORMS
from studio.models import Ladder, Step
from studio.orders import Order
from studio.quotes import Quote
from studio.verbs import Verb
from xai import media_limits, prices
from xai.media_limits import Takes
from xai.prices import PriceUnknown

STILLS = 4
CLIP_SECONDS = 3
CLIP_RESOLUTION, STILL_RESOLUTION = "480p", "1k"
BELOW = {Step.CLIP: Step.STILLS, Step.FINAL: Step.CLIP, Step.LONGER: Step.FINAL}
VERBS = {Step.STILLS: Verb.IMAGINE, Step.CLIP: Verb.ANIMATE, Step.FINAL: Verb.ANIMATE, Step.LONGER: Verb.EXTEND}


class NotClimbed(Exception):
    """Nothing was ordered; the words say why."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants on the next rung: made `of` this asset (none for stills), with these words."""

    step: Step
    of: str = ""
    words: str = ""


def order(owner: User, ladder: Ladder, asked: Asked) -> Order:
    """The order of a rung, by the verb's own form. Raises NotClimbed."""
    form = FORMS[VERBS[asked.step]](_typed(ladder, asked), owner=owner)
    if not form.is_valid():
        raise NotClimbed(str(next(iter(form.errors.values()))[0]))
    return form.order()


def quote(owner: User, ladder: Ladder, asked: Asked) -> Quote:
    """Its price and its wait."""
    return quotes.of(owner, VERBS[asked.step], _typed(ladder, asked))


def stills_quote(owner: User, ratio: str) -> Quote:
    """What the first rung costs."""
    return quote(owner, Ladder(prompt=".", ratio=ratio), Asked(Step.STILLS))


def _typed(ladder: Ladder, asked: Asked) -> QueryDict:
    """The rung as somebody would choose it in the form."""
    words = {"prompt": asked.words or ladder.prompt}
    match asked.step:
        case Step.STILLS:
            return _chosen(words, _cheapest_still(ladder.ratio), n=STILLS)
        case Step.CLIP:
            clip = {"resolution": CLIP_RESOLUTION, "seconds": CLIP_SECONDS, "first_frame": asked.of}
            return _chosen(words, _cheapest_clip(), clip)
        case Step.FINAL:
            final = {"engine": ladder.engine, "resolution": ladder.resolution, "seconds": ladder.seconds}
            return _chosen(words, final, first_frame=asked.of)
    longer = {"engine": row.engine, "seconds": row.usual} if (row := _extends()) else {}
    return _chosen(words, longer, source=asked.of)


def longer_by() -> int:
    """Seconds that the last rung adds; 0: no engine extends."""
    row = _extends()
    return row.usual if row else 0


def _extends() -> Takes | None:
    return next(iter(media_limits.engines("extend")), None)


def _chosen(*parts: Mapping[str, object], **more: object) -> QueryDict:
    typed = QueryDict(mutable=True)
    for part in (*parts, more):
        typed.update({name: str(value) for name, value in part.items()})
    return typed


def _cheapest_still(ratio: str) -> dict[str, str]:
    """Engine, size, quality and ratio of the cheapest picture in this shape."""
    found = []
    for row in media_limits.engines("imagine"):
        if ratio not in row.ratios:
            continue
        for quality in row.qualities or ("",):
            try:
                ticks = prices.picture_ticks(row.engine, STILL_RESOLUTION, quality or None, 1)
            except PriceUnknown:
                continue
            found.append((ticks, {"engine": row.engine, "quality": quality}))
    cheapest = min(found, key=lambda each: each[0], default=(0, {}))[1]
    return {**cheapest, "ratio": ratio, "resolution": STILL_RESOLUTION}


def _cheapest_clip() -> dict[str, str]:
    """Engine of the cheapest small clip; where none has a price the usual one, whose quote says so."""
    found = []
    for row in media_limits.engines("animate"):
        if CLIP_RESOLUTION not in row.resolutions:
            continue
        try:
            found.append((prices.video_ticks(row.engine, CLIP_RESOLUTION, CLIP_SECONDS, pictures=1), row.engine))
        except PriceUnknown:
            continue
    return {"engine": min(found)[1] if found else str(settings.VIDEO_ENGINE)}
