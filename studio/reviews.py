"""What a decision at the desk does to a job whose result is being looked at."""

import uuid

from studio import assets, moves
from studio.arrivals import deciding
from studio.models import Asset, Job
from studio.outcomes import Outcome
from studio.states import State


def show(asset_id: uuid.UUID) -> None:
    """This thing may be seen; when it was the last one waiting, the job ends."""
    asset = assets.approve(asset_id)
    deciding.shown(asset)
    _conclude(asset, "")


def hide(asset_id: uuid.UUID, sentence: str) -> None:
    """This thing is not to be seen; when it was the last one waiting, the job ends."""
    asset = assets.hide(asset_id)
    deciding.hidden(asset, sentence)
    _conclude(asset, sentence)


def _conclude(asset: Asset, sentence: str) -> None:
    job = Job.objects.select_for_update(of=("self",)).filter(assets=asset).first()
    if job is None or job.state != State.REVIEWING or job.assets.filter(approved_sha256="", hidden_at=None).exists():
        return
    shown = job.assets.passed().count()  # also what a request for removal keeps from sight for now
    if not shown:
        moves.move(job, State.BLOCKED, reason="hidden by a reviewer", outcome=Outcome.WITHHELD, sentence=sentence)
        return
    outcome = Outcome.SOME_MISSING if shown < job.frozen_order.parts else ""
    moves.move(job, State.READY, reason="shown by a reviewer", outcome=outcome, sentence=sentence)
