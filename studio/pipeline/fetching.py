"""Fetching → inspecting: bring what was paid for into our own store, before thinking about it.

The provider's addresses die within minutes. A film is streamed to a temporary file without our key, from allowed hosts
only, without redirects, up to a size; pictures came with the answer and lie in `Delivery` rows.
"""

import secrets
import tempfile
import uuid
from pathlib import Path
from typing import Any, BinaryIO

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

import xai
from foundation import background_loop, kill_points, request_id
from studio import moves, shelf
from studio.models import Delivery, Job, Kind
from studio.outcomes import Outcome
from studio.pipeline import claims, later, settling
from studio.pipeline.patience import AWAY, patiently
from studio.states import State
from xai.errors import AddressRefused, Gone, TooLarge, XaiError

log = structlog.get_logger(__name__)

# After so many looks in vain at a fresh address each, the file is not there.
MOST_GONE = 4

Incoming = dict[str, Any]


def fetch(job_id: int) -> None:
    """Bring home the bytes of one job, if that is due and nobody else is at it."""
    claimed = claims.take(job_id, State.FETCHING)
    if claimed is None:
        return
    job, lease = claimed
    request_id.begin(job.request_id)
    try:
        with claims.kept(job, lease):
            if job.cancel_asked:
                settling.cancelled(job, lease)
            else:
                _bring(job, lease)
    except moves.Overtaken as overtaken:
        log.info("overtaken", job=str(job.public_id), reason=str(overtaken))


def _bring(job: Job, lease: uuid.UUID) -> None:
    kill_points.reach("job.fetching")
    try:
        incoming = _pictures(job) if job.kind == Kind.PICTURE else _film(job)
    except XaiError as error:
        log.warning("not_fetched", job=str(job.public_id), **error.log_fields())
        _not_fetched(job, lease, error)
        return
    except Exception as error:
        ours = job.kind == Kind.PICTURE or _is_ours(error)
        later.again(job, lease, outcome=Outcome.WAITS_FOR_US if ours else "")
        raise
    kill_points.reach("job.fetched")
    patiently(lambda: _home(job, lease, incoming), doing="fetch")


@transaction.atomic
def _home(job: Job, lease: uuid.UUID, incoming: list[Incoming]) -> None:
    job = Job.objects.select_related("owner", "hold").get(pk=job.pk)
    moves.move(job, State.INSPECTING, lease=lease, reason="fetched", incoming=incoming, detail=job.detail)
    Delivery.objects.filter(job=job).delete()


def _is_ours(error: Exception) -> bool:
    """Whether a film came and we could not keep it. What took too long is the way's fault, or the provider's."""
    return isinstance(error, (*AWAY, shelf.Changed, OSError)) and not isinstance(error, TimeoutError)


def _not_fetched(job: Job, lease: uuid.UUID, error: XaiError) -> None:
    if job.outcome == Outcome.WAITS_FOR_US:
        job.tries = 0  # those were ours: addresses died meanwhile, and this is the first look since
    hopeless = isinstance(error, AddressRefused | TooLarge) or (isinstance(error, Gone) and job.tries + 1 >= MOST_GONE)
    if hopeless:
        settling.failed(job, lease, Outcome.NOT_FETCHED, error.code)
    else:
        later.again(job, lease, retry_after=error.retry_after)


def _pictures(job: Job) -> list[Incoming]:
    incoming = []
    with tempfile.TemporaryDirectory(prefix="salon-fetch-") as folder:
        for delivery in Delivery.objects.filter(job=job).order_by("part").iterator(1):
            source = Path(folder) / str(delivery.part)
            source.write_bytes(delivery.data)
            incoming.append(_stored(job, delivery.part, source))
    return incoming


def _film(job: Job) -> list[Incoming]:
    with tempfile.TemporaryDirectory(prefix="salon-fetch-") as folder:
        source = Path(folder) / "film"
        try:
            with source.open("wb") as file:
                _download(job.upstream_url, file)
        except Gone:
            _ask_for_a_fresh_address(job)
            raise
        return [_stored(job, 0, source)]


def _download(url: str, into: BinaryIO) -> None:
    seconds = settings.CELERY_TASK_HARD_SECONDS  # well within the task's own time (`studio.tasks`)
    background_loop.run(_fetch(url, into), timeout=seconds)


async def _fetch(url: str, into: BinaryIO) -> int:
    return await xai.upstream().fetch(url, into, limit=settings.STUDIO_FETCH_BYTES)


def _ask_for_a_fresh_address(job: Job) -> None:
    """Addresses expire before films do: asking again is free."""

    async def ask() -> str | None:
        return (await xai.upstream().poll_video(job.upstream_request_id)).url

    url = background_loop.run(ask(), timeout=settings.XAI_CALL_SECONDS)
    if url:
        Job.objects.filter(pk=job.pk, state=State.FETCHING).update(upstream_url=url, due_at=Now())


def _stored(job: Job, part: int, source: Path) -> Incoming:
    """Put one part under a key nobody else writes, and note what was put there."""
    key = f"incoming/{job.public_id.hex}/{part}-{secrets.token_hex(4)}"
    digest = shelf.put_up(source, key, mime="application/octet-stream")
    return {"key": key, "part": part, "sha256": digest, "bytes": source.stat().st_size}
