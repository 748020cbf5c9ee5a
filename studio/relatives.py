"""A thing among others, as the desk looks at it: what it was made from and what was made from it.

Whoever they belong to: who judges a thing is to see where it came from and how far it went, but is not told by whom. What
is locked to this reviewer, and what its owner threw away, is said and not shown.
"""

import textwrap
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.urls import reverse

from moderation.models import Case
from moderation.models.case import CaseQuerySet
from moderation.subjects import Family, Kin, Stamp
from studio.models import Asset, Job, Lineage, Share
from studio.models.asset import Origin
from studio.models.share import Shown
from studio.subject_kinds import ASSET, ORDER

BACK = 4  # generations before it that are shown
BESIDE = 6  # of what was made from it
HIGHEST, MOST = 60, 500  # walked and counted
WORDS = 40
DID = {
    "imagine": "imagined", "edit": "edited", "animate": "animated", "film": "filmed", "change": "changed",
    "extend": "extended",
}  # fmt: skip
UP = """
WITH RECURSIVE up AS (
  SELECT %s::bigint AS id, 0 AS steps
  UNION ALL
  SELECT first.parent_id, up.steps + 1 FROM up CROSS JOIN LATERAL (
    SELECT parent_id FROM studio_lineage WHERE child_id = up.id ORDER BY id LIMIT 1
  ) first WHERE up.steps < %s
)
SELECT id FROM up ORDER BY steps DESC
"""
BELOW = """
WITH RECURSIVE down AS (
  SELECT child_id AS id FROM studio_lineage WHERE parent_id = %s
  UNION
  SELECT edge.child_id FROM down JOIN studio_lineage edge ON edge.parent_id = down.id
)
SELECT count(*) FROM (SELECT id FROM down LIMIT %s) AS counted
"""


@dataclass(frozen=True, slots=True)
class Around:
    """By keys: from what it chiefly came, the first first and it last; what was made from it; how many there are beyond."""

    line: list[int]
    below: list[int]
    before: int
    further: int

    @property
    def keys(self) -> set[int]:
        """All that is shown."""
        return {*self.line, *self.below}


def around(asset: Asset) -> Around:
    """Three queries, each bounded."""
    with connection.cursor() as cursor:
        cursor.execute(UP, [asset.pk, HIGHEST])
        line = [int(key) for (key,) in cursor.fetchall()]
        cursor.execute(BELOW, [asset.pk, MOST])
        total = int(cursor.fetchone()[0])
    edges = Lineage.objects.filter(parent=asset).order_by("pk").values_list("child", flat=True)
    below = list(dict.fromkeys(edges[: 2 * BESIDE]))[:BESIDE]
    return Around(line[-BACK - 1 :], below, max(0, len(line) - BACK - 1), max(0, total - len(below)))


def of_thing(asset: Asset, reviewer: Any, case: UUID) -> Family | None:
    """What stands around it; None where nothing does."""
    found = around(asset)
    if len(found.line) == 1 and not found.below:
        return None
    kin = _kin(found.keys, asset, reviewer, case)
    return Family(
        [kin[key] for key in found.line if key in kin],
        [kin[key] for key in found.below if key in kin],
        found.before,
        found.further,
    )


def of_order(job: Job, reviewer: Any, case: UUID) -> Family | None:
    """What it is to be made from."""
    inputs = list(Asset.objects.filter(public_id__in=[each.asset for each in job.frozen_order.inputs]).order_by("pk"))
    if not inputs:
        return None
    kin = _kin([asset.pk for asset in inputs], None, reviewer, case)
    return Family([*kin.values(), Kin("this order", is_it=True)])


def in_no_list(asset: Asset) -> bool:
    """What is locked or suspected is opened by who has decided to: no list shows it in passing, whoever looks."""
    return bool(_concerned([asset], Case.objects.held()))


def beside(asset: Asset, case: Case) -> bool:
    """Whether it stands beside what this case is about, and may be seen there."""
    if asset.is_deleted or in_no_list(asset):
        return False
    if case.subject_kind == ORDER:
        job = Job.objects.filter(public_id=case.subject).first()
        return job is not None and asset.public_id in {UUID(str(each.asset)) for each in job.frozen_order.inputs}
    it = Asset.objects.filter(public_id=case.subject).first() if case.subject_kind == ASSET else None
    return it is not None and asset.pk in around(it).keys


def stamps(subjects: Collection[UUID]) -> Mapping[UUID, Stamp]:
    """Of those that are there."""
    found = Asset.objects.filter(public_id__in=subjects).only("public_id", "kind", "seconds", "previews")
    return {each.public_id: _in_a_list(each) for each in found}


def _in_a_list(asset: Asset) -> Stamp:
    title = f"Film, {asset.length}" if asset.is_video else "Picture"
    return Stamp(title, reverse("asset-small-for-desk", args=[asset.public_id]) if asset.previews else "")


def _kin(keys: Iterable[int], it: Asset | None, reviewer: Any, case: UUID) -> dict[int, Kin]:
    assets = list(Asset.objects.filter(pk__in=keys).select_related("job").order_by("pk"))
    locked, held = _concerned(assets, Case.objects.locked_to(reviewer)), _concerned(assets, Case.objects.held())
    shared = set(Shown.objects.filter(share__in=Share.objects.live(), asset__in=assets).values_list("asset", flat=True))
    return {
        each.pk: Kin("locked: two roles open it")
        if each.pk in locked
        else Kin(
            _how(each, it, shared=each.pk in shared), "" if each.pk in held else _stamp(each, case), is_it=each == it
        )
        for each in assets
    }


def _how(asset: Asset, it: Asset | None, *, shared: bool) -> str:
    """How it came about, whose it is where that is another's, and how it stands."""
    if asset.is_deleted:
        return "thrown away by its owner"
    words = f" “{textwrap.shorten(asset.alt, WORDS, placeholder='…')}”" if asset.alt else ""
    came = {Origin.UPLOADED: "brought here", Origin.TRIMMED: "cut"}.get(Origin(asset.origin)) or DID.get(
        asset.verb, "made"
    )
    said = [f"{came}{words}"]
    if it is not None and asset.owner_id != it.owner_id:
        said.append("another owner’s")
    if not asset.is_approved:
        said.append("not shown")
    elif shared:
        said.append("shared")
    return ", ".join(said)


def _stamp(asset: Asset, case: UUID) -> str:
    if asset.is_deleted or not asset.previews:
        return ""
    return f"{reverse('asset-small-for-desk', args=[asset.public_id])}?case={case}"


def _concerned(assets: Collection[Asset], cases: CaseQuerySet) -> set[int]:
    """Those that one of these cases is about, or of which the order was."""
    about = {asset.pk: {asset.public_id, *([asset.job.public_id] if asset.job else [])} for asset in assets}
    asked = cases.filter(subject_kind__in=[ASSET, ORDER], subject__in=set().union(*about.values()))
    subjects = set(asked.values_list("subject", flat=True))
    return {key for key, ids in about.items() if not subjects.isdisjoint(ids)}
