"""What beat rings for the ledger."""

from django.conf import settings

from foundation.bells import Bell, every

SCHEDULE: dict[str, Bell] = {
    "usage-end-due-holds": every(settings.LEDGER_SWEEP_SECONDS, "usage.tasks.end_due_holds"),
    "usage-reconcile": every(settings.LEDGER_CHECK_SECONDS, "usage.tasks.reconcile"),
}
