"""A person's own server hears what became of their jobs: signed, tried for a day, and never by a way into our network."""

import base64
import hashlib
import hmac
import ipaddress
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now
from django.test import Client
from django.utils import timezone

from accounts.leaving import leave
from accounts.models import Notice, Role, User
from foundation import outward
from studio import assets, jobs, moves
from studio.models import Job, Webhook, WebhookMessage
from studio.outcomes import Outcome
from studio.states import State
from studio.webhooks import mine, telling
from tests.studio.steps import order_picture, work
from tests.studio.test_sweeping import bells
from tests.support.locks import beside
from tests.support.simulator import Simulator


@dataclass
class Receiver:
    """Somebody's server. `says`: the status it answers with; `heard`: what came."""

    url: str = ""
    says: int = 204
    heard: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    known = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            known.heard.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(known.says)
            if known.says == 302:
                self.send_header("Location", f"{known.url}elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    settings.OUTWARD_HOSTS = [f"127.0.0.1:{server.server_port}"]
    known.url = f"http://127.0.0.1:{server.server_port}/hook/"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield known
    server.shutdown()
    server.server_close()


def tell_all() -> None:
    """The bells of all messages ring."""
    for message in WebhookMessage.objects.values_list("pk", flat=True):
        telling.tell(message)


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


def test_one_persons_servers_are_told_one_thing_at_a_time_and_anothers_beside_it(
    alice: User, bob: User, receiver: Receiver
) -> None:
    hooks = {owner: mine.add(owner, receiver.url, with_prompt=False) for owner in (alice, bob)}
    first, second, his = (
        WebhookMessage.objects.create(webhook=hooks[owner], job=order_picture(owner), event="job.ready")
        for owner in (alice, alice, bob)
    )
    lease = WebhookMessage.objects.filter(pk=first.pk).claim(60)
    assert lease is not None

    telling.tell(second.pk)
    telling.tell(his.pk)
    heard = [headers["webhook-id"] for headers, _ in receiver.heard]
    WebhookMessage.objects.filter(pk=first.pk).let_go(lease)
    rung = bells("outward")
    telling.tell(first.pk)

    assert heard == [str(his.public_id)]
    assert bells("outward") == rung + 1  # for the second
    assert telling.ring_due() == 0
    telling.tell(second.pk)
    assert len(receiver.heard) == 3


def test_removing_an_address_while_a_job_ends_breaks_neither(alice: User, upstream: Simulator) -> None:
    webhook = mine.add(alice, "https://example.org/", with_prompt=False)
    job, other = order_picture(alice), order_picture(alice)

    with transaction.atomic():
        jobs.cancel(alice, job.public_id)
        removed = beside(lambda: mine.remove(alice, webhook.public_id))
    removed.result(10)
    assert not WebhookMessage.objects.exists()

    webhook = mine.add(alice, "https://example.org/", with_prompt=False)
    with transaction.atomic():
        mine.remove(alice, webhook.public_id)
        ended = beside(lambda: jobs.cancel(alice, other.public_id))

    assert ended.result(10).state == "cancelled"


def test_two_jobs_of_one_person_that_end_at_once_do_not_wait_for_each_others_addresses(alice: User) -> None:
    mine.add(alice, "https://example.org/", with_prompt=False)
    first, second = order_picture(alice), order_picture(alice)

    with transaction.atomic():
        moves.move(first, State.CANCELLED, reason="by its owner", outcome=Outcome.CANCELLED)
        ended = beside(lambda: moves.move(second, State.CANCELLED, reason="by its owner", outcome=Outcome.CANCELLED))
        assert ended.done()

    assert WebhookMessage.objects.count() == 2


def test_who_leaves_locks_their_jobs_before_their_addresses(alice: User) -> None:
    mine.add(alice, "https://example.org/", with_prompt=False)
    job = order_picture(alice)

    with transaction.atomic():
        Job.objects.select_for_update().get(pk=job.pk)  # one that ends begins with itself
        left = beside(lambda: leave(alice))
        assert Webhook.objects.select_for_update(nowait=True).get(owner=alice)

    left.result(10)
    assert not Webhook.objects.exists()


def test_many_jobs_that_end_together_are_told_in_few_queries_and_with_one_bell(
    alice: User, receiver: Receiver, django_assert_max_num_queries: Any
) -> None:
    mine.add(alice, receiver.url, with_prompt=False)
    orders = [order_picture(alice) for _ in range(6)]

    with django_assert_max_num_queries(10), transaction.atomic():
        moves.end_together(orders, State.CANCELLED, reason="by their owner", outcome=Outcome.CANCELLED)

    assert WebhookMessage.objects.count() == 6
    assert telling.ring_due() == 0
    assert bells("outward") == 1
    tell_all()
    assert {json.loads(body)["type"] for _, body in receiver.heard} == {"job.cancelled"}
    assert len({json.loads(body)["data"]["job"] for _, body in receiver.heard}) == 6


def test_a_job_waits_for_no_server(alice: User, upstream: Simulator) -> None:
    mine.add(alice, "https://no-such-host.invalid/", with_prompt=False)

    job = work(order_picture(alice))
    tell_all()

    assert Job.objects.get(pk=job.pk).state == "ready"
    assert WebhookMessage.objects.get().log.get().error == "no_such_host"
