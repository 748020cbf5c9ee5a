"""Rows that foundation's tests borrow from the rooms above."""

from studio.models import Job
from tests.accounts.people import person


def a_job() -> Job:
    """A job of Alice's that nobody works on."""
    return Job.objects.create(owner=person("alice"), order={}, kind="picture", state="inspecting")
