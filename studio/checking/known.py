"""Whether this house made a file, by what it keeps of each: yes or no, never whose.

What was brought here is never said to be known: whoever has a photograph of somebody could ask whether that person, or
anybody, brought it.
"""

from django.db import connection

from studio.models import Asset, Lineage, Origin
from studio.verbs import Verb

NEAR = 31  # of 256 bits, as the makers of PDQ say
CANDIDATES, STEPS = 20, 60
FROM_WORDS = frozenset({Verb.IMAGINE, Verb.FILM})
FEWEST_BITS, MOST_BITS = 64, 192  # PDQ sets half of the bits; what is far from that is nearly one colour, and like much

LIKE = """
SELECT id FROM studio_asset
WHERE origin = 'made' AND length(pdq) = 64 AND bit_count(('x' || pdq)::bit(256) # ('x' || %s)::bit(256)) <= %s
LIMIT %s
"""


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
    if not pdq or not FEWEST_BITS <= int(pdq, 16).bit_count() <= MOST_BITS:
        return False
    with connection.cursor() as cursor:
        cursor.execute(LIKE, [pdq, NEAR, CANDIDATES])
        like = [row[0] for row in cursor.fetchall()]
    return any(from_words_alone(each) for each in like)


def looks_like(asset: Asset, pdq: str) -> bool | None:
    """Whether a picture looks like this one, as far as PDQ can tell. None: it cannot."""
    if not pdq or not asset.pdq:
        return None
    return (int(pdq, 16) ^ int(asset.pdq, 16)).bit_count() <= NEAR


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
