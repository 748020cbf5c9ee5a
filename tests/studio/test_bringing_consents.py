"""What people bring and shows somebody: asked about, and bound by what was answered before."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from accounts.models import User
from moderation import known_hashes
from moderation.consent import signing
from moderation.consent import things as consents
from moderation.models import Consent
from moderation.models.consent import Cause
from studio.arrivals import checking, taking
from studio.arrivals.refusals import NotTaken
from studio.models import Asset, Stage
from studio.subject_kinds import ASSET
from tests.studio import clips
from tests.studio.bringing import as_png, bring, hung, meanwhile
from tests.studio.bringing import store as store
from tests.studio.likenesses import agreed
from tests.studio.portraits import portrait
from tests.studio.test_pdq import scene

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_face_asks_who_that_is_and_its_owner_need_not_say_so_first(alice: User) -> None:
    shown = hung(alice, as_png(portrait(3)), "face.png")
    empty = hung(alice, as_png(scene(4)), "scene.png")

    question = Consent.objects.get()

    assert (question.owner, question.subject, question.cause) == (alice, shown.public_id, Cause.PICTURE)
    assert (shown.recipe["face"], empty.recipe["face"]) == (True, False)


def test_it_shows_a_real_person_said_while_it_is_checked_is_heard(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    content = clips.photograph()
    arrival = taking.take(alice, SimpleUploadedFile("a.jpg", content))
    anew = SimpleUploadedFile("a.jpg", content)
    meanwhile(monkeypatch, lambda: taking.take(alice, anew, of_a_person=True))

    checking.check(arrival.pk)

    assert Consent.objects.get().subject == Asset.objects.get().public_id


def test_what_looks_like_somebody_who_took_their_consent_back_is_looked_at_first(alice: User, bob: User) -> None:
    signing.withdraw(agreed(hung(alice, as_png(scene(1)))).pk)

    again = bring(bob, as_png(scene(1).resize((450, 300))))

    assert again.stage == Stage.REVIEWING
    assert again.asset not in Asset.objects.visible_to(bob)


def test_what_was_thrown_away_and_is_brought_anew_is_bound_by_what_was_asked_before(alice: User, bob: User) -> None:
    content = as_png(scene(1))
    first = hung(alice, content)
    consent = agreed(first)
    Asset.objects.filter(pk=first.pk).update(deleted_at=timezone.now(), purge_after="2999-01-01T00:00Z")

    anew, another = hung(alice, content), hung(bob, content)
    signing.withdraw(consent.pk)

    assert anew != first
    assert anew not in Asset.objects.visible_to(alice)
    assert another in Asset.objects.visible_to(bob)  # nobody binds what is somebody else's


def test_a_no_to_one_persons_picture_does_not_refuse_the_same_bytes_of_another(alice: User, bob: User) -> None:
    content = as_png(Image.new("RGB", (64, 64), "red"))  # of one colour: nothing looks like it but the very bytes
    signing.withdraw(agreed(hung(alice, content)).pk)

    again = bring(bob, content)

    assert again.stage == Stage.REVIEWING
    with pytest.raises(NotTaken):
        taking.take(alice, SimpleUploadedFile("again.png", content))


def test_no_consent_link_opens_what_is_locked_or_was_not_let_pass(alice: User) -> None:
    content = as_png(portrait(3))
    known_hashes.block("sha256", [hashlib.sha256(content).hexdigest()], clause="minors.1", origin="a list")
    locked = bring(alice, content).asset
    unseen = bring(alice, as_png(portrait(5)), "celebrity portrait.png").asset
    passed = hung(alice, as_png(portrait(4)))
    assert locked
    assert unseen

    assert not Consent.objects.filter(subject=locked.public_id).exists()
    Asset.objects.filter(pk=locked.pk).update(approved_sha256=locked.sha256)
    minted = consents.of(ASSET).minted
    assert [bool(minted(each.public_id)) for each in (locked, unseen, passed)] == [False, False, True]

    signing.withdraw(agreed(passed).pk)
    assert minted(passed.public_id)  # whom it shows may look again before they agree again
