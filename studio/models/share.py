"""A share: a link under which whoever has it sees some of a person's pictures and films."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import CheckConstraint, Exists, F, OuterRef, Q, UniqueConstraint
from django.urls import reverse

from accounts.sharing.link import Link, LinkQuerySet
from studio.models.asset import Asset

TITLE_CHARACTERS = 60


class ShareQuerySet(LinkQuerySet["Share"]):
    """Shares. One of which nothing may be seen any more opens nothing either."""

    def live(self) -> Self:
        """What opens now."""
        shown = Shown.objects.filter(share=OuterRef("pk"), asset__in=Asset.objects.approved().filter(deleted_at=None))
        return super().live().filter(Exists(shown))


class Share(Link):
    """One link. What is deleted or hidden since is not shown. `with_words`: the prompts are shown, too."""

    door = "made"
    updated_at = None  # it shows what was ticked, and is never moved on
    updating = ""

    with_words = models.BooleanField(default=False)
    assets = models.ManyToManyField(Asset, through="Shown", related_name="+")

    objects: ClassVar = ShareQuerySet.as_manager()

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="studio_share_expires_after_it_was_made"),
        ]
        indexes = [models.Index(fields=["owner", "-made_at"], name="studio_share_by_owner")]

    def __str__(self) -> str:
        return f"share {self.public_id}"

    @property
    def title(self) -> str:
        """What its owner knows it by."""
        kept = [shown.asset for shown in self.shown.all()]
        if not kept:
            return "Nothing that is still there"
        first = (kept[0].alt or "Without words")[:TITLE_CHARACTERS]
        return f"{first} and {len(kept) - 1} more" if len(kept) > 1 else first

    @property
    def opens_nothing(self) -> str:
        """Also while what it shows is hidden; then it opens again by itself."""
        there = [shown.asset for shown in self.shown.all() if not shown.asset.is_deleted]
        if not there:
            return "What it showed was deleted, or somebody in it has not agreed to being shown."
        if any(asset.is_approved for asset in there):
            return ""
        if any(asset.takedown_at for asset in there):
            return "Somebody asked for the removal of what it shows; if that may stay, it opens again."
        return "What it shows is hidden by a decision, which stands under Decisions about me."

    @property
    def place(self) -> str:
        """The owner's page about it."""
        asked = "&".join(f"asset={shown.asset.public_id}" for shown in self.shown.all())
        return f"{reverse('asset-share')}?{asked}"

    @property
    def revoking(self) -> str:
        """Where it is taken back."""
        return reverse("asset-share-revoke", args=[self.public_id])


class Shown(models.Model):
    """One asset under one link. Deleting the asset takes the row, so that having it back does not show it again."""

    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="shown")
    asset = models.ForeignKey(Asset, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [UniqueConstraint(fields=["share", "asset"], name="shown_once")]

    def __str__(self) -> str:
        return f"{self.asset_id} under {self.share_id}"
