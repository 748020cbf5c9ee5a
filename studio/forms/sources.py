"""What is wrong with the pictures and films an order is to be made from: each a sentence that names the way out."""

from collections.abc import Iterator
from uuid import UUID

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.html import format_html

from studio.forms.slots import Filled
from studio.models import Asset
from studio.verbs import Verb
from xai.media_limits import Takes

MISSING = {
    Verb.EDIT: "Add the picture to edit.",
    Verb.ANIMATE: "Add a picture to animate.",
    Verb.CHANGE: "Add the film to change.",
    Verb.EXTEND: "Add the film to extend.",
}
MEGABYTE = 1_000_000


def problems(verb: Verb, given: Filled, limits: Takes) -> Iterator[str]:
    """Sentences; some hold a link, and are marked safe."""
    if verb not in MISSING:
        return
    assets = given.assets
    if not assets:
        if not given.problems:
            yield MISSING[verb]
        return
    if verb == Verb.ANIMATE:
        yield from _frames(given, limits)
    if len(assets) > limits.most_inputs and not given.of("last_frame"):
        yield (
            f"{limits.engine} takes at most {limits.most_inputs} {'picture' if limits.most_inputs == 1 else 'pictures'}. "
            "Take some out, or choose another engine."
        )
    for asset in assets:
        yield from _length(verb, asset, limits)
    size = sum(asset.bytes for asset in assets)
    if size > settings.STUDIO_INPUT_BYTES:
        most = settings.STUDIO_INPUT_BYTES / MEGABYTE
        yield f"This is {size / MEGABYTE:.0f} MB to send; {most:.0f} MB is the most. Choose something smaller or shorter."


def _frames(given: Filled, limits: Takes) -> Iterator[str]:
    first, last, references = (given.of(name) for name in ("first_frame", "last_frame", "reference"))
    if references and (first or last):
        yield "A film begins with a frame or shows what is in references, not both. Take one of them out."
    elif last and not first:
        yield "A last frame needs a first one. Add it, or use the picture as the first."
    elif last and not limits.last_frame:
        yield f"{limits.engine} takes no last frame. Take it out, or choose another engine."


def _length(verb: Verb, asset: Asset, limits: Takes) -> Iterator[str]:
    shortest, longest = limits.input_seconds
    if asset.seconds is None:
        return
    lasts = f"This film is {in_seconds(asset.seconds)} long; {verb.label} takes"
    if asset.seconds > longest:
        yield _trim(f"{lasts} at most {in_seconds(longest)}.", asset.public_id)
    elif asset.seconds < shortest:
        yield f"{lasts} at least {in_seconds(shortest)}. Choose a longer one."


def _trim(sentence: str, asset: UUID) -> str:
    address = f"/studio/assets/{asset}/trim/"
    try:
        resolve(address)
    except Resolver404:
        return f"{sentence} Choose a shorter one."
    return format_html('{} <a href="{}">Trim it first</a>.', sentence, address)


def in_seconds(length: float) -> str:
    """ "8.7 s", "15 s"."""
    return f"{length:.2f}".rstrip("0").rstrip(".") + " s"
