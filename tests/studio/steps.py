"""Orders, and the pipeline done step by step in this process: what worker and beat do, without them."""

import time
import uuid
from datetime import timedelta
from typing import Any

from django.db.models.functions import Now

from accounts.models import User
from studio import jobs
from studio.models import Asset, Job
from studio.orders import AnimateOrder, Input, PictureOrder, Role, VideoOrder
from studio.pipeline import fetching, inspecting, polling, submitting, sweep
from studio.states import RESTING, State


def send(job_id: int) -> None:
    """The bell of its line rings. Who waits there alone is sent; else whoever is next."""
    submitting.send_next(Job.objects.get(pk=job_id).kind)


STEPS = {
    State.QUEUED: send,
    State.FETCHING: fetching.fetch,
    State.INSPECTING: inspecting.inspect,
}
WITH_A_PERSON = frozenset({State.AWAITING, State.REVIEWING})


def picture_order(prompt: str = "a fox crossing a river", **changes: Any) -> PictureOrder:
    """One small picture, unless said otherwise."""
    plain = {"engine": "grok-imagine-image-2.0", "ratio": "1:1", "resolution": "1k", "quality": "low", "n": 1}
    return PictureOrder(prompt=prompt, **{**plain, **changes})


def video_order(prompt: str = "a fox crossing a river", **changes: Any) -> VideoOrder:
    """Two small seconds, unless said otherwise."""
    plain = {"engine": "grok-imagine-video", "ratio": "16:9", "resolution": "480p", "seconds": 2}
    return VideoOrder(prompt=prompt, **{**plain, **changes})


def order_picture(owner: User, prompt: str = "a fox crossing a river", **changes: Any) -> Job:
    """Order it, as the form does."""
    return jobs.request(owner, picture_order(prompt, **changes), key=uuid.uuid4().hex)


def order_video(owner: User, prompt: str = "a fox crossing a river", **changes: Any) -> Job:
    """Order it, as the form does."""
    return jobs.request(owner, video_order(prompt, **changes), key=uuid.uuid4().hex)


def order_animation(owner: User, picture: Asset, prompt: str = "it turns its head", **changes: Any) -> Job:
    """Two small seconds that begin with a picture, unless said otherwise."""
    plain = {"engine": "grok-imagine-video", "ratio": "", "resolution": "480p", "seconds": 2}
    first = Input(
        role=Role.FIRST_FRAME, asset=str(picture.public_id), width=picture.width, height=picture.height
    )  # fmt: skip
    order = AnimateOrder(prompt=prompt, inputs=(first,), **{**plain, **changes})
    return jobs.request(owner, order, key=uuid.uuid4().hex)


def step(job: Job) -> None:
    """One round for everybody, and the next step of this job if it is due."""
    sweep.sweep()
    polling.poll_due()
    job.refresh_from_db()
    if state_step := STEPS.get(State(job.state)):
        state_step(job.pk)
    job.refresh_from_db()


def reached(job: Job, where: State) -> Job:
    """Go on by single steps until the job is there, and no further."""
    while job.state != where:
        if job.state == State.RENDERING:
            polling.poll_due()
            job.refresh_from_db()
        else:
            STEPS[State(job.state)](job.pk)
            job.refresh_from_db()
    return job


def overdue(job: Job) -> None:
    """The deadline of its state passes."""
    Job.objects.filter(pk=job.pk, deadline_at__isnull=False).update(deadline_at=Now() - timedelta(seconds=1))


def overslept(job: Job, seconds: float = 3600) -> None:
    """Its holder has not renewed the lease since so long ago: dead, or cut off."""
    Job.objects.filter(pk=job.pk).update(lease_until=Now() - timedelta(seconds=seconds))


def work(job: Job, *, until: State | None = None, seconds: float = 60) -> Job:
    """Go on until the job rests, waits for a person, or is where the test wants it."""
    give_up = time.monotonic() + seconds
    while job.state not in RESTING | WITH_A_PERSON and job.state != until:
        assert time.monotonic() < give_up, f"still {job.state}: {[str(move) for move in job.moves.all()]}"
        step(job)
        time.sleep(0.02)
    return job
