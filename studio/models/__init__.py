"""The room's rows; Django looks for them here."""

from studio.models.asset import Asset, Origin
from studio.models.board import Board
from studio.models.delivery import Delivery
from studio.models.job import Job, Kind
from studio.models.job_move import JobMove
from studio.models.lineage import Lineage
from studio.models.orphan import Orphan
from studio.models.saved_search import SavedSearch
from studio.models.share import Share, Shown
from studio.models.webhook import Webhook, WebhookMessage, WebhookTry

__all__ = [
    "Asset",
    "Board",
    "Delivery",
    "Job",
    "JobMove",
    "Kind",
    "Lineage",
    "Origin",
    "Orphan",
    "SavedSearch",
    "Share",
    "Shown",
    "Webhook",
    "WebhookMessage",
    "WebhookTry",
]
