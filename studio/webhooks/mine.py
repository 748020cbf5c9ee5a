"""What a person does with their addresses: add, change the secret, switch on again, remove, send a message again."""

import uuid

from django.db import transaction
from django.db.models.functions import Now

from accounts.models import User
from foundation import outward
from studio.models import Webhook, WebhookMessage
from studio.webhooks import announcing, signing

MOST = 5
SHOWN = 20  # messages of each


class TooMany(Exception):
    """This person has as many addresses as one may have."""


class SwitchedOff(Exception):
    """Nothing is sent to this address."""


@transaction.atomic
def add(owner: User, url: str, *, with_prompt: bool) -> Webhook:
    """Tell this address from now on. Its secret is shown this once. Raises outward.NotAllowed, TooMany."""
    outward.target(url)
    User.objects.select_for_update().get(pk=owner.pk)  # two clicks at once are counted one after the other
    if Webhook.objects.owned_by(owner).count() >= MOST:
        raise TooMany
    return Webhook.objects.create(owner=owner, url=url, secret=signing.new_secret(), with_prompt=with_prompt)


def rotate(owner: User, webhook_id: uuid.UUID) -> Webhook:
    """A new secret, shown this once; from now on everything is signed with it. Raises Webhook.DoesNotExist."""
    webhook = Webhook.objects.owned_by(owner).get(public_id=webhook_id)
    webhook.secret = signing.new_secret()
    webhook.save(update_fields=["secret"])
    return webhook


def switch_on(owner: User, webhook_id: uuid.UUID) -> None:
    """Tell it again of what ends from now on, and of what still waited. Raises Webhook.DoesNotExist."""
    webhook = Webhook.objects.owned_by(owner).get(public_id=webhook_id)
    Webhook.objects.filter(pk=webhook.pk).update(off_at=None, off_because="", failures=0)


@transaction.atomic
def remove(owner: User, webhook_id: uuid.UUID) -> None:
    """Nothing more is sent there; its log goes, too. Raises Webhook.DoesNotExist."""
    # Locked before its messages are looked for: a move that is about to write one is waited for, and seen.
    Webhook.objects.owned_by(owner).select_for_update().get(public_id=webhook_id).delete()


@transaction.atomic
def again(owner: User, message_id: uuid.UUID) -> None:
    """Send a message once more, the same words under the same id. Raises SwitchedOff, WebhookMessage.DoesNotExist."""
    mine = WebhookMessage.objects.select_related("webhook")
    message = mine.get(public_id=message_id, webhook__owner=owner)
    if message.webhook.off_at is not None:
        raise SwitchedOff
    WebhookMessage.objects.filter(pk=message.pk).update(due_at=Now(), tries=0)
    announcing.ring(message)


def shown(owner: User) -> list[tuple[Webhook, list[WebhookMessage]]]:
    """Each address with its newest messages and their tries."""
    found = Webhook.objects.owned_by(owner).order_by("pk")
    return [
        (each, list(each.messages.select_related("job").prefetch_related("log").order_by("-pk")[:SHOWN]))
        for each in found
    ]
