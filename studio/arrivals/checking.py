"""Checking → ready, reviewing or refused: written anew in a bounded child, signed, stored, judged, hung. By a worker."""

import tempfile
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now

from foundation import kill_points, wakeups
from foundation.leases import renewed
from moderation import gates
from moderation.consent import asking, needed
from moderation.flags import raise_flag
from moderation.models.consent import Cause
from moderation.verdicts import Action, Verdict, gravest
from studio import hanging, leftovers, room, same, shelf, watermarks
from studio.arrivals import again, hidden, refusals
from studio.arrivals.refusals import NotTaken
from studio.arrivals.taking import TOPIC
from studio.consents import bonds, reaching
from studio.media import credentials, sandbox
from studio.media.unfit import Unfit
from studio.models import Arrival, Asset, Kind, Likeness, Lineage, Origin, Stage
from studio.pipeline.patience import AWAY, patiently
from studio.subject_kinds import ASSET

log = structlog.get_logger(__name__)

TRIM = "trim"


def check(arrival_id: int) -> None:
    """Check one arrival, if that is due and nobody else is at it."""
    lease = _claimed(arrival_id)
    arrival = _held(arrival_id, lease) if lease else None
    if arrival is None or lease is None:
        return
    try:
        _check(arrival, lease)
    finally:
        again.ring_next(arrival.owner)


def _held(arrival_id: int, lease: uuid.UUID) -> Arrival | None:
    found = Arrival.objects.filter(pk=arrival_id, lease=lease)  # by its key: there is no index over leases
    return found.select_related("owner", "source").first()


@transaction.atomic
def _claimed(arrival_id: int) -> uuid.UUID | None:
    """One at a time for each person: twenty clips of one keep another's picture waiting for one of them at most."""
    row = Arrival.objects.filter(pk=arrival_id)
    arrival = row.due().select_related("owner").first()
    if arrival is None:
        return None
    room.lock(arrival.owner)
    if Arrival.objects.owned_by(arrival.owner).held().exists():
        return None
    return row.due().claim(settings.STUDIO_LEASE_SECONDS)


def _check(arrival: Arrival, lease: uuid.UUID) -> None:
    if again.is_hopeless(arrival):
        _refused(arrival, lease, "ours", refusals.sentence("ours"))
        return
    with renewed(Arrival.objects.filter(pk=arrival.pk), lease, settings.STUDIO_LEASE_SECONDS):
        kill_points.reach("arrival.checking")
        try:
            again.count(arrival)
            asset = _drawn(arrival)
        except NotTaken as refused:
            _refused(arrival, lease, refused.reason, refused.sentence)
        except Exception as error:  # a fault of ours, and we have the bytes
            again.later(arrival, lease, counts=not isinstance(error, AWAY))
            raise
        else:
            kill_points.reach("arrival.stored")
            verdict = patiently(lambda: _judged(arrival, asset), doing="judge")
            patiently(lambda: _hung(arrival, lease, asset, verdict), doing="hang")
            kill_points.reach("arrival.hung")


def _judged(arrival: Arrival, asset: Asset) -> Verdict:
    """By its words, and by its bytes as they came, as we wrote them and as we signed them."""
    words = gates.before_showing(asset.alt, provider_allowed=None, person=arrival.owner)
    hashes = [arrival.sha256, asset.unsigned_sha256, asset.sha256]
    file = gates.of_file(sha256s=hashes, pdq=asset.pdq, frames=asset.frames)
    return gravest([words, file])


def _drawn(arrival: Arrival) -> Asset:
    """The thing with all it consists of in the store, its row not written yet. Raises NotTaken."""
    with tempfile.TemporaryDirectory(prefix="salon-arrival-") as folder:
        source = Path(folder) / "source"
        try:
            return _cut(arrival, source) if arrival.origin == Origin.TRIMMED else _brought(arrival, source)
        except Unfit as unfit:
            raise NotTaken(unfit.reason, **unfit.more) from unfit
        except sandbox.Unsound as error:
            log.warning("not_sound", arrival=str(arrival.public_id), cause=str(error))
            raise NotTaken("damaged") from error


def _brought(arrival: Arrival, source: Path) -> Asset:
    try:
        shelf.take_down(arrival.key, source, sha256=arrival.sha256)
    except (FileNotFoundError, shelf.Changed) as error:
        raise NotTaken("ours") from error
    brought = sandbox.bring(source, source.parent, watermarks.seed())
    kill_points.reach("arrival.drawn")
    recipe = {"name": arrival.name, "by_a_machine": brought.by_a_machine, "face": brought.look.face}
    # Its own name stays with us: who can read the file would read that, too.
    was = credentials.Parent(source, brought.was, f"{arrival.public_id.hex}-was")
    return _signed(arrival, brought.look, Kind(brought.kind), was, "c2pa.transcoded", recipe)


def _cut(arrival: Arrival, source: Path) -> Asset:
    film = arrival.source
    if film is None or not Asset.objects.visible_to(arrival.owner).filter(pk=film.pk).exists():
        raise NotTaken("no_film")
    begins, ends = arrival.begins or 0.0, arrival.ends or 0.0
    shelf.take_down(film.key, source, sha256=film.sha256)
    look = sandbox.cut(source, source.parent, begins, ends, by_a_machine=film.by_a_machine)
    kill_points.reach("arrival.drawn")
    recipe = {"of": str(film.public_id), "begins": begins, "ends": ends, "by_a_machine": film.by_a_machine}
    was = credentials.Parent(source, film.mime, f"{film.public_id.hex}.mp4")
    return _signed(arrival, look, Kind.VIDEO, was, "c2pa.trimmed", recipe)


def _signed(
    arrival: Arrival, look: sandbox.Look, kind: Kind, was: credentials.Parent, did: str, recipe: Mapping[str, Any]
) -> Asset:
    folder = was.path.parent
    signed, title = folder / "signed", f"{arrival.public_id.hex}-0.{look.extension}"
    machine = bool(recipe["by_a_machine"])
    credentials.sign_again(folder / "out", signed, mime=look.mime, title=title, was=was, did=did, by_a_machine=machine)
    stored = hanging.stored(hanging.base_for(arrival.public_id, 0), signed, look, folder)
    alt = arrival.source.alt if arrival.source else Path(arrival.name).stem
    return Asset(
        owner=arrival.owner,
        origin=arrival.origin,
        kind=kind,
        recipe=dict(recipe),
        alt=alt,
        unsigned_sha256=shelf.sha256_of(folder / "out"),
        **stored,
    )


@transaction.atomic
def _hung(arrival: Arrival, lease: uuid.UUID, asset: Asset, verdict: Verdict) -> None:
    """One transaction: the thing, where it came from, the arrival's end, and what the desk is to look at."""
    row = Arrival.objects.select_for_update().filter(pk=arrival.pk, stage=Stage.CHECKING, lease=lease).first()
    if row is None:  # somebody else was quicker
        leftovers.discard_after_commit(asset.stored_keys)
        return
    if row.cleared_at is not None and verdict.action != Action.LOCK:  # put aside meanwhile
        leftovers.discard_after_commit(asset.stored_keys)
        _forgotten(row)
        return
    reason = _ended_meanwhile(arrival)
    if reason and verdict.action != Action.LOCK:  # what is locked is evidence, and is kept
        leftovers.discard_after_commit(asset.stored_keys)
        _end(arrival, Stage.REFUSED, reason=reason, sentence=refusals.sentence(reason))
        return
    verdict = gravest([verdict, hidden.verdict(asset, arrival.sha256, policy_version=verdict.policy_version)])
    asset.pk = None
    asset._state.adding = True
    asset.approved_sha256 = asset.sha256 if verdict.passes else ""
    asset.save(force_insert=True)
    if arrival.source is not None:
        Lineage.objects.create(child=asset, parent=arrival.source, role=TRIM)
        bonds.hand_on([asset], bonds.of_assets([arrival.source.pk]).get(arrival.source.pk, ()))
    _bound_as_before(asset, arrival.sha256)
    if not verdict.passes:
        raise_flag(subject_kind=ASSET, subject=asset.public_id, owner=arrival.owner, verdict=verdict)
    stage = Stage.READY if verdict.passes else Stage.REVIEWING if verdict.action == Action.REVIEW else Stage.REFUSED
    reason, words = ("policy", verdict.sentence) if stage == Stage.REFUSED else ("", verdict.sentence)
    came = {"key": row.key} if verdict.action == Action.LOCK else {}  # evidence is what came, not what we made of it
    _end(arrival, stage, reason=reason, sentence=words, asset=asset, **came)
    # What is locked goes to nobody by a link; and what was said of it while it was drawn counts, too.
    if verdict.action != Action.LOCK and needed.by_picture(said=row.of_a_person, face=asset.recipe.get("face")):
        asking.ask(arrival.owner, ASSET, asset.public_id, Cause.PICTURE)


def _bound_as_before(asset: Asset, came: str) -> None:
    """What its owner brings anew, having thrown it away, is bound by what was asked then: a new question is not a way out."""
    copies = same.of(same.hashes_of([asset], came=came)).owned_by(asset.owner).exclude(pk=asset.pk)
    keys = list(copies.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    bonds.hand_on([asset], {each for about in bonds.of_assets(keys).values() for each in about})
    if Likeness.objects.filter(asset__in=keys, withheld_at__isnull=False).exists():
        reaching.withheld_at_birth([asset], approved=False)
        Asset.objects.filter(pk=asset.pk).update(approved_sha256="")


def _ended_meanwhile(arrival: Arrival) -> str:
    """Why it is not hung after all, though it was drawn: its film, or these very bytes, were hidden meanwhile."""
    if arrival.source_id is not None:
        film = Asset.objects.visible_to(arrival.owner).filter(pk=arrival.source_id)
        return "" if film.select_for_update(of=("self",), no_key=True).exists() else "no_film"
    return "hidden" if arrival.sha256 and hidden.are_these(arrival.sha256) else ""


@transaction.atomic
def _refused(arrival: Arrival, lease: uuid.UUID, reason: str, sentence: str) -> None:
    row = Arrival.objects.select_for_update().filter(pk=arrival.pk, lease=lease, stage=Stage.CHECKING).first()
    if row is None:
        return
    if row.cleared_at is not None:
        _forgotten(row)
    else:
        _end(arrival, Stage.REFUSED, reason=reason, sentence=sentence)


def _forgotten(arrival: Arrival) -> None:
    """Its owner put it aside, and nothing in it is evidence."""
    leftovers.discard_after_commit([arrival.key] if arrival.key else [])
    arrival.delete()


def _end(arrival: Arrival, stage: Stage, **columns: Any) -> None:
    kept = columns.setdefault("key", "")
    leftovers.discard_after_commit([arrival.key] if arrival.key and not kept else [])
    ended = None if stage == Stage.REVIEWING else Now()
    Arrival.objects.filter(pk=arrival.pk).update(stage=stage, ended_at=ended, lease=None, lease_until=None, **columns)
    wakeups.wake(arrival.owner.public_id, TOPIC, arrival.public_id)
    log.info("arrival_ended", arrival=str(arrival.public_id), stage=str(stage), reason=columns["reason"])
