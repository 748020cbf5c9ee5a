"""A person's own server hears what became of their jobs: signed, tried for a day, and never by a way into our network."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.utils import timezone

from accounts.models import Notice, User
from studio import assets
from studio.models import WebhookMessage
from studio.webhooks import mine, telling
from tests.studio.receivers import Receiver, tell_all
from tests.studio.steps import order_picture, work
from tests.support.simulator import Simulator


def waited(message: WebhookMessage) -> float:
    """Seconds until it is due; then they have passed."""
    message.refresh_from_db()
    assert message.due_at is not None
    seconds = (message.due_at - timezone.now()).total_seconds()
    WebhookMessage.objects.filter(pk=message.pk).update(due_at=Now())
    return seconds


def is_genuine(secret: str, headers: dict[str, str], body: bytes) -> bool:
    """What the receiver does, by the scheme's own words."""
    key = base64.b64decode(secret.split("_", 1)[1])
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    return f"v1,{expected}" in headers["webhook-signature"].split(" ")


def test_what_became_of_a_job_is_told_signed_and_without_its_words(
    alice: User, bob: User, upstream: Simulator, receiver: Receiver
) -> None:
    webhook = mine.add(alice, receiver.url, with_prompt=False)
    job = work(order_picture(alice, "a secret fox"))
    work(order_picture(bob))

    tell_all()
    tell_all()

    [(headers, body)] = receiver.heard
    told = json.loads(body)
    assert is_genuine(webhook.secret, headers, body)
    assert not is_genuine(webhook.secret, headers, body + b" ")
    assert told["type"] == "job.ready"
    assert (told["data"]["job"], told["data"]["state"]) == (str(job.public_id), "ready")
    assert told["data"]["cost_ticks"] == 400_000_000
    assert told["data"]["assets"] == [str(job.assets.get().public_id)]
    assert "fox" not in body.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM studio_webhook")
        assert webhook.secret not in cursor.fetchone()[0]


def test_the_prompt_goes_along_where_its_owner_ticked_it(alice: User, upstream: Simulator, receiver: Receiver) -> None:
    mine.add(alice, receiver.url, with_prompt=True)
    upstream.set_scene("safety_refused", routes=["images"])
    work(order_picture(alice, "a fox"))

    tell_all()

    told = json.loads(receiver.heard[0][1])
    assert (told["type"], told["data"]["prompt"]) == ("job.refused", "a fox")


def test_what_is_deleted_for_good_is_forgotten_in_what_was_told_too(
    alice: User, upstream: Simulator, receiver: Receiver
) -> None:
    mine.add(alice, receiver.url, with_prompt=True)
    kept, gone = (work(order_picture(alice, words)) for words in ("a kept fox", "a secret fox"))
    tell_all()

    assets.purge(gone.assets.get())

    assert [message.body for message in WebhookMessage.objects.filter(job=gone)] == [""]
    assert "a kept fox" in WebhookMessage.objects.get(job=kept).body


@pytest.mark.parametrize("waits", [True, False])
def test_what_was_told_is_forgotten_after_a_month_also_where_it_still_waits(
    waits: bool, alice: User, receiver: Receiver
) -> None:
    webhook, job = mine.add(alice, receiver.url, with_prompt=True), order_picture(alice)
    for days in (31, 29):
        WebhookMessage.objects.create(
            webhook=webhook,
            job=job,
            event="job.ready",
            made_at=timezone.now() - timedelta(days=days),
            due_at=timezone.now() if waits else None,
        )

    assert telling.forget_old() == 1
    assert WebhookMessage.objects.count() == 1


def test_a_server_that_is_away_is_tried_for_a_day_and_can_be_told_again(
    alice: User, tab: Client, receiver: Receiver
) -> None:
    webhook = mine.add(alice, receiver.url, with_prompt=False)
    message = WebhookMessage.objects.create(webhook=webhook, job=order_picture(alice), event="job.ready")
    receiver.says = 500

    pauses = []
    for _ in telling.PAUSES:
        telling.tell(message.pk)
        telling.tell(message.pk)  # not due: nothing happens
        pauses.append(waited(message))
    telling.tell(message.pk)
    message.refresh_from_db()

    assert pauses == pytest.approx(telling.PAUSES, abs=2)
    assert 80_000 < sum(pauses) < 90_000
    assert message.due_at is None
    assert len(receiver.heard) == len(telling.PAUSES) + 1
    assert (
        len({body for _, body in receiver.heard}) == len({headers["webhook-id"] for headers, _ in receiver.heard}) == 1
    )

    receiver.says = 200
    page = unescape(tab.get("/studio/told/").content.decode())
    tab.post(f"/studio/told/messages/{message.public_id}/again/")
    telling.tell(message.pk)
    message.refresh_from_db()

    assert "given up" in page
    assert "500" in page
    assert message.told_at is not None


def test_an_address_that_only_fails_is_switched_off_with_a_sentence(
    alice: User, tab: Client, receiver: Receiver
) -> None:
    webhook = mine.add(alice, receiver.url, with_prompt=False)
    webhook.failures = telling.MOST_FAILURES - 1
    webhook.save()
    message = WebhookMessage.objects.create(webhook=webhook, job=order_picture(alice), event="job.ready")
    receiver.says = 302  # and nobody follows it

    telling.tell(message.pk)
    waited(message)
    telling.tell(message.pk)
    webhook.refresh_from_db()

    assert len(receiver.heard) == 1
    assert webhook.off_at is not None
    assert "The last 50 tries went wrong" in Notice.objects.get(owner=alice).body
    assert "Switched off" in tab.get("/studio/told/").content.decode()
