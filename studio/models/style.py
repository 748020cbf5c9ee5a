"""How things are to look, kept under a name and put on again: a style preset, or a brand guide."""

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.models import User
from foundation.ids import PublicModel
from foundation.owned import OwnedQuerySet

LONGEST_WORDS = 600


class Look(models.TextChoices):
    """What kind of style it is."""

    PRESET = "preset", "style preset"
    GUIDE = "guide", "brand guide"


class StyleQuerySet(OwnedQuerySet["Style"]):
    """Styles by who may put them on."""

    def worn_by(self, person: User) -> Self:
        """This person's own, and the house's."""
        return self.filter(Q(owner=person) | Q(owner=None))

    def of_the_house(self) -> Self:
        """Those for everybody."""
        return self.filter(owner=None)


class Style(PublicModel):
    """`version` counts its changes: an order keeps the words of the one it was made with. Without an owner: the house's.

    Words go `before` and `after` the prompt; a guide has only the latter. Empty choices leave the form as it is.
    `pictures`: of its owner's own, looked up anew each time; a guide's are given to the engine as references.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    look = models.CharField(max_length=6, choices=Look.choices)
    name = models.CharField(max_length=60)
    version = models.PositiveIntegerField(default=1)
    before = models.CharField(max_length=LONGEST_WORDS, blank=True)
    after = models.CharField(max_length=LONGEST_WORDS, blank=True)
    ratio = models.CharField(max_length=12, blank=True)
    resolution = models.CharField(max_length=12, blank=True)
    quality = models.CharField(max_length=12, blank=True)
    engine = models.CharField(max_length=80, blank=True)
    colours = ArrayField(models.CharField(max_length=7), default=list, blank=True)
    banned = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    pictures = ArrayField(models.UUIDField(), default=list, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = StyleQuerySet.as_manager()

    class Meta:
        constraints = [
            UniqueConstraint("owner", "look", Lower("name"), name="style_name_once", nulls_distinct=False),
            CheckConstraint(condition=Q(look__in=Look.values), name="style_look_known"),
        ]

    def __str__(self) -> str:
        return f"style {self.public_id}"

    @property
    def is_guide(self) -> bool:
        """A brand guide."""
        return self.look == Look.GUIDE

    @property
    def of_the_house(self) -> bool:
        """For everybody; administrators change it."""
        return self.owner_id is None

    @property
    def value(self) -> str:
        """As a form names it: a page that shows an older version names that one."""
        return f"{self.public_id}.{self.version}"

    @property
    def words_after(self) -> str:
        """All that follows the prompt: its words, and its colours as words."""
        colours = f"Use these colours: {', '.join(self.colours)}." if self.colours else ""
        return "\n".join(filter(None, (self.after, colours)))
