"""In the list of what was decided about them an owner sees which thing it was, as far as they may still see it."""

from accounts.models import Role, User
from moderation import decisions, flags
from moderation.measures import Measure
from moderation.verdicts import Action, Verdict
from studio.models import Asset
from studio.subject_kinds import ASSET
from tests.accounts.people import signed_in
from tests.moderation.deeds import REMOVE
from tests.studio.families import thing

LOOK = Verdict(action=Action.REVIEW, check="person", policy_version="", detail="Look.")


def decided(asset: Asset, by: User, measure: Measure) -> None:
    flag = flags.raise_flag(subject_kind=ASSET, subject=asset.public_id, owner=asset.owner, verdict=LOOK)
    assert flag is not None
    decisions.decide(flag.case, reviewer=by, measures=[measure], reason="So.")


def test_a_small_picture_stands_beside_what_its_owner_may_still_see(alice: User, rosa: User) -> None:
    warned, removed, gone = (thing(alice, previews=["small.webp", "large.webp"]) for _ in range(3))
    decided(warned, rosa, Measure("warn"))
    decided(gone, rosa, Measure("warn"))
    decided(removed, rosa, REMOVE)
    Asset.objects.filter(pk=gone.pk).update(deleted_at=gone.made_at, purge_after=gone.made_at)

    page = signed_in(alice).get("/decisions/").content.decode()
    alice.roles.remove(Role.CREATOR)
    alice.save(update_fields=["roles"])
    shut = signed_in(alice).get("/decisions/").content.decode()

    assert [f"/studio/assets/{each.public_id}/small/" in page for each in (warned, removed, gone)] == [
        True, False, False,
    ]  # fmt: skip
    assert page.count("<b>Warned</b>") == 2
    assert "/small/" not in shut
