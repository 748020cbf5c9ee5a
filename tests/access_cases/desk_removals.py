"""What the addresses of removals name."""

from uuid import uuid4

from django.db import transaction

from accounts import links
from accounts.models import User
from moderation.models import Letter, Takedown
from moderation.takedowns.receiving import Request, ask
from studio.models import Asset
from studio.sharing import shares as work
from tests.access_cases.studio_works import hung
from tests.access_cases.things import Make, Thing


def _takedown(owner: User) -> Takedown:
    made, digest = hung(owner), uuid4().hex * 2  # of its own: all copies of what is asked about are hidden
    Asset.objects.filter(pk=made.pk).update(sha256=digest, approved_sha256=digest)
    where = links.absolute(f"/made/{work.share(owner, [made.public_id], key=uuid4().hex).token}/")
    said = Request(who="me", contact=f"{uuid4().hex}@example.org", where=where, why="", signature="Bea", intimate=True)
    return ask(said)


def _removal(owner: User) -> Thing:
    return Thing({"takedown": _takedown(owner).public_id}, {"verdict": "decline", "reason": "So.", "where": "/made/x/"})


def _confirmation(owner: User) -> Thing:
    with transaction.atomic():  # or a worker has sent the letter, and forgotten it
        _takedown(owner)
        body: str = Letter.objects.latest("pk").body
    return Thing({"secret": body.partition("/removal/confirm/")[2].partition("/")[0]})


SHARED: dict[str, Make] = {
    "removal-page": lambda owner: Thing({"token": _takedown(owner).token}),
    "removal-withdraw": lambda owner: Thing({"token": _takedown(owner).token}),
    "removal-confirm": _confirmation,
    "desk-removal": _removal,
    "desk-removal-judge": _removal,
    "desk-removal-point": _removal,
    "desk-removal-statement": _removal,
    "desk-removal-turn": _removal,
    "desk-removal-vouch": _removal,
}
