"""What this room gives to an authority about a locked thing or order: all it was made from, as stored, and the orders."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from moderation.locked.evidence import Evidence, Exhibit, stored
from studio import kept
from studio.models import Arrival, Asset, Job

ASSET_FACTS = (
    *("public_id", "origin", "kind", "verb", "engine", "recipe", "alt", "caption", "mime", "codec", "bytes", "width"),
    *("height", "seconds", "sha256", "unsigned_sha256", "pdq", "made_at", "hung_at", "hidden_at", "takedown_at"),
    "deleted_at",
)
JOB_FACTS = (
    *("public_id", "kind", "order", "state", "outcome", "detail", "request_id", "upstream_request_id", "ordered_at"),
    "ended_at",
)
ARRIVAL_FACTS = ("public_id", "name", "sha256", "bytes", "came_at")


def of_thing(subject: UUID) -> Evidence:
    """The file, every file it was made from, and the orders that made them; what was brought also as it came, if kept."""
    found = list(Asset.objects.filter(pk__in=kept.above([subject])).select_related("job").order_by("pk"))
    jobs = {asset.job.pk: asset.job for asset in found if asset.job}
    facts: dict[str, Any] = {
        "things": [_columns(asset, ASSET_FACTS) | {"file": _name(asset)} for asset in found],
        "orders": [_order(job) for job in jobs.values()],
    }
    came = list(Arrival.objects.filter(asset__in=found).order_by("pk"))
    facts["brought"] = [_columns(each, ARRIVAL_FACTS) | {"file": _as_it_came(each)} for each in came]
    exhibits = [Exhibit(_name(asset), stored(asset.key), asset.sha256) for asset in found]
    exhibits += [Exhibit(_as_it_came(each), stored(each.key), each.sha256) for each in came if each.key]
    return Evidence(facts, exhibits)


def of_order(subject: UUID) -> Evidence:
    """What was ordered, and what it was to be made from."""
    job = Job.objects.filter(public_id=subject).first()
    if job is None:
        return Evidence({"orders": []})
    inputs = [UUID(str(each.asset)) for each in job.frozen_order.inputs]
    found = list(Asset.objects.filter(pk__in=kept.above(inputs) if inputs else []).order_by("pk"))
    facts = {
        "orders": [_order(job)],
        "things": [_columns(asset, ASSET_FACTS) | {"file": _name(asset)} for asset in found],
    }
    return Evidence(facts, [Exhibit(_name(asset), stored(asset.key), asset.sha256) for asset in found])


def _order(job: Job) -> Mapping[str, Any]:
    return _columns(job, JOB_FACTS) | {"moves": list(job.moves.order_by("pk").values("frm", "to", "reason", "at"))}


def _as_it_came(arrival: Arrival) -> str:
    return f"{arrival.public_id}-as-it-came" if arrival.key else ""


def _name(asset: Asset) -> str:
    return f"{asset.public_id}.{asset.key.rpartition('.')[2]}"


def _columns(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
