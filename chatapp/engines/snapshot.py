"""The catalogue as a row: read from the provider by a worker, learned from the row by every process.

A process looks at the row when it starts and every CATALOGUE_LOOK_SECONDS from then on, in a thread of its own: no request
and no answer waits for it, and while the provider or the database is away the last word holds.
"""

import threading
import time
from datetime import timedelta

import structlog
from django.conf import settings
from django.db import close_old_connections, connection, transaction
from django.utils import timezone

import xai
from chatapp.engines import changes
from chatapp.engines.catalogue import Learned, learned, take_over
from chatapp.models.catalogue import ONLY, CatalogueRow
from foundation import background_loop
from foundation.outages import DATABASE_AWAY
from xai.catalogue import brought_back, kept
from xai.errors import XaiError
from xai.values import Engine

logger = structlog.get_logger(__name__)


def learn() -> bool:
    """Go by what the row says now; False: nothing new. One query."""
    row = CatalogueRow.objects.filter(pk=ONLY).first()
    if row is None:
        return False
    before = learned()
    new = row.version != before.version
    engines = brought_back(row.engines) if new else before.engines
    take_over(Learned(engines, frozenset(row.off), row.version, row.read_at, row.trouble))
    return new


def watch() -> None:
    """Keep this process informed, from now until it ends."""
    threading.Thread(target=_look, name="catalogue", daemon=True).start()


def read_if_due() -> bool:
    """Ask the provider if nobody has for CATALOGUE_SECONDS; True when it answered."""
    due = timezone.now() - timedelta(seconds=settings.CATALOGUE_SECONDS)
    return not CatalogueRow.objects.filter(pk=ONLY, read_at__gt=due).exists() and read()


def read() -> bool:
    """Ask the provider now and write down what it says. False: it did not say; the last word stays, with its date."""
    try:
        engines = background_loop.run(_asked(), settings.CALL_SECONDS)
    except (XaiError, TimeoutError) as error:
        logger.warning("catalogue_not_read", cause=type(error).__name__)
        _troubled(getattr(error, "code", "timed_out"))
        return False
    if not engines:  # an empty list is no catalogue: nothing could be chosen any more
        _troubled("empty")
        return False
    _write(engines)
    learn()
    return True


@transaction.atomic
def offer(engine: str, *, on: bool) -> None:
    """Offer an engine to people, or do so no longer."""
    row = _row()
    row.off = sorted({*row.off} - {engine} if on else {*row.off, engine})
    row.version += 1
    row.save(update_fields=["off", "version"])
    transaction.on_commit(learn)


@transaction.atomic
def _write(engines: tuple[Engine, ...]) -> None:
    row = _row()
    before, after = brought_back(row.engines), kept(engines)
    row.read_at = row.tried_at = timezone.now()
    row.trouble = ""
    if row.engines != after:
        row.engines, row.version = after, row.version + 1
    row.save()
    if before:
        changes.tell(before, engines)


@transaction.atomic
def _troubled(code: str) -> None:
    row = _row()
    row.tried_at, row.trouble = timezone.now(), code[:40]
    row.save(update_fields=["tried_at", "trouble"])


def _row() -> CatalogueRow:
    CatalogueRow.objects.bulk_create([CatalogueRow(pk=ONLY)], ignore_conflicts=True)
    return CatalogueRow.objects.select_for_update().get(pk=ONLY)


async def _asked() -> tuple[Engine, ...]:
    return await xai.upstream().engines(fresh=True)


def _look() -> None:
    while True:
        try:
            learn()
        except DATABASE_AWAY as error:
            logger.info("catalogue_not_learned", cause=type(error).__name__)
        except Exception:
            logger.exception("catalogue_not_learned")
        finally:
            close_old_connections()
            connection.close()
        time.sleep(settings.CATALOGUE_LOOK_SECONDS)
