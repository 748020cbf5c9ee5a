"""Consents in tests: a picture that shows somebody, and what they said."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import User
from moderation.consent import answering, asking, signing
from moderation.models import Consent
from moderation.models.consent import Cause, Scope
from studio import jobs
from studio.consents import bonds
from studio.models import Asset, Job
from studio.orders import EditOrder, Input, Role
from studio.subject_kinds import ASSET
from tests.studio.families import thing

ALL = tuple(Scope.values)


def asked(picture: Asset) -> Consent:
    """Its owner said that it shows a real person."""
    return asking.ask(picture.owner, ASSET, picture.public_id, Cause.PICTURE)


def sought(picture: Asset, words: str = "Carla") -> Consent:
    """And made the link for that person."""
    return answering.somebody(picture.owner, asked(picture).public_id, words)


def agreed(picture: Asset, *, scopes: Any = ALL, days: int = 365) -> Consent:
    """Who has agreed."""
    return signing.agree(
        sought(picture).pk, scopes=scopes, until=timezone.now() + timedelta(days=days), signature="Carla Costa"
    )


class Clock:
    """A clock that stands until it is moved: for deadlines, and for links that die."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = timezone.now()
        monkeypatch.setattr(timezone, "now", lambda: self.now)
        monkeypatch.setattr("django.core.signing.time", self)

    def time(self) -> float:
        """As `time.time`."""
        return self.now.timestamp()

    def to(self, when: datetime) -> None:
        """It is then."""
        self.now = when

    def on(self, **much: float) -> None:
        """So much later."""
        self.now += timedelta(**much)


def reviewed_case(owner: User) -> Any:
    """The open case about one of their consents."""
    from moderation.models import Case

    return Case.objects.open().get(owner=owner, subject_kind="consent")


def made_from(parent: Asset, alt: str) -> Asset:
    """As an inspection writes it."""
    child = thing(parent.owner, alt, parent)
    bonds.hand_on([child], bonds.of_assets([parent.pk]).get(parent.pk, ()))
    return child


def edit(owner: User, picture: Asset, prompt: str = "with a hat") -> Job:
    """Order an edit of it."""
    source = Input(asset=str(picture.public_id), role=Role.SOURCE, width=2, height=1)
    order = EditOrder(
        engine="grok-imagine-image-2.0", prompt=prompt, ratio="1:1", resolution="1k", quality="low", n=1, inputs=(source,)
    )  # fmt: skip
    return jobs.request(owner, order, key=uuid4().hex)


def now(job: Job) -> tuple[str, str]:
    """Its state, and why."""
    job.refresh_from_db()
    return job.state, job.outcome


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)
