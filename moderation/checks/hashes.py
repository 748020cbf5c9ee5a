"""Known hashes: the very bytes of something on the list, or what looks nearly the same."""

from collections.abc import Collection

from django.db import connection

from moderation.models import KnownHash
from moderation.models.known_hash import HashKind
from moderation.policies import Policy
from moderation.verdicts import Action, Verdict, gravest

CHECK = "hashes"
NEAR = 31  # of 256 bits, as the makers of PDQ say
BITS = 256
MIRROR = int("5" * 64, 16)
NEAREST = """
SELECT clause, origin, distance FROM (
  SELECT clause, origin, id, bit_count(('x' || value)::bit(256) # ('x' || asked.hash)::bit(256)) AS distance
  FROM moderation_knownhash CROSS JOIN unnest(%s::text[]) AS asked(hash) WHERE kind = 'pdq' AND lifted_at IS NULL
) AS listed WHERE distance <= %s ORDER BY distance, id LIMIT 1
"""
SAME = "This file is blocked here, so it is not kept or shown. It cost nothing."
ALIKE = "It looks like something that is blocked here, so a person looks at it before it is shown."


def judge(policy: Policy, *, sha256s: Collection[str], pdq: str = "", frames: Collection[str] = ()) -> Verdict:
    """What the list says of a file by its hashes, also of what is seen in a mirror. Raises what the database raises.

    `pdq` empty: none could be made. `frames`: of a film.
    """
    same = KnownHash.objects.in_force().filter(kind=HashKind.SHA256, value__in=[each for each in sha256s if each])
    said = same.order_by("clause", "pk").distinct("clause").values_list("clause", "origin")
    if exact := [_verdict(policy, clause, origin, distance=0) for clause, origin in said]:
        return gravest(exact)
    looks = [each for each in (pdq, *frames) if each]
    if looks:
        with connection.cursor() as cursor:
            cursor.execute(NEAREST, [[*looks, *map(_mirrored, looks)], NEAR])
            if row := cursor.fetchone():
                return _verdict(policy, row[0], row[1], distance=int(row[2]), alike=True)
    return Verdict(action=Action.ALLOW, check=CHECK, policy_version=policy.version)


def _mirrored(bits: str) -> str:
    """As in a mirror, but for a few bits: every second wave across the picture turns round."""
    return f"{int(bits, 16) ^ MIRROR:064x}"


def _verdict(policy: Policy, clause_id: str, origin: str, *, distance: int, alike: bool = False) -> Verdict:
    """The very bytes: what the clause says. What only looks alike may be another picture, which a person can tell;
    but where a clause locks, a suspicion is enough."""
    clause = policy.clause(clause_id)
    action, sentence = (clause.action, clause.sentence) if clause else (Action.REFUSE, SAME)
    if not action.stops:
        action, sentence = Action.REFUSE, SAME
    if alike and action != Action.LOCK:
        action, sentence = Action.REVIEW, ALIKE
    return Verdict(
        action=action,
        check=CHECK,
        policy_version=policy.version,
        clause=clause_id,
        sentence=sentence,
        detail=f"{origin}, {distance} of {BITS} bits differ" if alike else origin,
        score=1 - distance / BITS,
    )
