"""What this room holds about a person, to be taken along or erased."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils import timezone

from accounts import privacy
from accounts.models import User
from foundation import outbox
from studio import assets, jobs, kept, leftovers
from studio.models import Arrival, Asset, Batch, Board, Job, Keeping, Ladder, SavedSearch, Share, Stage, Style, Webhook


def register() -> None:
    """Write the stores of this room down."""
    privacy.register("studio.jobs", export=jobs_of, erase=erase_jobs)
    privacy.register("studio.assets", export=assets_of, erase=erase_assets)
    privacy.register("studio.shares", export=shares_of, erase=end_shares)
    privacy.register("studio.webhooks", export=webhooks_of, erase=erase_webhooks)
    privacy.register("studio.batches", export=batches_of, erase=erase_batches)
    privacy.register("studio.boards", export=boards_of, erase=erase_boards)
    privacy.register("studio.searches", export=searches_of, erase=erase_searches)
    privacy.register("studio.arrivals", export=arrivals_of, erase=erase_arrivals)
    privacy.register("studio.styles", export=styles_of, erase=erase_styles)
    privacy.register("studio.ladders", export=ladders_of, erase=erase_ladders)
    privacy.register("studio.keeping", export=keeping_of, erase=erase_keeping)


def jobs_of(person: User) -> Iterator[Mapping[str, Any]]:
    """Every order, with what became of it."""
    for job in Job.objects.owned_by(person).order_by("pk").prefetch_related("moves"):
        yield {
            "id": job.public_id,
            "order": job.order,
            "ordered_at": job.ordered_at,
            "state": job.state,
            "outcome": job.outcome,
            "moves": [{"from": move.frm, "to": move.to, "at": move.at} for move in job.moves.all()],
        }


def assets_of(person: User) -> Iterator[Mapping[str, Any]]:
    """Every picture and film: what it is and how it was made. The bytes are had by download, their hash is here."""
    for asset in Asset.objects.owned_by(person).order_by("pk").select_related("job", "board"):
        yield {
            "id": asset.public_id,
            "origin": asset.origin,
            "job": asset.job and asset.job.public_id,
            "recipe": asset.recipe,
            "board": asset.board and asset.board.name,
            "starred": asset.starred,
            "rating": asset.rating,
            "tags": asset.tags,
            "mime": asset.mime,
            "bytes": asset.bytes,
            "sha256": asset.sha256,
            "width": asset.width,
            "height": asset.height,
            "seconds": asset.seconds,
            "caption": asset.caption,
            "made_at": asset.made_at,
            "deleted_at": asset.deleted_at,
        }


def shares_of(person: User) -> Iterator[Mapping[str, Any]]:
    """Every link to work; not the links themselves, which would open in whoever's hands the file falls into."""
    for share in Share.objects.owned_by(person).order_by("pk").prefetch_related("shown__asset"):
        yield {
            "shows": [shown.asset.public_id for shown in share.shown.all()],
            "with_words": share.with_words,
            "made_at": share.made_at,
            "expires_at": share.expires_at,
            "revoked_at": share.revoked_at,
            "has_password": bool(share.password),
            "views": share.views,
        }


def end_shares(person: User) -> Mapping[str, int]:
    """They open nothing from now on."""
    return {"links to work": Share.objects.owned_by(person).end()}


def webhooks_of(person: User) -> Iterator[Mapping[str, Any]]:
    """Every address of theirs that is told of jobs, with what was told; without the secret."""
    for webhook in Webhook.objects.owned_by(person).order_by("pk"):
        yield {
            "id": webhook.public_id,
            "url": webhook.url,
            "with_prompt": webhook.with_prompt,
            "made_at": webhook.made_at,
            "off_at": webhook.off_at,
            "messages": [
                {"id": message.public_id, "event": message.event, "made_at": message.made_at, "body": message.body}
                for message in webhook.messages.order_by("pk")
            ],
        }


def erase_webhooks(person: User) -> Mapping[str, int]:
    """Nothing more is told to anybody, and what was told is forgotten."""
    # Their jobs first: one that ends has locked itself when it comes to the addresses.
    list(Job.objects.owned_by(person).select_for_update().order_by("pk").values_list("pk", flat=True))
    locked = Webhook.objects.owned_by(person).select_for_update().order_by("pk")  # as `webhooks.mine.remove` does
    keys = list(locked.values_list("pk", flat=True))
    return {"webhooks": Webhook.objects.filter(pk__in=keys).delete()[1].get("studio.Webhook", 0)}


def batches_of(person: User) -> Iterator[Mapping[str, Any]]:
    """Every batch; the words of rows that were ordered are with their jobs."""
    for batch in Batch.objects.owned_by(person).order_by("pk").prefetch_related("rows__jobs"):
        yield {
            "id": batch.public_id,
            "name": batch.name,
            "rules": batch.rules,
            "made_at": batch.made_at,
            "ordered_at": batch.ordered_at,
            "rows": [
                {
                    "row": row.n,
                    "cells": row.cells,
                    "jobs": [job.public_id for job in row.jobs.all()],
                    "findings": row.findings,
                    "passed_at": row.passed_at,
                }
                for row in batch.rows.all()
            ],
        }


def boards_of(person: User) -> Iterator[Mapping[str, Any]]:
    """Every board."""
    for board in Board.objects.owned_by(person).order_by("pk"):
        yield {"id": board.public_id, "name": board.name, "keep_days": board.keep_days, "made_at": board.made_at}


def searches_of(person: User) -> Iterator[Mapping[str, Any]]:
    """Every question kept under a name."""
    for search in SavedSearch.objects.owned_by(person).order_by("pk"):
        yield {"id": search.public_id, "name": search.name, "query": search.query, "made_at": search.made_at}


def erase_jobs(person: User) -> Mapping[str, int]:
    """Stop what is on its way and blank every prompt; rows stay under the tombstone, for moves and money."""
    owned = list(Job.objects.owned_by(person).select_for_update())
    for job in owned:
        jobs.stop_for_good(job)
        assets.forget(job)
    return {"orders": len(owned)}


def erase_assets(person: User) -> Mapping[str, int]:
    """Mark everything to be purged now; the purge sweep empties the stores. What a case is about stays until then."""
    now = timezone.now()
    owned = list(Asset.objects.owned_by(person))
    for asset in owned:
        blank = {} if assets.kept_for_the_desk(asset) else {"alt": "", "caption": "", "recipe": {}, "tags": []}
        Asset.objects.filter(pk=asset.pk).update(deleted_at=now, purge_after=now, caption_begun_at=None, **blank)
    outbox.ring("studio.tasks.purge", queue="media")
    return {"pictures and films": len(owned)}


def erase_batches(person: User) -> Mapping[str, int]:
    """Lists and what was not ordered of them; the jobs of the others are stopped and blanked as all jobs are."""
    return {"batches": Batch.objects.owned_by(person).delete()[1].get("studio.Batch", 0)}


def erase_boards(person: User) -> Mapping[str, int]:
    """What hung on them hangs on none until it is purged."""
    return {"boards": Board.objects.owned_by(person).delete()[1].get("studio.Board", 0)}


def erase_searches(person: User) -> Mapping[str, int]:
    """Kept questions have names and words of the person."""
    return {"kept searches": SavedSearch.objects.owned_by(person).delete()[0]}


def arrivals_of(person: User) -> Iterator[Mapping[str, Any]]:
    """Everything they brought or cut, with what became of it."""
    for arrival in Arrival.objects.owned_by(person).order_by("pk").select_related("asset"):
        yield {
            "id": arrival.public_id,
            "origin": arrival.origin,
            "name": arrival.name,
            "sha256": arrival.sha256,
            "bytes": arrival.bytes,
            "came_at": arrival.came_at,
            "stage": arrival.stage,
            "reason": arrival.reason,
            "asset": arrival.asset and arrival.asset.public_id,
        }


def erase_arrivals(person: User) -> Mapping[str, int]:
    """Forget what was brought, and the bytes that still wait; what came of it goes with the pictures and films.

    What is evidence stays, as it came; and what a request for removal reaches, until that is judged and the thing goes. What
    is still being checked goes when that is over, as if it had been put aside: it may turn out to be evidence.
    """
    theirs = Arrival.objects.owned_by(person)
    aside = theirs.filter(stage=Stage.CHECKING).update(cleared_at=timezone.now())
    owned = theirs.exclude(stage=Stage.CHECKING).exclude(asset__in=kept.things(), asset__isnull=False)
    owned = owned.exclude(asset__takedown_at__isnull=False)
    leftovers.discard_after_commit(owned.exclude(key="").values_list("key", flat=True))
    return {"brought": aside + owned.delete()[0]}


def styles_of(person: User) -> Iterator[Mapping[str, Any]]:
    """Every style preset and brand guide of theirs; the house's are nobody's."""
    for style in Style.objects.owned_by(person).order_by("pk"):
        yield {
            "id": style.public_id,
            "look": style.look,
            "name": style.name,
            "version": style.version,
            "before": style.before,
            "after": style.after,
            "ratio": style.ratio,
            "resolution": style.resolution,
            "quality": style.quality,
            "engine": style.engine,
            "colours": style.colours,
            "banned": style.banned,
            "pictures": style.pictures,
            "changed_at": style.changed_at,
        }


def erase_styles(person: User) -> Mapping[str, int]:
    """Their words, colours and names of things go."""
    return {"styles": Style.objects.owned_by(person).delete()[0]}


def ladders_of(person: User) -> Iterator[Mapping[str, Any]]:
    """Every draft ladder, with the orders that are its rungs."""
    for ladder in Ladder.objects.owned_by(person).order_by("pk").prefetch_related("rungs__job"):
        yield {
            "id": ladder.public_id,
            "prompt": ladder.prompt,
            "ratio": ladder.ratio,
            "engine": ladder.engine,
            "resolution": ladder.resolution,
            "seconds": ladder.seconds,
            "begun_at": ladder.begun_at,
            "left_at": ladder.left_at,
            "rungs": [{"step": rung.step, "order": rung.job.public_id} for rung in ladder.rungs.all()],
        }


def erase_ladders(person: User) -> Mapping[str, int]:
    """Their words go; the orders that stood on them go with the orders."""
    return {"draft ladders": Ladder.objects.owned_by(person).delete()[1].get("studio.Ladder", 0)}


def keeping_of(person: User) -> Iterator[Mapping[str, Any]]:
    """How long they let their things hang."""
    for keeping in Keeping.objects.filter(owner=person):
        yield {"days": keeping.days}


def erase_keeping(person: User) -> Mapping[str, int]:
    """Their choice goes."""
    return {"choices": Keeping.objects.filter(owner=person).delete()[0]}
