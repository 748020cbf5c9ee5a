"""What is told of a job, and to whom. Rows only, within the transaction of the move."""

from collections.abc import Sequence

from django.db.models.functions import Now

from foundation import outbox
from studio import costs
from studio.models import Job, Webhook, WebhookMessage
from studio.states import ENDED, State

TOLD = ENDED | {State.UNCERTAIN, State.REVIEWING}

TASK = "studio.tasks.tell_webhook"


# Kept until the move commits, or an address that is removed just now would take the whole move down with it. Not more than that:
# two jobs of one owner that end at once, one with money locked and one about to, would wait for each other.
KEPT = "SELECT * FROM studio_webhook WHERE owner_id = %s AND off_at IS NULL ORDER BY id FOR KEY SHARE"


def announce(job: Job) -> None:
    """Write a message for each of its owner's addresses, if this state is one that is told."""
    announce_together([job], State(job.state))


def announce_together(jobs: Sequence[Job], state: State) -> None:
    """The same of several jobs of one owner that came to a state together, in two queries and with one bell.

    One bell is enough: one thing at a time is told to a person's servers, and whoever told it rings for the next.
    """
    if not jobs or state not in TOLD:
        return
    told = list(Webhook.objects.raw(KEPT, [jobs[0].owner_id]))
    event = f"job.{state}"
    messages = WebhookMessage.objects.bulk_create(
        [WebhookMessage(webhook=webhook, job=job, event=event, rung_at=Now()) for job in jobs for webhook in told]
    )
    if messages:
        outbox.ring(TASK, messages[0].pk, queue="outward")


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
