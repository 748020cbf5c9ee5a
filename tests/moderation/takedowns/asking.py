"""Asking for removal, and judging it, as the tests of it do."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts import links
from accounts.models import User
from moderation.models import Letter, Takedown
from moderation.models.takedown import Reached
from moderation.takedowns.receiving import Request, ask
from studio.models import Asset
from studio.sharing import shares as work
from tests.accounts.people import signed_in

BEA = "bea@example.org"
LOOKS = "0f" * 32
SAID = {"who": "me", "intimate": "yes", "contact": BEA, "signature": "Bea B.", "good_faith": "on"}


def looking(asset: Asset, pdq: str, sha256: str) -> Asset:
    Asset.objects.filter(pk=asset.pk).update(pdq=pdq, sha256=sha256, approved_sha256=sha256)
    asset.refresh_from_db()
    return asset


def copies(asset: Asset, many: int) -> list[Asset]:
    """So many things of the same job that look like nothing else."""
    columns: dict[str, Any] = {**Asset.objects.filter(pk=asset.pk).values().get()}
    begin = Asset.objects.filter(job=asset.job).count()
    for own in ("id", "public_id", "pdq"):
        del columns[own]
    rows = []
    for n in range(begin, begin + many):
        digest = f"{n:064x}"
        its = {"part": n, "base": digest[-32:], "key": f"{digest}.png", "sha256": digest, "approved_sha256": digest}
        rows.append(Asset(**{**columns, **its}))
    return Asset.objects.bulk_create(rows)


def apart(pdq: str, bits: int) -> str:
    return f"{int(pdq, 16) ^ ((1 << bits) - 1):064x}"


def link(asset: Asset) -> str:
    return f"/made/{work.share(asset.owner, [asset.public_id], key=uuid4().hex).token}/"


def send(place: str, **more: str) -> Any:
    return Client().post("/removal/", {**SAID, "where": links.absolute(place), **more})


def said(place: str, contact: str = BEA) -> Request:
    return Request(who="me", contact=contact, where=links.absolute(place), why="", signature="B", intimate=True)


def asked(place: str, contact: str = BEA) -> Takedown:
    """By somebody of whom we know nothing yet."""
    return ask(said(place, contact))


def confirmed(place: str, contact: str = BEA) -> Takedown:
    """By somebody whose mail address is known to be theirs."""
    return ask(said(place, contact), confirmed=True)


def in_the_mail() -> str:
    """The address that only whoever reads the last mail knows."""
    body: str = Letter.objects.latest("pk").body
    return body[body.index("/removal/confirm/") :].split()[0]


def seen(*assets: Asset) -> list[bool]:
    return [Asset.objects.approved().filter(pk=each.pk).exists() for each in assets]


def row(asset: Asset) -> dict[str, Any]:
    return dict(Asset.objects.filter(pk=asset.pk).values().get())


def let_time_pass(monkeypatch: pytest.MonkeyPatch, **much: float) -> None:
    then = timezone.now() + timedelta(**much)
    monkeypatch.setattr(timezone, "now", lambda: then)


def judge(reviewer: User, takedown: Takedown, verdict: str, *rows: Reached, **more: str) -> Any:
    shown = [str(each.public_id) for each in takedown.reached.all()]
    ticked = [str(each.public_id) for each in rows]
    said = {"verdict": verdict, "reason": "It shows her.", "shown": shown, "thing": ticked, **more}
    return signed_in(reviewer).post(f"/desk/removals/{takedown.public_id}/judge/", said)
