"""What an owner does with links to their work: make one, see how often each was opened, take it back."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.sharing.link import PRESET_DAYS, terms
from foundation import idempotency
from foundation.wakeups import wake
from moderation import standing
from studio.consents import deciding
from studio.models import Asset, BatchRow, Share, Shown
from studio.models.asset import AssetQuerySet
from studio.sharing import stills

MOST = 50  # under one link: a page somebody looks at
LISTED = 200


def shareable(person: User, ids: Sequence[UUID]) -> list[Asset]:
    """Which of these a link can show, in this order, each once. One query.

    One's own, not deleted, not hidden; not what somebody in it has not agreed to; and not what the check of a batch wants looked at first.
    """
    shown = Asset.objects.visible_to(person).exclude(job__row__in=BatchRow.objects.doubtful())
    found = shown.filter(public_id__in=ids).in_bulk(field_name="public_id")
    here = [found[each] for each in dict.fromkeys(ids) if each in found][:MOST]
    held = deciding.held_back([each.pk for each in here])
    return [each for each in here if each.pk not in held]


def to_be_looked_at(person: User, ids: Sequence[UUID]) -> BatchRow | None:
    """A row of a batch that keeps one of these from being shared until its owner says that it is fine."""
    theirs = BatchRow.objects.doubtful().filter(batch__owner=person, jobs__assets__public_id__in=ids)
    return theirs.select_related("batch").first()


@transaction.atomic
def share(
    person: User,
    ids: Sequence[UUID],
    *,
    key: str,
    days: int = PRESET_DAYS,
    password: str = "",
    with_words: bool = False,
) -> Share:
    """A link to these; once per key. Raises Asset.DoesNotExist where none of them can be shown, Limited."""
    standing.may_publish(person)
    agreed = terms(days=days, password=password)
    # Whoever asks, or takes a consent back, locks these, too: they find our link, or we find their answer.
    theirs = Asset.objects.owned_by(person).filter(public_id__in=ids).order_by("pk")
    list(theirs.select_for_update(no_key=True).values_list("pk"))
    shown = shareable(person, ids)
    if not shown:
        raise Asset.DoesNotExist
    made = Share(owner=person, with_words=with_words, **agreed)
    asked = {"assets": [each.pk for each in shown], "days": days, "password": bool(password), "words": with_words}
    try:
        idempotency.remember(person.pk, key, idempotency.fingerprint(asked), {"share": str(made.public_id)})
    except idempotency.AlreadyDone as done:
        return Share.objects.owned_by(person).get(public_id=done.outcome["share"])
    made.save(force_insert=True)
    Shown.objects.bulk_create(Shown(share=made, asset=each, position=n) for n, each in enumerate(shown))
    stills.foresee(made)
    _tell(made)
    return made


def revoke(person: User, share: UUID) -> Share:
    """The link opens nothing from now on. Once more changes nothing. Raises Share.DoesNotExist."""
    with transaction.atomic():
        found: Share = Share.objects.owned_by(person).select_for_update().get(public_id=share)
        if found.revoked_at is None:
            found.revoked_at = timezone.now()
            found.save(update_fields=["revoked_at"])
            _tell(found)
    return found


def withdraw(assets: Collection[int] | AssetQuerySet) -> list[UUID]:
    """These are deleted: no link shows them any more, also when they are taken back. Inside the deletion's transaction.

    Returns the links that showed them.
    """
    shown = Shown.objects.filter(asset__in=assets)
    links = list(shown.order_by().values_list("share__public_id", flat=True).distinct())
    shown.delete()
    return links


def mine(person: User) -> list[Share]:
    """All of a person's links, the newest first, whether they still open or not. Two queries."""
    rows = Share.objects.owned_by(person).prefetch_related("shown__asset")
    return list(rows.order_by("-made_at")[:LISTED])


def live_of(assets: Collection[Asset]) -> list[Share]:
    """The links that show one of these now."""
    rows = Share.objects.live().filter(shown__asset__in=assets).prefetch_related("shown__asset")
    return list(rows.distinct().order_by("-made_at"))


def _tell(share: Share) -> None:
    wake(share.owner.public_id, "share", share.public_id)
