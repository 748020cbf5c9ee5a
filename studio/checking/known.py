"""Whether this house made a file, by what it keeps of each: yes or no, never whose.

What was brought here is never said to be known: whoever has a photograph of somebody could ask whether that person, or
anybody, brought it.
"""

from moderation import looks
from studio import near
from studio.models import Asset, Lineage, Origin
from studio.verbs import Verb

CANDIDATES, STEPS = 20, 60
FROM_WORDS = frozenset({Verb.IMAGINE, Verb.FILM})


def by_bytes(sha256: str) -> Asset | None:
    """What was made here with these very bytes, signature and all."""
    found: Asset | None = Asset.objects.exclude(origin=Origin.UPLOADED).filter(sha256=sha256).first()
    return found


def without_seal(sha256: str) -> Asset | None:
    """What was made here and had these very bytes before it was signed."""
    found: Asset | None = Asset.objects.filter(origin=Origin.MADE, unsigned_sha256=sha256).first()
    return found


def by_likeness(pdq: str) -> bool:
    """Whether something made here looks the same, however it was saved since. Only what was made from words alone.

    A photograph that somebody edited here looks like its edit: the photograph must not be called ours for that.
    """
    alike = [each.key for each in near.to([pdq])]  # under their index: anybody may ask, and as often as they like
    made = Asset.objects.filter(pk__in=alike, origin=Origin.MADE).order_by("pk")
    like = [asset.pk for asset in made if looks_like(asset, pdq)]
    return any(from_words_alone(each) for each in like[:CANDIDATES])


def looks_like(asset: Asset, pdq: str) -> bool | None:
    """Whether a picture looks like this one, as far as PDQ can tell. None: it cannot."""
    if not pdq or not asset.pdq:
        return None
    return looks.apart(pdq, asset.pdq) <= looks.NEAR


def from_words_alone(key: int) -> bool:
    """Whether everything it was made from, back to the beginning, was made here from words."""
    waiting, seen = {key}, set[int]()
    while waiting:
        seen |= waiting
        if len(seen) > STEPS:
            return False
        rows = Asset.objects.filter(pk__in=waiting).values_list("pk", "origin", "verb")
        made = {pk for pk, origin, verb in rows if origin == Origin.MADE and verb not in FROM_WORDS}
        if any(origin != Origin.MADE for _, origin, _ in rows):
            return False
        edges = list(Lineage.objects.filter(child__in=waiting).values_list("child", "parent"))
        if made - {child for child, _ in edges}:  # what it was made from is gone: nobody can say
            return False
        waiting = {parent for _, parent in edges} - seen
    return True
