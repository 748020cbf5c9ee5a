"""An order whose words name somebody: whoever is named and agrees has answered for themselves, and for nobody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from moderation import decisions
from moderation.consent import answering, signing
from moderation.models import Case, Consent
from studio.models import Asset, Job
from studio.sharing import shares
from tests.moderation.deeds import ALLOW
from tests.studio.families import thing
from tests.studio.likenesses import ALL, edit, now, sought
from tests.studio.steps import order_picture, work
from tests.support.simulator import Simulator


def test_an_order_that_names_somebody_asks_and_ends_when_they_say_no(alice: User, rosa: User) -> None:
    job = order_picture(alice, "a portrait of Taylor Swift")
    consent = Consent.objects.get(subject=job.public_id)
    assert now(job) == ("awaiting", "under_review")

    sent = answering.somebody(alice, consent.public_id, "Taylor")
    browser = Client()
    browser.force_login(rosa)
    page = str(browser.get(f"/desk/cases/{Case.objects.open().get().public_id}/").content.decode())
    assert "waiting for an answer" in page
    link = Client().get(f"/consent/{sent.token}/").content.decode()
    assert "a reviewer of this house may let it go without you" in link
    assert "nothing is made" not in link.lower()
    signing.refuse(sent.pk)

    assert now(job) == ("refused", "no_consent")
    assert not Case.objects.open().exists()


def test_one_signature_with_two_names_answers_for_one_of_them(alice: User) -> None:
    picture = thing(alice)
    signing.agree(
        sought(picture).pk, scopes=ALL, until=timezone.now() + timedelta(days=9), signature="Anna Schmidt Taylor Swift"
    )

    assert now(edit(alice, picture, "a photo of Anna Schmidt with Taylor Swift"))[0] == "awaiting"


def signs(job: Job, name: str) -> None:
    """Whom the order names agrees at their link."""
    sent = answering.somebody(job.owner, Consent.objects.get(subject=job.public_id).public_id, "whom it names")
    signing.agree(sent.pk, scopes=ALL, until=timezone.now() + timedelta(days=9), signature=name)


def test_whoever_is_named_and_agrees_has_answered_and_no_reviewer_is_needed(alice: User, upstream: Simulator) -> None:
    job = order_picture(alice, "a photo of Anna Schmidt at the sea")
    assert Case.objects.open().count() == 1

    signs(job, "Anna Schmidt")

    assert now(job)[0] == "queued"
    assert not Case.objects.open().exists()
    assert work(job).state == "ready"


@pytest.mark.parametrize(
    "prompt",
    ["a photo of Anna Schmidt with Taylor Swift", "a photo of Anna Schmidt with a fake passport"],
)
def test_a_consent_answers_for_one_person_and_for_one_clause(alice: User, prompt: str) -> None:
    job = order_picture(alice, prompt)
    if job.state == "awaiting":
        signs(job, "Anna Schmidt")

    assert now(job)[0] in {"awaiting", "refused"}
    assert Case.objects.open().filter(subject=job.public_id).exists()


def test_nobody_real_does_not_answer_for_a_name(alice: User) -> None:
    job = order_picture(alice, "a photo of Anna Schmidt at the sea")
    answering.nobody(alice, Consent.objects.get(subject=job.public_id).public_id)

    assert now(job)[0] == "awaiting"


@pytest.mark.parametrize(("name", "state"), [("Anna Schmidt", "queued"), ("Anna Berger", "awaiting")])
def test_whoever_agreed_to_the_picture_may_be_named_by_the_name_they_signed_with(
    alice: User, name: str, state: str
) -> None:
    picture = thing(alice)
    signing.agree(
        sought(picture).pk, scopes=ALL, until=timezone.now() + timedelta(days=9), signature="Anna Maria Schmidt"
    )

    assert now(edit(alice, picture, f"a photo of {name} with a hat"))[0] == state


def test_no_link_shows_whom_an_order_names_from_when_they_are_asked_until_they_allow_that(
    alice: User, rosa: User, upstream: Simulator
) -> None:
    job = order_picture(alice, "a portrait of Taylor Swift")
    decisions.decide(Case.objects.open().get(), reviewer=rosa, measures=[ALLOW], reason="A drawing.")
    assert now(job)[0] == "queued"
    made = work(job).assets.get()
    share = shares.share(alice, [made.public_id], key="before anybody was asked")
    assert Client().get(f"/made/{share.token}/").status_code == 200

    sent = answering.somebody(alice, Consent.objects.get(subject=job.public_id).public_id, "Taylor")
    assert shares.shareable(alice, [made.public_id]) == []
    signing.agree(sent.pk, scopes=["edit"], until=timezone.now() + timedelta(days=9), signature="Taylor Swift")

    assert Client().get(f"/made/{share.token}/").status_code == 404
    assert not share.shown.exists()
    assert shares.shareable(alice, [made.public_id]) == []
    assert Asset.objects.visible_to(alice).filter(pk=made.pk).exists()
