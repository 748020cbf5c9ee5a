"""What beat rings for the ledger. A bell that was not answered in time is let go: the next one does the same."""

from django.conf import settings

SCHEDULE: dict[str, dict[str, object]] = {
    "usage-end-due-holds": {
        "task": "usage.tasks.end_due_holds",
        "schedule": settings.LEDGER_SWEEP_SECONDS,
        "options": {"queue": "sweeps", "expires": settings.LEDGER_SWEEP_SECONDS},
    },
    "usage-reconcile": {
        "task": "usage.tasks.reconcile",
        "schedule": settings.LEDGER_CHECK_SECONDS,
        "options": {"queue": "sweeps", "expires": settings.LEDGER_CHECK_SECONDS},
    },
}
