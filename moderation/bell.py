"""The desk's doorbell: something there changed, every open page looks again."""

from asgiref.sync import async_to_sync
from django.db import transaction

from accounts.models import Role, User
from foundation.wakeups import Wake, awake_all

TOPIC = "desk"


def ring() -> None:
    """Wake every reviewer's tabs once this transaction has committed.

    It names no case: each page asks for what its own reader may see, and a locked one must not be heard of otherwise.
    """
    transaction.on_commit(_ring)


def _ring() -> None:
    reviewers = User.objects.holding(Role.REVIEWER).values_list("public_id", flat=True)
    async_to_sync(awake_all)([Wake(reviewer, TOPIC, reviewer) for reviewer in reviewers])
