"""What somebody in it does not agree to any more is nobody's to see, and its owner's to delete; what the desk hid is not."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Role, User
from moderation import gates, privacy
from moderation.consent import answering, asking, signing, stating
from moderation.flags import raise_flag
from moderation.models import Consent, KnownHash
from moderation.models.consent import Standing
from moderation.verdicts import Action, Verdict
from studio import assets, retention
from studio.models import Asset, Job, Likeness
from studio.states import State
from studio.subject_kinds import ASSET
from tests.chatapp.links import signed_in
from tests.studio.conftest import person
from tests.studio.families import thing
from tests.studio.likenesses import agreed, asked, made_from
from tests.studio.steps import order_picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(db: None) -> User:
    return person("alice", Role.CREATOR)


@pytest.fixture
def picture(alice: User) -> Asset:
    return thing(alice, "in a red coat")


@pytest.fixture
def consent(picture: Asset) -> Consent:
    """Given, and taken back."""
    return signing.withdraw(agreed(picture).pk)


def delete(browser: Client, asset: Asset, *, now: str = "1") -> int:
    return browser.post(f"/studio/assets/{asset.public_id}/delete/", {"now": now}).status_code


def test_what_was_taken_back_is_deleted_by_its_owner_and_leaves_every_store(picture: Asset, consent: Consent) -> None:
    browser = signed_in(picture.owner)
    assert f"/studio/assets/{picture.public_id}/delete/" in browser.get(picture_page(picture)).content.decode()

    assert delete(signed_in(person("bob", Role.CREATOR)), picture) == 404
    assert delete(browser, picture) == 302
    assets.purge_due()

    assert not Asset.objects.exists()


def test_it_lies_in_the_trash_without_its_words_and_what_is_taken_out_is_still_kept_from_sight(
    alice: User, picture: Asset, consent: Consent
) -> None:
    browser = signed_in(alice)
    delete(browser, picture, now="")

    trash = browser.get("/studio/trash/").content.decode()
    browser.post(f"/studio/assets/{picture.public_id}/restore/")

    assert "Kept from sight because of whom it shows" in trash
    assert "red coat" not in trash
    picture.refresh_from_db()
    assert not picture.is_deleted
    assert browser.get(picture_page(picture)).status_code == 403


def test_it_hangs_no_longer_than_its_owner_wanted(alice: User, picture: Asset, consent: Consent) -> None:
    retention.choose(alice, 30)
    young = retention.sweep()
    Asset.objects.update(hung_at=timezone.now() - timedelta(days=31))

    assert (young, retention.sweep()) == (0, 1)
    assert picture in assets.trash(alice).assets


def test_nothing_that_the_desk_keeps_from_sight_is_deleted_that_way(
    alice: User, picture: Asset, consent: Consent
) -> None:
    hidden, judged, waits = (made_from(picture, each) for each in ("hidden", "judged", "waits"))
    Likeness.objects.update(withheld_at=timezone.now())
    for each in (judged, hidden):  # as the desk lets them pass, and hides one again
        assets.approve(each.public_id)
    assets.hide(hidden.public_id)
    Asset.objects.filter(pk=judged.pk).update(takedown_at=timezone.now())
    Asset.objects.filter(pk=waits.pk).update(approved_sha256="")  # nobody has looked at it yet
    retention.choose(alice, 30)
    Asset.objects.exclude(pk=picture.pk).update(hung_at=timezone.now() - timedelta(days=31))
    browser = signed_in(alice)

    assert [delete(browser, each) for each in (hidden, judged, waits)] == [404] * 3
    assert retention.sweep() == 0
    assert "/delete/" not in browser.get(picture_page(waits)).content.decode()


def test_an_open_case_about_it_still_keeps_it(alice: User, picture: Asset, consent: Consent) -> None:
    verdict = Verdict(action=Action.REVIEW, check="report", policy_version="1")
    raise_flag(subject_kind=ASSET, subject=picture.public_id, owner=alice, verdict=verdict)

    assert delete(signed_in(alice), picture) == 302
    assets.purge_due()

    assert Asset.objects.filter(pk=picture.pk).exists()


def test_whoever_took_it_back_reads_that_it_was_not_deleted_and_where_to_ask_for_that(consent: Consent) -> None:
    link = f"/consent/{consent.token}/"

    for page in (Client().get(link), Client().get(f"{link}held/")):
        assert '<a href="/removal/">Ask us to remove it</a>' in page.content.decode()


def test_the_empty_wall_says_how_much_is_kept_from_sight_also_to_a_page_that_is_open(
    alice: User, consent: Consent
) -> None:
    browser = signed_in(alice)

    for page in (browser.get("/studio/"), browser.get("/studio/bare/")):
        assert "1 kept from sight" in page.content.decode()
        assert 'href="/consents/"' in page.content.decode()
    assert "still bare" in signed_in(person("bob", Role.CREATOR)).get("/studio/").content.decode()


def test_an_open_order_from_it_is_closed_with_a_sentence(alice: User, picture: Asset, consent: Consent) -> None:
    form = signed_in(alice).get(f"/studio/form/?verb=animate&first_frame={picture.public_id}").content.decode()

    assert "does not agree, or not any more. Choose something else." in form
    assert "data-none" in form


def test_the_tray_calls_nothing_ready_that_cannot_be_looked_at(alice: User) -> None:
    job = order_picture(alice)
    Job.objects.filter(pk=job.pk).update(state=State.READY, ended_at=timezone.now())

    tray = signed_in(alice).get("/studio/tray/").content.decode()

    assert "1 ready" not in tray
    assert "not on your wall" in tray


def test_the_page_of_its_order_says_why_it_is_not_on_the_wall(alice: User, picture: Asset, consent: Consent) -> None:
    job = order_picture(alice)
    Job.objects.filter(pk=job.pk).update(state=State.READY, ended_at=timezone.now())
    Asset.objects.filter(pk=picture.pk).update(origin="made", job=job)

    page = signed_in(alice).get(f"/studio/jobs/{job.public_id}/").content.decode()

    assert "What came of it is kept from sight" in page
    assert "Look into the trash" not in page


def picture_page(asset: Asset) -> str:
    return f"/studio/assets/{asset.public_id}/"


# --- brought again ---------------------------------------------------------------------------------------------------

LOOKS, NEARLY, ELSE = "0123456789abcdef" * 4, "8123456789abcdef" + "0123456789abcdef" * 3, "3c" * 32


@pytest.fixture
def gone(alice: User) -> Consent:
    """Somebody took back that they agreed to a picture, and its owner deleted that for good."""
    picture = thing(alice, pdq=LOOKS)
    consent = signing.withdraw(agreed(picture).pk)
    assets.delete(alice, picture.public_id, at_once=True)
    assets.purge_due()
    assert not Asset.objects.exists()
    return consent


def test_deleting_it_for_good_and_bringing_it_again_is_no_way_around_who_said_no(alice: User, gone: Consent) -> None:
    again, other = thing(alice, pdq=NEARLY), thing(alice, pdq=ELSE)

    assert gates.of_file(sha256s=[again.sha256], pdq=NEARLY).action == Action.REVIEW
    assert gates.of_file(sha256s=[other.sha256], pdq=ELSE).passes
    assert answering.nobody(alice, asked(again).public_id).state == Standing.WAITING
    assert answering.nobody(alice, asked(other).public_id).state == Standing.GIVEN
    assert list(asking.refused_copies(ASSET, again.public_id)) == [gone]
    assert agreed(thing(alice, pdq=LOOKS)).state == Standing.WAITING


def test_nothing_is_remembered_where_nobody_said_no_or_its_owner_has_left(alice: User, gone: Consent) -> None:
    expired = thing(alice, pdq=ELSE)
    stating.ended(agreed(expired), Standing.EXPIRED, by=None)
    assets.delete(alice, expired.public_id, at_once=True)
    assets.purge_due()
    assert KnownHash.objects.get().value == LOOKS

    privacy.erase_consents(alice)

    assert not KnownHash.objects.exists()
