"""What happened to a job, step by step."""

from django.db import models

from foundation.append_only import AppendOnly
from studio.models.job import Job
from studio.states import State


class JobMove(AppendOnly):
    """One move. `frm` is empty for the birth of the job; `reason` is a code or a few words for support, never a secret."""

    job = models.ForeignKey(Job, on_delete=models.PROTECT, related_name="moves")
    frm = models.CharField(max_length=12, choices=State.choices, blank=True)
    to = models.CharField(max_length=12, choices=State.choices)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.frm or 'ordered'} → {self.to}: {self.reason}"
