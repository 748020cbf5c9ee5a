"""What is told of a job, and to whom. Rows only, within the transaction of the move."""

from django.db.models.functions import Now

from foundation import outbox
from studio import costs
from studio.models import Job, Webhook, WebhookMessage
from studio.states import ENDED, State

TOLD = ENDED | {State.UNCERTAIN, State.REVIEWING}

TASK = "studio.tasks.tell_webhook"


def announce(job: Job) -> None:
    """Write a message for each of its owner's addresses, if this state is one that is told."""
    if job.state not in TOLD:
        return
    # Locked, or one that is removed just now would take the whole move down with it.
    told = Webhook.objects.select_for_update(no_key=True).filter(owner_id=job.owner_id, off_at=None).order_by("pk")
    for webhook in told:
        message = WebhookMessage.objects.create(webhook=webhook, job=job, event=f"job.{job.state}")
        ring(message)


def ring(message: WebhookMessage) -> None:
    """Have it told once this transaction has committed."""
    WebhookMessage.objects.filter(pk=message.pk).update(rung_at=Now())
    outbox.ring(TASK, message.pk, queue="outward")


def content(message: WebhookMessage) -> dict[str, object]:
    """What a server reads: public ids, state, outcome, cost; the prompt only where its owner wants it sent."""
    job = message.job
    cost = costs.of(job)
    told = {
        "job": str(job.public_id),
        "kind": job.kind,
        "engine": job.order.get("engine", ""),
        "state": message.event.removeprefix("job."),
        "outcome": job.outcome,
        "cost_ticks": cost.ticks,
        "cost_estimated": cost.estimated,
        "assets": [str(asset.public_id) for asset in job.assets.visible_to(job.owner).order_by("part")],
        "ordered_at": job.ordered_at.isoformat(),
    }
    if message.webhook.with_prompt:
        told["prompt"] = job.prompt
    return {"type": message.event, "timestamp": message.made_at.isoformat(), "data": told}
