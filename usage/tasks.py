"""The room's sweeps, rung by beat (`usage.schedule`). Each may be lost, doubled or late without harm."""

from celery import shared_task

from usage import allowances, ledger, sweeps
from usage.months import last_month, this_month


@shared_task
def end_due_holds() -> None:
    """Book sends whose fate nobody will tell any more, and let go what is still held for them."""
    sweeps.end_due_holds()


@shared_task
def reconcile() -> None:
    """Prove the sums of this month and the one before, mend what differs; let limits follow the setting."""
    allowances.follow_setting(month=this_month())
    for difference in ledger.prove(since=last_month()).differences:
        ledger.mend(difference)
