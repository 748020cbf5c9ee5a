"""What a decision at the desk does to a job whose result is being looked at."""

import uuid

from django.db.models import F

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
    if job is None or job.state != State.REVIEWING:
        return
    # Shown by us, and seen as soon as everybody it shows agrees: nobody is waited for here.
    noted = Asset.objects.filter(job=job, hidden_at=None, likenesses__kept_sha256=F("sha256")).values("pk")
    if job.assets.filter(approved_sha256="", hidden_at=None).exclude(pk__in=noted).exists():
        return
    # Also what a request for removal keeps from sight for now.
    shown = (job.assets.passed() | job.assets.filter(pk__in=noted)).count()
    if not shown:
        moves.move(job, State.BLOCKED, reason="hidden by a reviewer", outcome=Outcome.WITHHELD, sentence=sentence)
        return
    outcome = Outcome.SOME_MISSING if shown < job.frozen_order.parts else ""
    moves.move(job, State.READY, reason="shown by a reviewer", outcome=outcome, sentence=sentence)
