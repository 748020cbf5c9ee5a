"""Objects nobody needs any more: thrown away at once where we know them, found by a sweep where we died before that."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from itertools import islice

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from foundation.storage import StorageDown, media
from studio.models import Arrival, Asset, Job, Orphan

log = structlog.get_logger(__name__)

BATCH = 500

Named = Callable[[set[str]], set[str]]
_watched: dict[str, Named] = {}


def watch(prefix: str, named: Named) -> None:
    """Sweep what lies below a prefix; `named` says which of some keys a row names. A higher room registers its own."""
    _watched[prefix] = named


def discard_after_commit(keys: Iterable[str]) -> None:
    """Delete objects once this transaction is committed. A store that is away is no matter: the orphan sweep comes."""
    doomed = list(keys)
    transaction.on_commit(lambda: discard(doomed))


def discard(keys: Iterable[str]) -> int:
    """Delete objects now; returns how many are gone. Stops at the first failure of the store."""
    gone = 0
    try:
        for key in keys:
            media().delete(key)
            gone += 1
    except (StorageDown, OSError) as error:
        log.warning("not_discarded", left=key, cause=type(error).__name__)
    return gone


def sweep_orphans() -> int:
    """Delete objects that no row has named for STUDIO_ORPHAN_SECONDS; returns how many.

    Two passes: the first only writes down what it finds, a later one deletes what is still nobody's. So an object that
    is being stored right now, before its row is committed, is never taken.
    """
    Orphan.objects.filter(seen_at__lt=Now() - timedelta(seconds=2 * settings.STUDIO_ORPHAN_SECONDS)).delete()
    gone = 0
    for prefix, named in _watched.items():
        for keys in _batches(media().keys(prefix)):
            nobodys = keys - named(keys)
            Orphan.objects.filter(key__in=keys - nobodys).delete()
            gone += _delete_old(nobodys)
            Orphan.objects.bulk_create([Orphan(key=key) for key in nobodys], ignore_conflicts=True)
    return gone


def count_orphans() -> int:
    """How many objects no row names, now; some may be on their way to a row."""
    return sum(len(keys - named(keys)) for prefix, named in _watched.items() for keys in _batches(media().keys(prefix)))


def _delete_old(nobodys: set[str]) -> int:
    waited = Now() - timedelta(seconds=settings.STUDIO_ORPHAN_SECONDS)
    old = set(Orphan.objects.filter(key__in=nobodys, seen_at__lte=waited).values_list("key", flat=True))
    for key in old:
        media().delete(key)
        log.info("orphan_deleted", key=key)
    Orphan.objects.filter(key__in=old).delete()
    nobodys -= old
    return len(old)


def _named(keys: set[str]) -> set[str]:
    """Those of these keys that a row names."""
    assets = Asset.objects.filter(base__in={key.partition(".")[0] for key in keys})
    named = {key for asset in assets for key in asset.stored_keys}
    for incoming in Job.objects.unfinished().exclude(incoming=[]).values_list("incoming", flat=True):
        named |= {each["key"] for each in incoming}
    named |= set(Arrival.objects.filter(key__in=keys).values_list("key", flat=True))
    return named & keys


watch("assets/", _named)
watch("incoming/", _named)


def _batches(keys: Iterator[str]) -> Iterator[set[str]]:
    while batch := set(islice(keys, BATCH)):
        yield batch
