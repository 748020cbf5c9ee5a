"""A picture or film that a reviewer showed, or hid, is as it was before: approved or waiting, its job and arrival with it."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from foundation import wakeups
from studio import moves
from studio.arrivals.taking import TOPIC
from studio.models import Arrival, Asset, Job, Stage
from studio.states import State
from studio.undoing.orders import REASON

GONE = "It has been deleted since."
WHILE_JUDGED = "It may be shown, and is as soon as a person has decided that a request to remove it does not hold."
AS_AGREED = "It is shown as soon as everybody it shows agrees."
DECIDED = {Stage.READY, Stage.REFUSED}


def state(asset_id: uuid.UUID) -> Mapping[str, Any]:
    """How it is now."""
    asset = Asset.objects.select_related("job").filter(public_id=asset_id).first()
    if asset is None:
        return {}
    arrival = Arrival.objects.filter(asset=asset).first()
    return {
        "approved": asset.approved_sha256,
        "hidden_at": _text(asset.hidden_at),
        "hung_at": _text(asset.hung_at),
        "kept": {str(each.pk): each.kept_sha256 for each in asset.likenesses.all()},
        "job": _of_job(asset.job) if asset.job else None,
        "arrival": _of_arrival(arrival) if arrival else None,
        "waited": not asset.has_passed,
    }


def restore(asset_id: uuid.UUID, before: Mapping[str, Any]) -> str:
    """As it was: seen, shared and counted where it was before. Rows only; says what is so now."""
    asset = Asset.objects.select_for_update(of=("self",)).filter(public_id=asset_id).first()
    if asset is None or not before:
        return GONE
    _seen_again(asset, before)
    if before["job"]:
        _job_waits(asset, before["job"])
    if before["arrival"]:
        _arrival_waits(asset, before["arrival"])
    wakeups.wake(asset.owner.public_id, "asset", asset.public_id)
    if not before["approved"] or before["hidden_at"]:
        return "It is not shown until somebody has decided."
    if not asset.approved_sha256:
        return "It is shown again as soon as everybody it shows agrees."
    if asset.takedown_at is not None:
        return WHILE_JUDGED
    if asset.deleted_at is not None:
        return "It stays in your trash, as you wanted."
    return "It is in your gallery again, and links to it show it as before."


def _seen_again(asset: Asset, before: Mapping[str, Any]) -> None:
    asset.approved_sha256 = before["approved"]
    asset.hidden_at = _moment(before["hidden_at"])
    asset.hung_at = _moment(before["hung_at"]) or asset.hung_at
    for each in asset.likenesses.all():
        # Whoever it shows has taken their word back since: it is kept for the day they give it again.
        withdrawn = each.withheld_at is not None
        each.kept_sha256 = before["kept"].get(str(each.pk), "") or (before["approved"] if withdrawn else "")
        each.save(update_fields=["kept_sha256"])
        if withdrawn:
            asset.approved_sha256 = ""
    asset.save(update_fields=["approved_sha256", "hidden_at", "hung_at"])


def _job_waits(asset: Asset, was: Mapping[str, Any]) -> None:
    """Only where the decision was what ended it; while others of its results wait, it still does."""
    job = Job.objects.select_for_update(of=("self",)).filter(assets=asset).first()
    if job is not None and was["state"] == State.REVIEWING and job.state in (State.READY, State.BLOCKED):
        moves.move(job, State.REVIEWING, reason=REASON, by_desk=True, outcome=was["outcome"], sentence=was["sentence"])


def _arrival_waits(asset: Asset, was: Mapping[str, Any]) -> None:
    arrival = Arrival.objects.select_for_update(of=("self",)).filter(asset=asset, stage__in=DECIDED).first()
    if arrival is None:
        return
    ended = _moment(was["ended_at"])
    Arrival.objects.filter(pk=arrival.pk).update(
        stage=was["stage"], reason=was["reason"], sentence=was["sentence"], ended_at=ended
    )
    wakeups.wake(arrival.owner.public_id, TOPIC, arrival.public_id)


def _of_job(job: Job) -> Mapping[str, Any]:
    return {"state": job.state, "outcome": job.outcome, "sentence": job.sentence}


def _of_arrival(arrival: Arrival) -> Mapping[str, Any]:
    return {
        "stage": arrival.stage, "reason": arrival.reason, "sentence": arrival.sentence,
        "ended_at": _text(arrival.ended_at),
    }  # fmt: skip


def _text(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
