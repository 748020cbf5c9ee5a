"""“Nobody real” is its owner's word, but no way around somebody who was named for the same picture, whoever's it is."""

import hashlib
from typing import Any

import pytest
from django.test import Client

from accounts.models import AuditEntry, Notice, User
from moderation import decisions
from moderation.consent import answering, asking, signing
from moderation.measures import Measure
from moderation.models import Case, Consent
from moderation.models.consent import Standing
from studio.models import Asset
from tests.studio.families import thing
from tests.studio.likenesses import asked, edit, now, reviewed_case, sought

LOOKS = "0123456789abcdef" * 4
NEARLY = "8" + LOOKS[1:]  # one bit of it
ALLOWED = (
    "A reviewer looked at what was answered to “Who is this?” and allowed it. It shows nobody real. Orders that waited for it "
    "go on."
)
REFUSED = (
    "A reviewer looked at what was answered to “Who is this?” and decided against it. It does not count. Orders that waited "
    "for it were refused and cost nothing. You can ask again, and say who it is."
)
ANOTHER = hashlib.sha256(b"another").hexdigest()


def looks(owner: User, pdq: str = LOOKS, **more: Any) -> Asset:
    return thing(owner, pdq=pdq, **more)


def told(owner: User) -> list[str]:
    """What they were told since, but for the way to appeal."""
    return [each.body.partition("\n\n")[0] for each in Notice.objects.owned_by(owner)]


def says_nobody(asset: Asset) -> Consent:
    return answering.nobody(asset.owner, asked(asset).public_id)


@pytest.mark.parametrize("how", ["the very bytes", "nearly alike"])
@pytest.mark.parametrize("theirs", ["named", "refused", "asked"])
def test_of_a_picture_that_is_somebodys_elsewhere_a_reviewer_says(
    alice: User, bob: User, rosa: User, how: str, theirs: str
) -> None:
    first = looks(alice, unsigned_sha256="a" * 64)
    again = looks(bob, NEARLY) if how == "nearly alike" else looks(bob, ANOTHER, unsigned_sha256="a" * 64)
    question = asked(first) if theirs == "asked" else sought(first)
    if theirs == "refused":
        signing.refuse(question.pk)

    said = says_nobody(again)
    job = edit(bob, again)
    page = Client()
    page.force_login(bob)
    shown = page.get(f"/consents/{said.public_id}/").content.decode()

    assert (said.state, now(job)) == (Standing.WAITING, ("awaiting", "awaits_consent"))
    assert "A reviewer looks before that counts" in shown
    assert not {"Carla", "Alice"} & set(shown.replace(".", " ").split())
    with pytest.raises(answering.NotNow):
        says_nobody(again)
    browser = Client()
    browser.force_login(rosa)
    case = reviewed_case(bob)
    assert "nearly like it" in browser.get(f"/desk/cases/{case.public_id}/").content.decode()
    decisions.decide(case, reviewer=rosa, measures=[Measure("allow")], reason="A statue.")
    assert now(job)[0] == "queued"
    assert told(bob) == [ALLOWED]  # the statement of the decision, and nothing besides
    assert AuditEntry.objects.filter(action="consent.nobody").exists()


def test_a_reviewer_who_sees_somebody_refuses_it_and_it_is_asked_again(alice: User, bob: User, rosa: User) -> None:
    sought(looks(alice))
    again = looks(bob)
    said, job = says_nobody(again), edit(bob, again)

    decisions.decide(reviewed_case(bob), reviewer=rosa, measures=[Measure("remove")], reason="It is Carla.")

    said.refresh_from_db()
    assert (said.state, now(job)[0]) == (Standing.REFUSED, "refused")
    assert told(bob) == [REFUSED]
    anew = asking.again(bob, said.public_id)
    assert answering.nobody(bob, anew.public_id).state == Standing.WAITING
    assert Case.objects.open().count() == 1


def test_what_a_reviewer_did_not_believe_is_looked_at_again_here_and_in_a_copy(
    alice: User, bob: User, rosa: User
) -> None:
    first = sought(looks(alice))
    again = looks(bob)
    said = says_nobody(again)
    decisions.decide(reviewed_case(bob), reviewer=rosa, measures=[Measure("remove")], reason="It is Carla.")
    first.delete()  # its owner has left

    anew = asking.again(bob, said.public_id)

    assert answering.nobody(bob, anew.public_id).state == Standing.WAITING
    assert says_nobody(looks(alice, NEARLY)).state == Standing.WAITING


def test_it_stays_the_owners_word_where_nobody_was_named(alice: User, bob: User) -> None:
    one, other, stranger = looks(alice), looks(alice, NEARLY), looks(bob, ANOTHER)
    for each in (one, other):
        asked(each)
    sought(stranger)

    said = [says_nobody(one).state, says_nobody(other).state]

    assert said == [Standing.GIVEN, Standing.GIVEN]
    assert says_nobody(looks(bob)).state == Standing.GIVEN
    assert not Case.objects.exists()


def test_ones_own_picture_of_somebody_is_no_nobody_when_it_is_cropped(alice: User) -> None:
    sought(looks(alice))

    assert says_nobody(looks(alice, NEARLY)).state == Standing.WAITING
