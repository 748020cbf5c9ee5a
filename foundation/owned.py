"""The only way to a person's things is through the person."""

from typing import Any, Self, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


class OwnedQuerySet(models.QuerySet[Row]):
    """Rows with one `owner`. A foreign id and a missing id answer alike: both are simply not in the set."""

    def owned_by(self, person: Any) -> Self:
        """This person's rows; nobody's for someone not signed in."""
        return self.filter(owner_id=person.pk) if person.pk else self.none()
