"""Sending one message, and trying again with growing pauses for a day."""

import json
import time
import uuid
from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from accounts import notices
from accounts.models import User
from foundation import outward
from studio.models import Webhook, WebhookMessage, WebhookTry
from studio.webhooks import announcing, signing

log = structlog.get_logger(__name__)

# Seconds after each try in vain; after the last of them, a day later, it is given up.
PAUSES = (5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800, 28_800)
LEASE_SECONDS = 60.0
# So many tries in vain, with none that went well between them, and the address is left alone.
MOST_FAILURES = 50
GONE = 410
AT_ONCE = 200
KEPT = timedelta(days=30)
UNHEARD = timedelta(seconds=60)


def tell(message_id: int) -> None:
    """Try to tell it, if it is due and nobody else is at it. A message may come twice, under one id; never not at all."""
    lease = _claimed(message_id)
    if lease is None:
        return
    message = WebhookMessage.objects.select_related("webhook", "job__owner", "job__hold").get(pk=message_id)
    if not message.body:
        message.body = json.dumps(announcing.content(message), ensure_ascii=False)
        WebhookMessage.objects.filter(pk=message.pk, lease=lease).update(body=message.body)
    _written_down(message, lease, _tried(message))
    _ring(WebhookMessage.objects.due().filter(webhook__owner=message.webhook.owner_id).order_by("due_at")[:1])


def ring_due() -> int:
    """Ring for what is due and was not heard; returns how many. The net under lost bells, and the clock of the pauses.

    Once for each person: whose turn is over rings for their next.
    """
    unheard = Q(rung_at=None) | Q(rung_at__lte=Now() - UNHEARD) | Q(rung_at__lt=F("due_at"))
    due = (
        WebhookMessage.objects.due()
        .filter(unheard)
        .order_by("webhook__owner_id", "due_at")
        .distinct("webhook__owner_id")
    )
    return _ring(due[:AT_ONCE])


def _ring(messages: QuerySet[WebhookMessage]) -> int:
    rung = list(messages)
    for message in rung:
        with transaction.atomic():
            announcing.ring(message)
    return len(rung)


@transaction.atomic
def _claimed(message_id: int) -> uuid.UUID | None:
    """One at a time for each person: a slow server of theirs keeps nobody else waiting."""
    message = WebhookMessage.objects.due().filter(pk=message_id).select_related("webhook").first()
    if message is None:
        return None
    owner = message.webhook.owner_id
    User.objects.select_for_update(no_key=True).only("pk").get(pk=owner)
    if WebhookMessage.objects.filter(webhook__owner=owner).held().exists():
        return None
    # Claimed by its own columns alone: behind a join, of two who claim at once both would believe they had it.
    return WebhookMessage.objects.filter(pk=message_id, due_at__lte=Now()).claim(LEASE_SECONDS)


def forget_old() -> int:
    """Delete what is a month old, told or not: an address that is switched off keeps nothing for ever. How many."""
    old = WebhookMessage.objects.filter(made_at__lt=Now() - KEPT)
    return old.delete()[1].get("studio.WebhookMessage", 0)


def _tried(message: WebhookMessage) -> WebhookTry:
    body, began = message.body.encode(), time.monotonic()
    signed = signing.headers(
        message.webhook.secret, message=str(message.public_id), at=int(timezone.now().timestamp()), body=body
    )
    status, error = None, ""
    try:
        status = outward.post(
            message.webhook.url, body, {**signed, "Content-Type": "application/json", "User-Agent": "Salon-Webhooks"}
        )
    except outward.NotAllowed:
        error = "not_allowed"
    except outward.NotReached as reason:
        error = str(reason)
    return WebhookTry(message=message, status=status, error=error, took_ms=int((time.monotonic() - began) * 1000))


@transaction.atomic
def _written_down(message: WebhookMessage, lease: uuid.UUID, done: WebhookTry) -> None:
    # Its address first, as whoever removes it does.
    if not Webhook.objects.select_for_update(no_key=True).filter(pk=message.webhook_id).exists():
        return
    done.save(force_insert=True)
    well = done.status is not None and 200 <= done.status < 300
    tries = message.tries + 1
    if well:
        due, told = None, Now()
        Webhook.objects.filter(pk=message.webhook_id).update(failures=0)
    else:
        due = Now() + timedelta(seconds=PAUSES[tries - 1]) if tries <= len(PAUSES) else None
        told = None
        _failed(message.webhook, gone=done.status == GONE)
    WebhookMessage.objects.filter(pk=message.pk, lease=lease).update(
        lease=None, lease_until=None, tries=tries, due_at=due, told_at=told
    )
    log.info("webhook_tried", webhook=str(message.webhook.public_id), status=done.status, error=done.error, tries=tries)


def _failed(webhook: Webhook, *, gone: bool) -> None:
    Webhook.objects.filter(pk=webhook.pk).update(failures=F("failures") + 1)
    webhook.refresh_from_db()
    if webhook.off_at is not None or not (gone or webhook.failures >= MOST_FAILURES):
        return
    why = "It said that it is gone (410)." if gone else f"The last {webhook.failures} tries went wrong."
    sentence = f"{why} Nothing more is sent to {webhook.url}. Look at your server, then switch it on again."
    Webhook.objects.filter(pk=webhook.pk).update(off_at=Now(), off_because=sentence)
    notices.tell(webhook.owner, "webhook.off", body=sentence, subject_url="/studio/told/")
