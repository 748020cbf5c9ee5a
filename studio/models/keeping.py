"""How long a person's things hang on their wall."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

MOST_DAYS = 3650


class Keeping(models.Model):
    """`days` after it was hung a thing goes into the trash; None: never by itself. Boards may say otherwise."""

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    days = models.PositiveSmallIntegerField(null=True, validators=[MinValueValidator(1), MaxValueValidator(MOST_DAYS)])

    def __str__(self) -> str:
        return f"{self.days or 'all'} days for {self.owner_id}"
