"""What the studio's addresses name while it is being made: jobs, batches, ladders, styles and webhooks."""

from uuid import uuid4

from accounts.models import User
from studio.batches import drafts
from studio.ladders import climbing
from studio.models import Job, Style, Webhook, WebhookMessage
from studio.styles import keeping
from tests.access_cases.things import Make, Thing
from tests.studio.steps import order_picture


def _webhook(owner: User) -> Thing:
    return Thing({"webhook": Webhook.objects.create(owner=owner, url="https://example.org/", secret="s").public_id})


def _webhook_message(owner: User) -> Thing:
    webhook = Webhook.objects.create(owner=owner, url="https://example.org/", secret="s")
    told = WebhookMessage.objects.create(webhook=webhook, job=order_picture(owner), event="job.ready")
    return Thing({"message": told.public_id})


def _job(owner: User) -> Thing:
    return Thing({"job": order_picture(owner).public_id})


def _ladder(owner: User) -> Thing:
    made = climbing.begin(
        owner, uuid4(), prompt="a fox", ratio="16:9", engine="grok-imagine-video", resolution="720p", seconds=4
    )
    return Thing({"ladder": made.public_id}, {"step": "stills"})


def _rung(owner: User) -> Thing:
    begun = _ladder(owner)
    job = Job.objects.filter(rung__ladder__owner=owner).latest("pk")
    return Thing({**begun.words, "job": job.public_id})


def _style(owner: User) -> Thing:
    made = keeping.keep(Style(owner=owner, look="preset", name=uuid4().hex, before="A watercolour of"))
    return Thing({"style": made.public_id}, {"name": "Oil", "before": "An oil painting of"})


def _batch(owner: User) -> Thing:
    return Thing({"batch": drafts.make(owner, "a fox\na heron").public_id}, {"rows": "2", "ticks": "1"})


def _batch_row(owner: User) -> Thing:
    row = drafts.make(owner, "a fox").rows.get()
    return Thing({"batch": row.batch.public_id, "row": row.public_id}, {"prompt": "a crow"})


OWNED: dict[str, Make] = {
    "job": _job,
    "job-card": _job,
    "job-cancel": _job,
    "job-resubmit": _job,
    "webhook-secret": _webhook,
    "webhook-on": _webhook,
    "webhook-remove": _webhook,
    "webhook-again": _webhook_message,
    "job-pause": _job,
    "job-go-on": _job,
    "job-place": _job,
    "job-repeat": _job,
    "batch": _batch,
    "batch-row": _batch_row,
    "batch-row-fine": _batch_row,
    "batch-order": _batch,
    "batch-cancel": _batch,
    "batch-again": _batch,
    "batch-throw-away": _batch,
    "batch-sheet": _batch,
    "batch-zip": _batch,
    "ladder": _ladder,
    "ladder-climb": _ladder,
    "ladder-job": _rung,
    "ladder-leave": _ladder,
    "ladder-remove": _ladder,
    "style": _style,
    "style-remove": _style,
}

SHARED: dict[str, Make] = {
    "studio-quote": lambda _owner: Thing(data={"kind": "picture"}),
    "studio-improve": lambda _owner: Thing(data={"verb": "imagine"}),
    "studio-order": lambda _owner: Thing(data={"kind": "picture"}),
    "studio-pick": lambda _owner: Thing(data={"kind": "picture"}),
}
