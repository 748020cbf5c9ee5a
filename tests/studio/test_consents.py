"""No likeness of a real person is edited or animated without a live consent: what is asked, and what waits for the answer."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry, Notice, User
from moderation.consent import answering, asking, signing
from moderation.models import Case, Consent
from moderation.models.consent import Scope
from studio.arrivals import checking
from studio.models import Arrival, Asset
from studio.sharing import shares
from tests.studio import clips
from tests.studio.families import thing
from tests.studio.likenesses import agreed, asked, edit, now, sought
from tests.studio.steps import order_picture, work
from tests.support.simulator import Simulator
from usage.models import Hold


@pytest.fixture
def picture(alice: User, upstream: Simulator) -> Asset:
    """With bytes, so that it can be sent."""
    return work(order_picture(alice)).assets.get()


def test_an_order_waits_for_the_person_and_goes_on_by_itself_when_they_agree(
    alice: User, picture: Asset, upstream: Simulator
) -> None:
    consent = sought(picture)
    job = edit(alice, picture)
    assert now(job) == ("awaiting", "awaits_consent")
    assert not Case.objects.open().exists()

    signing.agree(consent.pk, scopes=["edit"], until=timezone.now() + timedelta(days=9), signature="Carla Costa")

    assert now(job)[0] == "queued"
    assert work(job).state == "ready"
    assert AuditEntry.objects.filter(action="consent.given").exists()


def test_an_order_is_refused_and_costs_nothing_when_they_do_not_agree(alice: User, picture: Asset) -> None:
    consent = sought(picture)
    job = edit(alice, picture)

    signing.refuse(consent.pk)

    assert now(job) == ("refused", "no_consent")
    assert Hold.objects.get(subject=job.public_id).settled_at
    assert now(edit(alice, picture, "again")) == ("refused", "no_consent")
    assert "did not agree" in Notice.objects.owned_by(alice).newest_first()[0].body


def test_each_scope_is_allowed_for_itself(alice: User) -> None:
    picture = thing(alice)
    agreed(picture, scopes=[Scope.ANIMATE])

    assert now(edit(alice, picture))[0] == "refused"
    assert shares.shareable(alice, [picture.public_id]) == []


def test_what_nobody_was_asked_about_costs_no_further_query(alice: User, django_assert_num_queries: Any) -> None:
    from studio.consents import deciding
    from studio.orders import PictureOrder

    order = PictureOrder(
        engine="grok-imagine-image-2.0", prompt="a fox", ratio="1:1", resolution="1k", quality="low", n=1
    )
    with django_assert_num_queries(0):
        assert deciding.of_order(order).passes


def test_what_shows_a_real_person_is_asked_about_as_it_is_brought_and_no_way_around_a_no(
    alice: User, tab: Client
) -> None:
    content = clips.photograph()

    def bring() -> Any:
        return tab.post("/studio/bring/", {"file": SimpleUploadedFile("carla.jpg", content), "person": "1"})

    bring()
    checking.check(Arrival.objects.get().pk)
    consent = Consent.objects.get()
    assert str(consent.subject) == str(Asset.objects.visible_to(alice).get().public_id)
    assert "Who is this?" in tab.get("/studio/bring/").content.decode()

    signing.refuse(answering.somebody(alice, consent.public_id, "Carla").pk)

    assert "does not agree" in bring().content.decode()
    assert Arrival.objects.count() == 1


def test_nobody_real_is_a_persons_word_and_no_way_around_a_no(alice: User) -> None:
    picture, other = thing(alice), thing(alice)
    answering.nobody(alice, asked(other).public_id)
    assert now(edit(alice, other))[0] == "queued"

    consent = sought(picture)
    signing.refuse(consent.pk)
    with pytest.raises(answering.NotNow):
        answering.nobody(alice, asking.again(alice, consent.public_id).public_id)


def test_a_waiting_order_says_whose_word_it_waits_for(alice: User) -> None:
    picture = thing(alice)
    consent, job = asked(picture), edit(alice, picture)

    def says(words: str) -> bool:
        job.refresh_from_db()
        return job.state == "awaiting" and words in job.sentence

    assert says("say who that is")
    answering.me(alice, consent.public_id)
    assert says("show it by a selfie")
    answering.selfie(alice, consent.public_id, thing(alice, "selfie").public_id)
    assert says("A reviewer compares your selfie")
