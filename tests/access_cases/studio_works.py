"""What the studio's addresses name once it is made: pictures and films, their links, boards and searches."""

from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from studio import assets, boards, searches
from studio.models import Arrival, Asset, Job
from studio.models import Share as WorkShare
from studio.sharing import shares as work
from studio.states import State
from tests.access_cases.things import Make, Thing
from tests.studio.steps import order_picture


@transaction.atomic
def _done(owner: User) -> Job:
    """An order that has ended: where workers run, none of them makes its picture a second time, and fails, and tries again."""
    job = order_picture(owner)
    Job.objects.filter(pk=job.pk).update(state=State.READY, ended_at=timezone.now())
    return job


def hung(owner: User) -> Asset:
    name, digest = uuid4().hex, "5" * 64
    return Asset.objects.create(
        owner=owner, job=_done(owner), part=0, kind="picture", base=name, key=f"{name}.png",
        sha256=digest, approved_sha256=digest, bytes=4, mime="image/png", codec="png",
        width=2, height=1, recipe={"prompt": "a fox crossing a river"}, made_at=timezone.now(),
    )  # fmt: skip


def _asset(owner: User) -> Thing:
    return Thing({"asset": hung(owner).public_id})


def shown(owner: User) -> WorkShare:
    return work.share(owner, [hung(owner).public_id], key=uuid4().hex)


def _of_a_work_link(owner: User) -> Thing:
    made = shown(owner)
    return Thing({"token": made.token, "asset": made.shown.get().asset.public_id})


def _film(owner: User) -> Thing:
    made = hung(owner)
    Asset.objects.filter(pk=made.pk).update(kind="video", seconds=4, previews=["small.webp", "strip.webp"])
    return Thing({"asset": made.public_id}, {"begins": "1", "ends": "2"})


def _arrival(owner: User) -> Thing:
    made = Arrival.objects.create(owner=owner, origin="uploaded", name="holiday.jpg")
    return Thing({"arrival": made.public_id})


def _deleted_asset(owner: User) -> Thing:
    return Thing({"asset": assets.delete(owner, hung(owner).public_id).public_id})


def _board(owner: User) -> Thing:
    return Thing({"board": boards.make(owner, uuid4().hex).public_id}, {"name": uuid4().hex})


def _kept_search(owner: User) -> Thing:
    return Thing({"search": searches.keep(owner, uuid4().hex, "is:starred").public_id})


OWNED: dict[str, Make] = {
    "asset": _asset,
    "asset-file": _asset,
    "asset-small": _asset,
    "asset-large": _asset,
    "asset-strip": _film,
    "asset-card": _asset,
    "asset-trim": _film,
    "asset-download": _asset,
    "arrival-clear": _arrival,
    "asset-recipe": _asset,
    "asset-credentials": _asset,
    "asset-share": lambda owner: Thing(data={"asset": str(hung(owner).public_id)}),
    "asset-share-revoke": lambda owner: Thing({"share": shown(owner).public_id}),
    "asset-delete": _asset,
    "asset-marks": _asset,
    "asset-star": _asset,
    "asset-rate": lambda owner: Thing(_asset(owner).words, {"rating": "3"}),
    "asset-caption": _asset,
    "asset-caption-ask": _asset,
    "lineage": _asset,
    "lineage-move": _asset,
    "lineage-share": _asset,
    "lineage-delete": _asset,
    "lineage-deleted": _deleted_asset,
    "lineage-restore": _deleted_asset,
    "asset-restore": _deleted_asset,
    "studio-board": _board,
    "studio-search-forget": _kept_search,
}

SHARED: dict[str, Make] = {
    "made": lambda owner: Thing({"token": shown(owner).token}),
    "made-still": lambda owner: Thing({"token": shown(owner).token}),
    "made-large": _of_a_work_link,
    "made-file": _of_a_work_link,
    "made-download": _of_a_work_link,
    "made-credentials": _of_a_work_link,
    "studio-month": lambda _owner: Thing({"month": "2026-03"}),
}
