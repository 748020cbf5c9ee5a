"""Known hashes: the very bytes of something on the list, or what looks nearly the same."""

from collections.abc import Collection

from django.db import connection

from moderation import looks
from moderation.models import KnownHash
from moderation.models.known_hash import HashKind
from moderation.policies import Policy
from moderation.verdicts import Action, Verdict, gravest

CHECK = "hashes"
NEAREST = """
SELECT DISTINCT ON (clause) distance, id, clause, origin FROM (
  SELECT id, clause, origin, bit_count(('x' || value)::bit(256) # ('x' || asked.hash)::bit(256)) AS distance
  FROM moderation_knownhash CROSS JOIN unnest(%(asked)s::text[]) AS asked(hash)
  WHERE kind = 'pdq' AND lifted_at IS NULL AND foundation_bands(value) && (SELECT %(bands)s::int[])
) AS listed WHERE distance <= %(near)s ORDER BY clause, distance, id
"""
SAME = "This file is blocked here, so it is not kept or shown. It cost nothing."
ALIKE = "It looks like something that is blocked here, so a person looks at it before it is shown."


def judge(policy: Policy, *, sha256s: Collection[str], pdq: str = "", frames: Collection[str] = ()) -> Verdict:
    """What the list says of a file by its hashes, also of what is seen in a mirror. Raises what the database raises.

    Of several clauses the gravest counts, then the very bytes before what looks alike, and of that the nearest.
    `pdq` empty: none could be made. `frames`: of a film.
    """
    same = KnownHash.objects.in_force().filter(kind=HashKind.SHA256, value__in=[each for each in sha256s if each])
    said = same.order_by("clause", "pk").distinct("clause").values_list("clause", "origin")
    found = [_verdict(policy, clause, origin, distance=0) for clause, origin in said]
    if not any(each.action == Action.LOCK for each in found):  # nothing is graver
        near = sorted(row for each in dict.fromkeys((pdq, *frames)) if each for row in _nearest(each))
        found += [_verdict(policy, clause, origin, distance=apart, alike=True) for apart, _, clause, origin in near]
    return gravest(found or [Verdict(action=Action.ALLOW, check=CHECK, policy_version=policy.version)])


def _nearest(bits: str) -> list[tuple[int, int, str, str]]:
    """The nearest on the list by each clause: in how many bits it differs, its key, clause and origin."""
    with connection.cursor() as cursor:
        cursor.execute(NEAREST, looks.question(bits))
        found: list[tuple[int, int, str, str]] = cursor.fetchall()
    return found


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
        detail=f"{origin}, {distance} of {looks.BITS} bits differ" if alike else origin,
        score=1 - distance / looks.BITS,
    )
