"""A draft ladder: from cheap stills over a short clip to the film that is wanted, one ordinary order a rung."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Exists, OuterRef, Q
from django.utils import timezone

from foundation.ids import PublicModel
from foundation.owned import OwnedQuerySet
from studio.models.job import Job
from studio.states import ENDED


class Step(models.TextChoices):
    """A rung of the ladder, and what is made on it."""

    STILLS = "stills", "Stills"
    CLIP = "clip", "Short clip"
    FINAL = "final", "Final"
    LONGER = "longer", "Extended"


class LadderQuerySet(OwnedQuerySet["Ladder"]):
    """Ladders by whose they are, and by what is left of them."""

    def bare(self) -> Self:
        """Those of which nothing is left: what was made on them was purged, and nothing is under way any more."""
        rungs = Rung.objects.filter(ladder=OuterRef("pk"))
        stands = rungs.filter(Q(job__assets__isnull=False) | ~Q(job__state__in=sorted(ENDED)))
        return self.filter(Exists(rungs.filter(job__order__prompt=""))).exclude(Exists(stands))

    def forget(self) -> int:
        """Blank the words of those of which nothing is left; returns how many."""
        # Locked before it is looked: who orders on one of them right now holds it.
        keys = list(self.exclude(prompt="").select_for_update(of=("self",)).values_list("pk", flat=True))
        return self.model.objects.filter(pk__in=keys).bare().update(prompt="")


class Ladder(PublicModel):
    """`prompt` is what is to be seen; `engine`, `resolution` and `seconds` are the final's. `left_at`: its owner went on
    to something else; what was made on it stays on the wall. The prompt is blanked with the last that was made here."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    prompt = models.TextField()
    ratio = models.CharField(max_length=12)
    engine = models.CharField(max_length=80)
    resolution = models.CharField(max_length=12)
    seconds = models.PositiveSmallIntegerField()
    begun_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True)

    objects: ClassVar = LadderQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["owner", "-begun_at"], name="ladder_by_owner")]

    def __str__(self) -> str:
        return f"ladder {self.public_id}"

    @property
    def title(self) -> str:
        """What it is called where it is listed."""
        return self.prompt or "A ladder whose words were deleted"


class Rung(models.Model):
    """One order of a ladder. What it was made from says the order itself."""

    ladder = models.ForeignKey(Ladder, on_delete=models.CASCADE, related_name="rungs")
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="rung")
    step = models.CharField(max_length=6, choices=Step.choices)

    class Meta:
        constraints = [CheckConstraint(condition=Q(step__in=Step.values), name="rung_step_known")]

    def __str__(self) -> str:
        return f"{self.step} of {self.ladder_id}"
