"""Bytes that came with an answer, kept until they are in the store."""

from django.db import models
from django.db.models import UniqueConstraint

from studio.models.job import Job


class Delivery(models.Model):
    """One picture as the provider sent it.

    A picture is paid for when the answer arrives, and cannot be asked for again. It is written in the very transaction
    that moves the job on, so a kill on either side of the commit finds both or neither; the store may be away meanwhile.
    """

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="deliveries")
    part = models.PositiveSmallIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [UniqueConstraint(fields=["job", "part"], name="delivery_each_part_once")]

    def __str__(self) -> str:
        return f"part {self.part} of job {self.job_id}"
