"""A person's own address: which is taken, who may have one, its secret, and how it is switched off."""

import ipaddress
from typing import Any

import pytest
from django.db.models.functions import Now
from django.test import Client

from accounts.models import Role, User
from foundation import outward
from studio.models import Webhook, WebhookMessage
from studio.webhooks import mine
from tests.studio.receivers import Receiver
from tests.studio.steps import order_picture


def test_to_an_address_that_is_switched_off_nothing_is_said_to_be_sent(alice: User, tab: Client) -> None:
    webhook = mine.add(alice, "https://example.org/", with_prompt=False)
    message = WebhookMessage.objects.create(webhook=webhook, job=order_picture(alice), event="job.ready", due_at=None)
    Webhook.objects.update(off_at=Now())

    shown = tab.get("/studio/told/").content.decode()
    answer = tab.post(f"/studio/told/messages/{message.public_id}/again/", follow=True).content.decode()

    message.refresh_from_db()
    assert "Send again" not in shown
    assert "Nothing was sent: that address is switched off." in answer
    assert message.due_at is None


def test_who_may_create_no_more_can_still_end_what_is_told(alice: User, tab: Client) -> None:
    webhook = mine.add(alice, "https://example.org/", with_prompt=False)
    alice.roles = [Role.USER]
    alice.save()

    shown = tab.get("/studio/told/").content.decode()
    added = tab.post("/studio/told/", {"url": "https://example.com/"}).status_code
    switched = tab.post(f"/studio/told/webhooks/{webhook.public_id}/secret/").status_code
    tab.post(f"/studio/told/webhooks/{webhook.public_id}/remove/")

    assert "https://example.org/" in shown
    assert ("Add this address" in shown, added, switched) == (False, 422, 403)
    assert not Webhook.objects.exists()


def test_a_secret_is_shown_once_and_a_new_one_counts_at_once(alice: User, tab: Client, receiver: Receiver) -> None:
    added = tab.post("/studio/told/", {"url": receiver.url}).content.decode()
    webhook = Webhook.objects.get(owner=alice)
    first = webhook.secret
    rotated = tab.post(f"/studio/told/webhooks/{webhook.public_id}/secret/").content.decode()
    webhook.refresh_from_db()

    assert first in added
    assert webhook.secret in rotated
    assert first not in rotated
    assert webhook.secret not in tab.get("/studio/told/").content.decode()


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "ftp://example.org/",
        "https://",
        "https://user:word@example.org/",
        "https://example.org:22/",
        "https://example.org/#part",
        "https://[::1",
        "https://exa mple.org/",
        "javascript:alert(1)",
        "https://" + "a" * 600,
    ],
)
def test_what_is_no_address_for_us_is_refused_with_a_sentence(url: str, tab: Client, settings: Any) -> None:
    answer = tab.post("/studio/told/", {"url": url})

    assert answer.status_code == 422
    assert not Webhook.objects.exists()


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("240.0.0.1", False),
        ("::", False),
        ("::1", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_only_the_open_internet_is_told(address: str, public: bool) -> None:
    assert outward.is_public(ipaddress.ip_address(address)) is public


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "127.1", "0"])
def test_no_spelling_of_ourselves_gets_through(host: str) -> None:
    with pytest.raises(outward.NotAllowed):  # that nobody answered would not do: somebody might
        outward.post(f"https://{host}:8443/", b"{}", {})
