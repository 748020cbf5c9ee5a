"""What somebody said no to and its owner deleted for good: how it looked is kept, so that bringing it again is no way around them.

It stands among the known hashes: whatever looks like it waits for a person, whoever brings it.
"""

from collections.abc import Collection
from uuid import UUID

from django.db import connection
from django.db.models import Q

from accounts.models import User
from moderation import known_hashes, looks
from moderation.consent.answering import CLAUSE
from moderation.consent.asking import NO
from moderation.models import Consent, KnownHash
from moderation.models.consent import Who
from moderation.models.known_hash import HashKind

ORIGIN = "consent "
LIKE = """
SELECT DISTINCT origin FROM moderation_knownhash CROSS JOIN unnest(%(asked)s::text[]) AS asked(hash)
WHERE kind = 'pdq' AND lifted_at IS NULL AND foundation_bands(value) && (SELECT %(bands)s::int[])
  AND bit_count(('x' || value)::bit(256) # ('x' || asked.hash)::bit(256)) <= %(near)s
  AND origin ~ '^consent [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
"""


def keep(about: Q, hashes: Collection[str]) -> None:
    """The last of what these looks belong to goes. Nothing is kept where nobody who was named had said no, or its owner leaves."""
    for consent in Consent.objects.filter(about, NO, who=Who.SOMEBODY, owner__is_active=True):
        known_hashes.block(HashKind.PDQ, hashes, clause=CLAUSE, origin=f"{ORIGIN}{consent.public_id}")


def forget(owner: User) -> None:
    """Their account ends, and what we keep of what they asked about with it."""
    ids = Consent.objects.owned_by(owner).values_list("public_id", flat=True)
    KnownHash.objects.filter(origin__in=[f"{ORIGIN}{each}" for each in ids]).delete()


def like(hashes: Collection[str]) -> Q:
    """Which consents were about something that is gone and looked like this. One query for each hash."""
    found: set[UUID] = set()
    for each in hashes:
        with connection.cursor() as cursor:
            cursor.execute(LIKE, looks.question(each))
            found |= {UUID(origin.removeprefix(ORIGIN)) for (origin,) in cursor.fetchall()}
    return Q(public_id__in=found)
