"""The room's rows; Django looks for them here."""

from studio.models.arrival import Arrival, Stage
from studio.models.asset import Asset, Origin
from studio.models.batch import Batch, BatchRow
from studio.models.board import Board
from studio.models.delivery import Delivery
from studio.models.job import Job, Kind
from studio.models.job_move import JobMove
from studio.models.keeping import Keeping
from studio.models.ladder import Ladder, Rung, Step
from studio.models.likeness import Likeness
from studio.models.lineage import Lineage
from studio.models.orphan import Orphan
from studio.models.saved_search import SavedSearch
from studio.models.share import Share, Shown
from studio.models.style import Look, Style
from studio.models.watermark_seed import WatermarkSeed
from studio.models.webhook import Webhook, WebhookMessage, WebhookTry

__all__ = [
    "Arrival",
    "Asset",
    "Batch",
    "BatchRow",
    "Board",
    "Delivery",
    "Job",
    "JobMove",
    "Keeping",
    "Kind",
    "Ladder",
    "Likeness",
    "Lineage",
    "Look",
    "Origin",
    "Orphan",
    "Rung",
    "SavedSearch",
    "Share",
    "Shown",
    "Stage",
    "Step",
    "Style",
    "WatermarkSeed",
    "Webhook",
    "WebhookMessage",
    "WebhookTry",
]
