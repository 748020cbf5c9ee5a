"""Which questions bind a thing: its own, and those of everything it was made from."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from moderation.consent.standing import About
from moderation.models import Consent
from studio.models import Asset, Job, Likeness, Lineage
from studio.orders import Order
from studio.subject_kinds import ASSET, ORDER


def of_order(order: Order, job: UUID | None = None) -> set[About]:
    """What binds an order by what it is made from, and by its own words. One query."""
    ids = [each.asset for each in order.inputs]
    found = set(Likeness.objects.filter(asset__public_id__in=ids).values_list("kind", "subject")) if ids else set()
    return found | ({(ORDER, job)} if job else set())


def of_assets(keys: Collection[int]) -> dict[int, set[About]]:
    """What binds each of these, by key; those that nothing binds are not in it. One query."""
    found: dict[int, set[About]] = {}
    for key, kind, subject in Likeness.objects.filter(asset__in=keys).values_list("asset", "kind", "subject"):
        found.setdefault(key, set()).add((kind, subject))
    return found


def hand_on(children: Sequence[Asset], about: Iterable[About]) -> None:
    """What binds the parents binds the children. In the transaction that makes them, the parents locked before."""
    rows = [Likeness(asset=child, kind=kind, subject=subject) for child in children for kind, subject in sorted(about)]
    Likeness.objects.bulk_create(rows, ignore_conflicts=True)


def asked_about(job: Job) -> set[About]:
    """The question about an order's words, if one was asked."""
    return {(ORDER, job.public_id)} if Consent.objects.about(ORDER, job.public_id).exists() else set()


def bind(kind: str, subject: UUID) -> set[int]:
    """A question was asked: it binds the thing, and all that was made from it. Returns their keys.

    Generation by generation, each locked before its children are looked for: who is making another child of one now
    waits for us, and then finds it bound.
    """
    top = Asset.objects.filter(public_id=subject) if kind == ASSET else Asset.objects.filter(job__public_id=subject)
    bound: set[int] = set()
    found = set(top.values_list("pk", flat=True))
    while found:
        rows = list(Asset.objects.select_for_update(no_key=True).filter(pk__in=found).order_by("pk"))
        hand_on(rows, {(kind, subject)})
        bound |= found
        found = set(Lineage.objects.filter(parent__in=found).values_list("child", flat=True)) - bound
    return bound
