"""“This is me”, and a signature, of what somebody else was named for: whoever looks reads that, and no no is overruled lightly."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Notice, Role, User
from moderation import decisions
from moderation.consent import answering, asking, ending, signing
from moderation.decisions import restoring
from moderation.flags import raise_flag
from moderation.models import Case, Consent
from moderation.models.consent import Standing
from moderation.verdicts import Action, Verdict
from studio.models import Asset
from studio.subject_kinds import ASSET
from tests.chatapp.links import signed_in
from tests.moderation.deeds import ALLOW, REMOVE
from tests.studio.conftest import person
from tests.studio.families import thing
from tests.studio.likenesses import Clock, agreed, asked, reviewed_case, sought
from tests.studio.likenesses import clock as clock

SAME = {"unsigned_sha256": "a" * 64}


@pytest.fixture
def alice(db: None) -> User:
    return person("alice", Role.CREATOR)


def shows_themselves(picture: Asset) -> Consent:
    """Its owner says that it is they, and brings a new selfie."""
    owner, known = picture.owner, asking.latest("asset", picture.public_id)
    open_one = asking.again(owner, known.public_id) if known and not known.is_open else asked(picture)
    consent = answering.me(owner, open_one.public_id)
    return answering.selfie(owner, consent.public_id, thing(owner, "selfie").public_id)


def read_by(reviewer: User, case: Any) -> tuple[int, str]:
    browser = Client()
    browser.force_login(reviewer)
    answer = browser.get(f"/desk/cases/{case.public_id}/")
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("of_copy", [False, True], ids=["the same thing", "a copy of another's"])
def test_after_a_withdrawal_only_both_roles_decide_and_the_case_says_what_was(alice: User, of_copy: bool) -> None:
    rosa, sam = person("rosa", Role.REVIEWER), person("sam", Role.REVIEWER, Role.ADMINISTRATOR)
    picture = thing(alice, "Carla", **SAME)
    signing.withdraw(agreed(picture).pk)

    shows_themselves(thing(person("bob", Role.CREATOR), "me", **SAME) if of_copy else picture)

    case = Case.objects.open().get(subject_kind="consent")
    assert read_by(rosa, case)[0] == 404
    status, page = read_by(sam, case)
    assert status == 200
    assert f"Another person was named {'for a copy of this' if of_copy else 'here'}" in page
    assert "and took it back on" in page
    assert "Carla Costa" not in page


def test_whoever_never_answered_is_told_of_to_the_reviewer_too(alice: User) -> None:
    rosa, picture = person("rosa", Role.REVIEWER), thing(alice, "Carla")
    sought(picture)

    shows_themselves(picture)

    status, page = read_by(rosa, reviewed_case(alice))
    assert status == 200
    assert "Another person was named here" in page


def test_after_a_no_to_a_copy_a_signature_waits_for_both_roles_and_every_reviewer_of_it_reads_of_the_no(
    alice: User,
) -> None:
    rosa, sam = person("rosa", Role.REVIEWER), person("sam", Role.REVIEWER, Role.ADMINISTRATOR)
    signing.refuse(sought(thing(alice, "Carla", **SAME)).pk)
    copy = thing(person("bob", Role.CREATOR), "me", **SAME)
    looks_like = Verdict(action=Action.REVIEW, check="t", policy_version="", clause="nudity.real")
    raise_flag(subject_kind=ASSET, subject=copy.public_id, owner=copy.owner, verdict=looks_like)
    of_the_picture = Case.objects.open().get()

    said = agreed(copy)

    case = Case.objects.open().get(subject_kind="consent")
    assert said.state == Standing.WAITING
    assert [read_by(each, case)[0] for each in (rosa, sam)] == [404, 200]
    page = read_by(rosa, of_the_picture)[1]
    assert "Another person was named for a copy of this" in page
    assert "and said no on" in page


def test_an_older_picture_and_one_shown_before_are_no_selfie_for_a_new_phrase(alice: User) -> None:
    older = thing(alice, "taken long ago")
    consent = answering.me(alice, asked(thing(alice, "me")).public_id)
    consent = answering.selfie(alice, consent.public_id, thing(alice, "first selfie").public_id)

    another = answering.me(alice, asked(thing(alice, "me, too")).public_id)
    Consent.objects.filter(pk=another.pk).update(phrased_at=consent.phrased_at)
    page = signed_in(alice).get(f"/consents/{another.public_id}/").content.decode()

    assert "first selfie" not in page
    assert "taken long ago" not in page
    for picture in (older.public_id, consent.selfie):
        assert picture is not None
        with pytest.raises(answering.NotNow):
            answering.selfie(alice, another.public_id, picture)
    another.refresh_from_db()
    assert another.state == Standing.ASKED


def test_an_end_by_its_owner_is_no_no_of_whoever_was_asked(alice: User) -> None:
    picture = thing(alice, "Carla")
    answering.end(alice, agreed(picture).public_id)

    asking.again(alice, Consent.objects.get().public_id)

    assert agreed(picture).state == Standing.GIVEN


def test_what_is_over_is_compared_by_nobody_any_more(alice: User) -> None:
    consent = shows_themselves(thing(alice, "me"))
    assert Case.objects.open().filter(subject_kind="consent").count() == 1

    answering.end(alice, consent.public_id)

    assert not Case.objects.open().filter(subject_kind="consent").exists()


def signed_after_a_no(picture: Asset, **how: Any) -> Consent:
    """Who took it back agrees again, and both roles are to look."""
    signing.withdraw(agreed(picture).pk)
    asking.again(picture.owner, Consent.objects.get().public_id)
    return agreed(picture, **how)


def test_what_was_signed_for_is_over_on_its_day_though_nobody_had_looked(alice: User, clock: Clock) -> None:
    sam, picture = person("sam", Role.REVIEWER, Role.ADMINISTRATOR), thing(alice, "Carla")
    signed = signed_after_a_no(picture, days=1)
    assert signed.expires_at == signed.until

    clock.on(days=3)
    decisions.decide(reviewed_case(alice), reviewer=sam, measures=[ALLOW], reason="Carla wrote to us.")

    signed.refresh_from_db()
    assert signed.state == Standing.EXPIRED
    assert not Asset.objects.visible_to(alice).exists()


@pytest.mark.parametrize("forgets", [True, False])
def test_who_had_their_name_forgotten_is_not_brought_back_by_an_appeal(alice: User, forgets: bool) -> None:
    sam, picture = person("sam", Role.REVIEWER, Role.ADMINISTRATOR), thing(alice, "Carla")
    signed = signed_after_a_no(picture)
    decision = decisions.decide(reviewed_case(alice), reviewer=sam, measures=[REMOVE], reason="Somebody else.")
    assert "it never counts" in Client().get(f"/consent/{signed.token}/").content.decode()
    if forgets:
        signing.forget(signed.pk)

    restoring.put_back(decision, by=sam, for_good=True)

    signed.refresh_from_db()
    assert signed.state == (Standing.REFUSED if forgets else Standing.GIVEN)


def test_whoever_signed_and_was_not_looked_at_is_not_said_to_have_kept_silent(alice: User) -> None:
    picture = thing(alice, "Carla")
    signing.withdraw(agreed(picture).pk)
    asking.again(alice, Consent.objects.get().public_id)
    signed = agreed(picture)
    assert signed.state == Standing.WAITING
    Consent.objects.filter(pk=signed.pk).update(made_at=timezone.now() - timedelta(days=9), expires_at=timezone.now())

    ending.sweep()

    assert "nobody here has looked at that in time" in Notice.objects.filter(owner=alice).latest("pk").body
