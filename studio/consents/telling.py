"""Who learns that a thing is kept from sight: open tabs at once, the audit thing by thing."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from accounts import audit
from foundation import outbox, wakeups
from foundation.wakeups import Wake
from studio.models import Asset, Likeness

SWEEP = "studio.tasks.sweep_consents"
AT_ONCE = 200
TOPIC = "asset"  # `studio.assets.TOPIC`, which is above this
WITHHELD = "withheld"


def taken_down(keys: Collection[int]) -> None:
    """Open tabs of their owners take these down, once this transaction has committed."""
    _ring(WITHHELD, keys)


def changed(keys: Collection[int]) -> None:
    """Open tabs of their owners look again."""
    _ring(TOPIC, keys)


def _ring(topic: str, keys: Collection[int]) -> None:
    rows = Asset.objects.filter(pk__in=keys).values_list("owner__public_id", "public_id")
    wakeups.wake_all([Wake(owner, topic, thing) for owner, thing in rows])


@transaction.atomic
def audit_of_things() -> int:
    """One row for each thing that was kept from sight and is not written down yet, some at a time; returns how many."""
    untold = Likeness.objects.filter(withheld_at__isnull=False, told_at=None).order_by("pk")
    rows = list(untold.select_related("asset").select_for_update(skip_locked=True, of=("self",))[:AT_ONCE])
    Likeness.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=timezone.now())
    if len(rows) == AT_ONCE:
        outbox.ring(SWEEP, queue="sweeps")
    for row in rows:
        audit.record(
            None, "consent.withheld", f"asset {row.asset.public_id}", after={"about": f"{row.kind} {row.subject}"}
        )
    return len(rows)
