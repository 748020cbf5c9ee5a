from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from foundation.ids import PublicModel
from foundation.owned import OwnedQuerySet
from foundation.secret_field import SecretField
from moderation.models.flag import Flag


class Told(models.TextChoices):
    """What a reporter was told last."""

    NOTHING = "", "it is being looked at"
    ACTED = "acted", "something was done about it"
    LEFT = "left", "it was left as it is"


class Report(PublicModel):
    """What somebody wrote when they raised a flag. Beside the flag, which is history: their words can be erased.

    `owner` is who reported, None for somebody without an account; `contact` is where such a person wants to be told.
    `reporter` knows the same person again without saying who it is. `token` opens the receipt; an old report has none.
    """

    flag = models.OneToOneField(Flag, on_delete=models.PROTECT, related_name="report")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    category = models.CharField(max_length=20, blank=True)  # moderation.reports.categories
    why = models.TextField(blank=True)
    contact = SecretField(default="")
    reporter = models.CharField(max_length=64, blank=True)
    token = SecretField(default="")
    token_hash = models.CharField(max_length=64, null=True, unique=True)
    told = models.CharField(max_length=8, choices=Told.choices, blank=True)
    told_at = models.DateTimeField(null=True)
    bad_faith_at = models.DateTimeField(null=True)
    bad_faith_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = OwnedQuerySet["Report"].as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["reporter"], condition=~Q(reporter=""), name="report_by_reporter"),
            models.Index(fields=["told", "id"], name="report_by_told"),
        ]

    @property
    def number(self) -> str:
        """What people call it by."""
        return f"R-{self.public_id.hex[:8].upper()}"

    @property
    def receipt(self) -> str:
        """The page that tells what became of it; empty for a report from before there were receipts."""
        return reverse("report-receipt", args=[self.token]) if self.token else ""
