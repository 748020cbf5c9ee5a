"""What a decision at the desk does to an arrival. Runs inside the decision's transaction."""

from django.db.models.functions import Now

from foundation import wakeups
from studio.arrivals.taking import TOPIC
from studio.models import Arrival, Asset, Stage


def shown(asset: Asset) -> None:
    """What came of it may be seen."""
    _decided(asset, Stage.READY, "", "")


def hidden(asset: Asset, sentence: str) -> None:
    """What came of it is not shown, and its owner is told why."""
    _decided(asset, Stage.REFUSED, "policy", sentence)


def _decided(asset: Asset, stage: Stage, reason: str, sentence: str) -> None:
    arrival = Arrival.objects.select_related("owner").filter(asset=asset).first()
    if arrival is None:
        return
    Arrival.objects.filter(pk=arrival.pk).update(
        stage=stage, reason=reason, sentence=sentence, ended_at=Now(), cleared_at=None
    )
    wakeups.wake(arrival.owner.public_id, TOPIC, arrival.public_id)
