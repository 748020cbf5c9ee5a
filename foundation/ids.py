"""Names for the outside. Bigint keys never leave the server."""

import uuid

from django.db import models


class PublicModel(models.Model):
    """A row that a URL, a socket, a link or a Redis key may name."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True
