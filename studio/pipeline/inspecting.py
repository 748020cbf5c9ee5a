"""Inspecting → ready, reviewing, blocked or failed.

Look into every file in a bounded child, mark its pixels, compare it with the order, let the rules judge, sign it, make
previews, store all under keys made from ids, read them back; only then is there an asset anybody can see.
"""

import tempfile
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import structlog
from django.db import transaction

from foundation import kill_points, request_id
from moderation import allowed, gates
from moderation.flags import raise_flag
from moderation.verdicts import Action, Verdict, gravest
from studio import hanging, inputs, leftovers, moves, shelf, watermarks
from studio.consents import bonds, deciding, reaching
from studio.media import credentials, sandbox
from studio.models import Asset, BatchRow, Job, Kind
from studio.orders import Order, likely_ticks
from studio.outcomes import Outcome
from studio.pipeline import as_ordered, claims, later, settling
from studio.pipeline.patience import patiently
from studio.states import State
from studio.subject_kinds import ASSET, ORDER

log = structlog.get_logger(__name__)


class NotKept(Exception):
    """What was fetched is in the store no more, or is something else now. Nobody has it a second time."""


@dataclass(slots=True)
class Found:
    """What the inspection of a job found: sound parts as unsaved assets, and why others are none.

    `doubts` are what somebody should look at before it is shown around, where it was ordered in a batch.
    """

    assets: list[Asset] = field(default_factory=list)
    doubts: set[str] = field(default_factory=set)
    problems: list[tuple[Outcome, str]] = field(default_factory=list)


def inspect(job_id: int) -> None:
    """Inspect what was fetched for one job, if that is due and nobody else is at it."""
    claimed = claims.take(job_id, State.INSPECTING)
    if claimed is None:
        return
    job, lease = claimed
    request_id.begin(job.request_id)
    try:
        with claims.kept(job, lease):
            if job.cancel_asked:
                settling.cancelled(job, lease)
            else:
                _inspect(job, lease)
    except moves.Overtaken as overtaken:
        log.info("overtaken", job=str(job.public_id), reason=str(overtaken))


def _inspect(job: Job, lease: uuid.UUID) -> None:
    kill_points.reach("job.inspecting")
    try:
        found = _find(job)
    except Exception:  # a fault of ours, and we have the bytes
        later.again(job, lease, outcome=Outcome.WAITS_FOR_US)
        raise
    kill_points.reach("job.stored")
    if not found.assets:
        outcome, words = found.problems[0]
        settling.failed(job, lease, outcome, words)
        return
    verdict = patiently(lambda: _judged(job, found), doing="judge")
    patiently(lambda: _finish(job, lease, found, verdict), doing="finish")
    kill_points.reach("job.finished")


def _judged(job: Job, found: Found) -> Verdict:
    """By the words it was made from and by what was made.

    What an engine or a person said of the prompt before it was sent holds for what was made of it, and is not asked twice.
    """
    said = allowed.clauses(ORDER, job.public_id)
    words = deciding.of_words(job.frozen_order, job.public_id, person=None, allowed=said)
    words = gates.second_look(job.prompt, words, person=job.owner, subject=job.public_id, allowed=said)
    return gravest([words, *map(_of_file, found.assets)])


def _of_file(asset: Asset) -> Verdict:
    return gates.of_file(sha256s=[asset.sha256, asset.unsigned_sha256], pdq=asset.pdq, frames=asset.frames)


def _find(job: Job) -> Found:
    found = Found()
    for incoming in job.incoming:
        with tempfile.TemporaryDirectory(prefix="salon-inspect-") as folder:
            source = Path(folder) / "source"
            try:
                _take_down(incoming, source)
                mark = watermarks.new() if job.kind == Kind.PICTURE else None
                look = sandbox.look(source, job.kind, source.parent, watermark=mark)
                made = source.with_name(sandbox.MARKED) if look.marked else source
                found.assets.append(_made(job, incoming["part"], made, look))
                found.assets[-1].watermark = mark.tag if mark and look.marked else None
                found.doubts.update(look.doubts)
            except NotKept as error:
                found.problems.append((Outcome.NOT_KEPT, str(error)))
            except sandbox.Unsound as error:
                found.problems.append((Outcome.DAMAGED, str(error)))
            except as_ordered.NotAsOrdered as error:
                found.problems.append((Outcome.NOT_AS_ORDERED, str(error)))
    for outcome, words in found.problems:
        log.warning("not_sound", job=str(job.public_id), outcome=str(outcome), cause=words)
    return found


def _take_down(incoming: dict[str, Any], source: Path) -> None:
    """Only here a missing file means a lost one: all else that we look for is ours to bring back."""
    try:
        shelf.take_down(incoming["key"], source, sha256=incoming["sha256"])
    except (FileNotFoundError, shelf.Changed) as error:
        raise NotKept(str(error)) from error


def _made(job: Job, part: int, source: Path, look: sandbox.Look) -> Asset:
    """Compare, sign, store. Raises NotAsOrdered; nothing is stored then."""
    order = job.frozen_order
    as_ordered.check(order, look)
    title = f"{job.public_id.hex}-{part}.{look.extension}"
    signed = source.with_name("signed")
    made_from = _parents(order, source.parent)
    credentials.sign(source, signed, mime=look.mime, title=title, engine=order.engine, parents=made_from)
    stored = hanging.stored(hanging.base_for(job.public_id, part), signed, look, source.parent)
    return Asset(
        owner=job.owner,
        job=job,
        part=part,
        kind=job.kind,
        verb=order.verb,
        engine=order.engine,
        ratio=order.shape,
        recipe={**job.order, "part": part},
        alt=job.prompt,
        unsigned_sha256=shelf.sha256_of(source),
        **stored,
    )


def _parents(order: Order, folder: Path) -> list[credentials.Parent]:
    """The files it was made from, each once; their own credentials go into the new one. One purged meanwhile is left out."""
    there = inputs.parents(order)
    found = []
    for n, asset in enumerate(there[id] for id in dict.fromkeys(each.asset for each in order.inputs) if id in there):
        path = folder / f"parent-{n}"
        try:
            shelf.take_down(asset.key, path, sha256=asset.sha256)
        except (FileNotFoundError, shelf.Changed) as error:
            log.warning("parent_not_had", asset=str(asset.public_id), cause=type(error).__name__)
            continue
        title = f"{asset.public_id.hex}{Path(asset.key).suffix}"
        found.append(credentials.Parent(path, asset.mime, title))
    return found


@transaction.atomic
def _finish(job: Job, lease: uuid.UUID, found: Found, verdict: Verdict) -> None:
    """One transaction: the state, the assets, the ledger, and what the desk is to look at."""
    job = Job.objects.select_related("owner", "hold").select_for_update(of=("self",)).get(pk=job.pk)
    if job.cancel_asked and verdict.action != Action.LOCK:  # while we were looking; what is locked is evidence
        leftovers.discard_after_commit([key for asset in found.assets for key in asset.stored_keys])
        settling.cancelled(job, lease)
        return
    leftovers.discard_after_commit([incoming["key"] for incoming in job.incoming])
    agreed = deciding.of_order(job.frozen_order, job.public_id, lock=True)
    to, outcome = _end(job, found, gravest([verdict, agreed]))
    moves.move(
        job, to, lease=lease, reason=f"{len(found.assets)} of {job.frozen_order.parts}, {verdict.action}",
        outcome=outcome, detail="; ".join(words for _, words in found.problems)[:500],
        incoming=[],
    )  # fmt: skip
    for asset in found.assets:
        asset.pk, asset.job, asset._state.adding = None, job, True
        asset.approved_sha256 = asset.sha256 if verdict.passes and agreed.passes else ""
        asset.label = verdict.sentence if verdict.action == Action.LABEL else ""
    Asset.objects.bulk_create(found.assets)
    inputs.write_edges(found.assets, job.frozen_order)
    about = bonds.of_order(job.frozen_order) | bonds.asked_about(job)
    bonds.hand_on(found.assets, about)
    if not agreed.passes:
        reaching.withheld_at_birth(found.assets, approved=verdict.passes)
    if job.row_id:
        BatchRow.objects.filter(pk=job.row_id).update(findings=sorted(found.doubts), passed_at=None)
    settling.book(job, to, ticks=job.reported_ticks, guess=likely_ticks(job.frozen_order))
    settling.close(job)
    if not verdict.passes:
        for asset in found.assets:
            raise_flag(subject_kind=ASSET, subject=asset.public_id, owner=job.owner, verdict=verdict)


def _end(job: Job, found: Found, verdict: Verdict) -> tuple[State, Outcome | str]:
    if deciding.is_ours(verdict) and not verdict.passes:
        return State.BLOCKED, Outcome.CONSENT_ENDED
    if verdict.passes:
        return State.READY, Outcome.SOME_MISSING if len(found.assets) < job.frozen_order.parts else ""
    if verdict.action == Action.REVIEW:
        return State.REVIEWING, Outcome.TO_BE_SEEN
    return State.BLOCKED, Outcome.WITHHELD
