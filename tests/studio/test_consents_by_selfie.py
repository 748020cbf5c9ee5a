"""“This is me”: shown by a selfie, compared by a reviewer, and good for further pictures until it ends."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts import leaving
from accounts.models import AuditEntry, Notice, User
from moderation import decisions, subjects
from moderation.consent import answering, asking, ending, showing, signing
from moderation.measures import Measure
from moderation.models import Case, Consent
from moderation.models.consent import Standing
from studio.models import Asset
from tests.accounts.people import signed_in
from tests.moderation.deeds import ALLOW, REMOVE, later
from tests.studio.families import thing
from tests.studio.likenesses import Clock, agreed, asked, edit, now, reviewed_case, sought
from tests.studio.likenesses import clock as clock
from tests.studio.steps import order_picture
from usage.models import Hold


def test_this_is_me_is_compared_by_a_reviewer(alice: User, rosa: User) -> None:
    picture = thing(alice, "me")
    consent = answering.me(alice, asked(picture).public_id)
    selfie, job = thing(alice, "selfie"), edit(alice, picture)
    answering.selfie(alice, consent.public_id, selfie.public_id)
    assert now(job)[0] == "awaiting"

    browser = Client()
    browser.force_login(rosa)
    case = reviewed_case(alice)
    page = str(browser.get(f"/desk/cases/{case.public_id}/").content.decode())
    assert consent.phrase in page
    shown = [selfie.public_id, picture.public_id]
    order = [page.index(f'src="/studio/assets/{each}/desk/"') for each in shown]
    assert (
        order[0] < page.index(f"<b>{consent.phrase}</b>") < order[1]
    )  # held against each other, the phrase between them
    assert [page.count(f"/studio/assets/{each}/desk/") for each in shown] == [
        2,
        2,
    ]  # seen there alone, and in full size
    assert page.count('class="check evidence-look"') == 1  # one tick for both
    decisions.decide(case, reviewer=rosa, measures=[ALLOW], reason="The same face, and the phrase.")

    assert now(job)[0] == "queued"


def listed(owner: User) -> set[Consent]:
    return {each.consent for each in showing.mine(owner)}


def known(owner: User, rosa: User) -> Consent:
    """A reviewer has compared their selfie."""
    consent = answering.me(owner, asked(thing(owner, "me")).public_id)
    answering.selfie(owner, consent.public_id, thing(owner, "selfie").public_id)
    decisions.decide(reviewed_case(owner), reviewer=rosa, measures=[ALLOW], reason="The same face, and the phrase.")
    consent.refresh_from_db()
    return consent


def test_a_selfie_stands_for_further_pictures_until_a_year_has_passed(
    alice: User, rosa: User, clock: Clock, settings: Any
) -> None:
    first = known(alice, rosa)
    picture = thing(alice, "me again")
    question, job = asked(picture), edit(alice, picture)
    assert now(job)[0] == "awaiting"

    clock.on(days=settings.CONSENT_PRESET_DAYS - 1)
    second = answering.me(alice, question.public_id)

    assert now(job)[0] == "queued"
    assert not Case.objects.open().exists()
    assert (second.state, second.expires_at) == (Standing.GIVEN, first.expires_at)
    clock.on(days=1)
    ending.sweep()
    second.refresh_from_db()
    assert second.state == Standing.EXPIRED
    assert answering.me(alice, asked(thing(alice, "me")).public_id).state == Standing.ASKED


def test_a_selfie_in_which_a_face_was_found_asks_nothing_more_once_it_is_compared(alice: User, rosa: User) -> None:
    consent = answering.me(alice, asked(thing(alice, "me")).public_id)
    selfie = thing(alice, "selfie")
    question = asked(selfie)
    assert listed(alice) == {consent, question}
    answering.selfie(alice, consent.public_id, selfie.public_id)
    assert listed(alice) == {consent}  # while it is compared, too

    decisions.decide(reviewed_case(alice), reviewer=rosa, measures=[ALLOW], reason="The same face, and the phrase.")

    question.refresh_from_db()
    assert (question.state, question.stands_on) == (Standing.GIVEN, consent)


def test_who_leaves_leaves_nothing_to_be_compared(alice: User) -> None:
    consent = answering.me(alice, asked(thing(alice, "me")).public_id)
    answering.selfie(alice, consent.public_id, thing(alice, "selfie").public_id)

    leaving.leave(alice)

    assert not Case.objects.open().exists()
    ended = AuditEntry.objects.get(target=f"consent {consent.public_id}", action="consent.withdrawn")
    assert ended.number < AuditEntry.objects.get(action="person.left").number


def test_ending_the_selfie_ends_what_stands_on_it_and_no_more(alice: User, rosa: User) -> None:
    first = known(alice, rosa)
    mine, hers = thing(alice, "me again"), thing(alice, "Carla")
    second, carlas = answering.me(alice, asked(mine).public_id), agreed(hers)

    answering.end(alice, first.public_id)

    second.refresh_from_db()
    carlas.refresh_from_db()
    assert (second.state, carlas.state) == (Standing.WITHDRAWN, Standing.GIVEN)
    assert set(Asset.objects.visible_to(alice).values_list("alt", flat=True)) == {"selfie", "Carla"}


@pytest.mark.parametrize("said", [ALLOW, REMOVE])
def test_a_decision_about_a_selfie_that_is_taken_back_leaves_it_waiting(alice: User, rosa: User, said: Measure) -> None:
    picture = thing(alice, "me")
    consent, job = answering.me(alice, asked(picture).public_id), edit(alice, picture)
    answering.selfie(alice, consent.public_id, thing(alice, "selfie").public_id)
    decision = decisions.decide(reviewed_case(alice), reviewer=rosa, measures=[said], reason="A slip.")
    assert now(job)[0] != "awaiting"

    decisions.undo(decision, reviewer=rosa)

    consent.refresh_from_db()
    assert (consent.state, consent.confirmed_at) == (Standing.WAITING, None)
    assert now(edit(alice, picture, "again"))[0] == "awaiting"
    assert Asset.objects.visible_to(alice).filter(pk=picture.pk).exists()
    if said == REMOVE:  # what it stopped waits again, its price put aside
        assert now(job) == ("awaiting", "awaits_consent")
        assert Hold.objects.filter(subject=job.public_id, settled_at=None).count() == 1


def test_an_order_with_its_own_case_is_with_a_reviewer_again_when_the_selfie_is(alice: User, rosa: User) -> None:
    job = order_picture(alice, "a photo of Alice Munro at the sea")
    consent = answering.me(alice, Consent.objects.get(subject=job.public_id).public_id)
    selfie = thing(alice, "selfie").public_id
    answering.selfie(alice, consent.public_id, selfie)
    assert str(selfie) in subjects.of("consent").preview(consent.public_id)  # nobody compares what they do not see
    decision = decisions.decide(reviewed_case(alice), reviewer=rosa, measures=[REMOVE], reason="A slip.")
    assert now(job) == ("refused", "no_consent")

    decisions.undo(decision, reviewer=rosa)

    assert now(job) == ("awaiting", "under_review")
    assert Case.objects.open().filter(subject=job.public_id).exists()


def test_an_allow_that_is_taken_back_and_said_again_leaves_what_stood_on_it_in_sight(alice: User, rosa: User) -> None:
    consent = answering.me(alice, asked(thing(alice, "me")).public_id)
    selfie, further = thing(alice, "selfie"), thing(alice, "me again")
    question = asked(selfie)
    answering.selfie(alice, consent.public_id, selfie.public_id)
    decision = decisions.decide(reviewed_case(alice), reviewer=rosa, measures=[ALLOW], reason="The same face.")
    second = answering.me(alice, asked(further).public_id)

    decisions.undo(decision, reviewer=rosa)

    assert set(Asset.objects.visible_to(alice).values_list("alt", flat=True)) == {"me", "selfie", "me again"}
    second.refresh_from_db()
    assert (second.state, second.stands_on) == (Standing.ASKED, None)
    assert [each.subject_url for each in Notice.objects.filter(code="consent_asked")] == [
        f"/consents/{second.public_id}/"
    ]
    reopened = AuditEntry.objects.filter(action="consent.reopened").values_list("target", flat=True)
    assert set(reopened) == {f"consent {each.public_id}" for each in (consent, question, second)}

    decisions.decide(reviewed_case(alice), reviewer=rosa, measures=[ALLOW], reason="The same face, looked at twice.")

    question.refresh_from_db()
    assert (question.state, question.stands_on) == (Standing.GIVEN, consent)
    assert answering.me(alice, second.public_id).state == Standing.GIVEN


def test_no_selfie_makes_me_of_whom_somebody_else_was_named_for(alice: User, rosa: User) -> None:
    known(alice, rosa)
    picture = thing(alice, "Carla")
    signing.refuse(sought(picture).pk)
    again = asking.again(alice, asked(picture).public_id)

    assert answering.me(alice, again.public_id).state == Standing.ASKED


def test_one_word_compares_one_selfie_and_no_other(alice: User, bob: User, rosa: User) -> None:
    for each in (alice, bob):
        consent = answering.me(each, asked(thing(each, "me")).public_id)
        answering.selfie(each, consent.public_id, thing(each, "selfie").public_id)
    mine, theirs = reviewed_case(alice), reviewed_case(bob)

    signed_in(rosa).post(
        reverse("case_decide", args=[mine.public_id]),
        {"measures": ["allow"], "reason": "The same face.", "with": [str(theirs.public_id)]},
    )

    said = {each.owner: (each.state, each.confirmed_at is not None) for each in Consent.objects.all()}
    assert said == {alice: (Standing.GIVEN, True), bob: (Standing.WAITING, False)}


def test_a_copy_of_what_somebody_else_has_shown_to_be_themselves_is_compared(
    alice: User, bob: User, rosa: User
) -> None:
    hers = known(alice, rosa)
    Asset.objects.filter(public_id=hers.subject).update(unsigned_sha256="a" * 64)
    known(bob, rosa)
    copy = thing(bob, "a portrait", unsigned_sha256="a" * 64)

    said = answering.me(bob, asked(copy).public_id)

    assert said.state == Standing.ASKED
    answering.selfie(bob, said.public_id, thing(bob, "another selfie").public_id)
    desk = Client()
    desk.force_login(rosa)
    page = desk.get(f"/desk/cases/{reviewed_case(bob).public_id}/").content.decode()
    assert "The owner of another account said of a copy of this that it is them" in page


def test_what_says_of_itself_that_a_machine_made_it_is_no_selfie(alice: User) -> None:
    consent = answering.me(alice, asked(thing(alice, "me")).public_id)
    made = thing(alice, "a portrait", recipe={"by_a_machine": True})
    thing(alice, "selfie", recipe={"by_a_machine": False})
    thing(alice, "another selfie")

    assert [look.words for look in asking.may_be_selfies(consent)] == ["another selfie", "selfie"]
    with pytest.raises(answering.NotNow, match="made by a machine"):
        answering.selfie(alice, consent.public_id, made.public_id)


def test_a_no_to_a_selfie_is_no_yes_in_a_week(alice: User, rosa: User) -> None:
    consent = answering.me(alice, asked(thing(alice, "me")).public_id)
    answering.selfie(alice, consent.public_id, thing(alice, "selfie").public_id)
    case = reviewed_case(alice)

    page = signed_in(rosa).get(reverse("case", args=[case.public_id])).content.decode()
    with pytest.raises(decisions.Conflict, match="a person has to look again"):
        decisions.decide(case, reviewer=rosa, measures=[Measure("hide", later())], reason="Another face.")

    assert 'value="hide"' in page
    assert 'name="until_hide"' not in page
