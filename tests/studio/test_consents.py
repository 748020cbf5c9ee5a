"""No likeness of a real person is edited or animated without a live consent; withdrawing it reaches every descendant."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEntry, Notice, User
from moderation import decisions
from moderation.consent import answering, asking, ending, signing, stating
from moderation.measures import Measure
from moderation.models import Case, Consent
from moderation.models.consent import Scope, Standing
from studio import jobs
from studio.arrivals import checking
from studio.consents import telling
from studio.models import Arrival, Asset, Job
from studio.orders import EditOrder, Input, Role
from studio.sharing import shares
from studio.takedowns import Things
from tests.moderation.deeds import ALLOW, REMOVE
from tests.studio import clips
from tests.studio.families import thing
from tests.studio.likenesses import ALL, Clock, agreed, asked, made_from, reviewed_case, sought
from tests.studio.steps import order_picture, work
from tests.studio.storages import Store, on_a_folder
from tests.support.simulator import Simulator
from usage.models import Hold


def edit(owner: User, picture: Asset, prompt: str = "with a hat") -> Job:
    """Order an edit of it."""
    source = Input(asset=str(picture.public_id), role=Role.SOURCE, width=2, height=1)
    order = EditOrder(
        engine="grok-imagine-image-2.0", prompt=prompt, ratio="1:1", resolution="1k", quality="low", n=1, inputs=(source,)
    )  # fmt: skip
    return jobs.request(owner, order, key=uuid4().hex)


def now(job: Job) -> tuple[str, str]:
    job.refresh_from_db()
    return job.state, job.outcome


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


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


def test_taking_it_back_reaches_the_fourth_generation_at_once(tab: Client, alice: User) -> None:
    picture = thing(alice, "Carla")
    consent = agreed(picture)
    family = [picture]
    for n in range(4):
        family.append(made_from(family[-1], f"generation {n}"))
    stranger = thing(alice, "a fox")
    share = shares.share(alice, [family[4].public_id, stranger.public_id], key=uuid4().hex)
    job = edit(alice, family[4])
    assert {tab.get(f"/studio/assets/{each.public_id}/").status_code for each in family} == {200}

    signing.withdraw(consent.pk)

    assert {tab.get(f"/studio/assets/{each.public_id}/").status_code for each in family} == {404}
    assert {tab.get(f"/studio/assets/{each.public_id}/file/").status_code for each in family} == {404}
    assert "generation" not in str(tab.get("/studio/").content.decode().split('id="order"')[0])
    assert [shown.asset for shown in share.shown.all()] == [stranger]
    assert now(job) == ("refused", "no_consent")
    assert Hold.objects.get(subject=job.public_id).settled_at
    assert Notice.objects.owned_by(alice).filter(code="consent_withdrawn").count() == 1
    telling.audit_of_things()
    assert told("withheld") == {f"asset {each.public_id}" for each in family}
    assert told("unlinked") == {f"share {share.public_id}"}
    assert told("stopped") == {f"order {job.public_id}"}
    assert told("withdrawn") == {f"consent {consent.public_id}"}


def told(said: str) -> set[str]:
    """About what the audit says this."""
    return set(AuditEntry.objects.filter(action=f"consent.{said}").values_list("target", flat=True))


def test_a_question_asked_late_binds_what_was_made_before_it_and_outlives_what_it_came_from(alice: User) -> None:
    first = thing(alice)
    last = thing(alice, "child's child", thing(alice, "child", first))

    consent = agreed(first)
    first.delete()  # purged: no line of lineage leads to it any more
    signing.withdraw(consent.pk)

    last.refresh_from_db()
    assert not last.is_approved


def test_what_comes_home_after_a_no_is_never_seen_and_is_when_they_agree_again(
    alice: User, rosa: User, picture: Asset, upstream: Simulator
) -> None:
    from studio.pipeline import fetching, inspecting, submitting

    consent = agreed(picture)
    job = edit(alice, picture)
    submitting.send_next("picture")
    fetching.fetch(job.pk)

    signing.withdraw(consent.pk)
    inspecting.inspect(job.pk)

    child = job.assets.get()
    assert now(job) == ("blocked", "consent_ended")
    assert set(Asset.objects.visible_to(alice)) == set()

    second = answering.somebody(alice, asking.again(alice, consent.public_id).public_id, "Carla")
    signing.agree(second.pk, scopes=["edit"], until=timezone.now() + timedelta(days=9), signature="Carla Costa")
    assert set(Asset.objects.visible_to(alice)) == set()  # somebody had said no: a reviewer looks first
    decisions.decide(reviewed_case(alice), reviewer=rosa, measures=[ALLOW], reason="Carla wrote to us.")
    assert set(Asset.objects.visible_to(alice)) == {picture, child}


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


def test_a_queued_order_is_not_sent_after_a_no(alice: User, picture: Asset, upstream: Simulator) -> None:
    from studio.pipeline import submitting

    consent = agreed(picture)
    job = edit(alice, picture)
    # As if the withdrawal had been killed before it reached the order.
    Consent.objects.filter(pk=consent.pk).update(state=Standing.WITHDRAWN, revoked_at=timezone.now())

    submitting.send_next("picture")

    assert now(job) == ("refused", "no_consent")


def test_what_a_kill_left_of_a_withdrawal_is_finished_by_the_sweep(alice: User) -> None:
    picture = thing(alice)
    child = made_from(picture, "child") if (consent := agreed(picture)) else None
    Consent.objects.filter(pk=consent.pk).update(state=Standing.WITHDRAWN, revoked_at=timezone.now())

    ending.sweep()

    assert child is not None
    assert not Asset.objects.visible_to(alice).exists()
    consent.refresh_from_db()
    assert consent.reached_at
    assert ending.sweep() == 0


def test_a_consent_ends_on_its_day_and_so_does_all_made_under_it(alice: User, tab: Client, clock: Clock) -> None:
    picture = thing(alice)
    consent = agreed(picture, days=9)
    child = made_from(picture, "child")

    clock.to(consent.expires_at - timedelta(seconds=1))
    assert now(edit(alice, child))[0] == "queued"
    assert ending.sweep() == 0
    clock.to(consent.expires_at)
    assert now(edit(alice, child, "later"))[0] == "refused"  # also before any sweep
    assert shares.shareable(alice, [child.public_id]) == []
    assert ending.sweep() == 1

    consent.refresh_from_db()
    assert consent.state == Standing.EXPIRED
    assert tab.get(f"/studio/assets/{child.public_id}/").status_code == 404
    assert "has run out" in Notice.objects.owned_by(alice).newest_first()[0].body


def test_who_does_not_answer_in_time_has_not_agreed(alice: User, clock: Clock, settings: Any) -> None:
    picture = thing(alice)
    consent, job = sought(picture), edit(alice, picture)

    clock.on(days=settings.CONSENT_ASK_DAYS, seconds=-1)
    assert ending.sweep() == 0
    assert Consent.objects.live().filter(pk=consent.pk).exists()
    clock.on(seconds=1)
    assert not Consent.objects.live().filter(pk=consent.pk).exists()
    ending.sweep()

    assert now(job) == ("refused", "no_consent")
    assert "has not answered in time" in Notice.objects.owned_by(alice).newest_first()[0].body


@on_a_folder
def test_a_link_to_the_bytes_dies_within_its_five_minutes_and_no_other_is_made(
    store: Store, tab: Client, picture: Asset, clock: Clock, settings: Any
) -> None:
    consent = agreed(picture)
    clock.to(clock.now.replace(microsecond=0))  # a link is minted to the second
    door = f"/studio/assets/{picture.public_id}/file/"
    minted = str(tab.get(door)["Location"])

    signing.withdraw(consent.pk)

    assert tab.get(door).status_code == 404
    assert tab.get(door.replace("file", "large")).status_code == 404
    assert settings.MEDIA_LINK_SECONDS <= 300
    clock.on(seconds=settings.MEDIA_LINK_SECONDS)
    assert tab.get(minted).status_code == 200
    clock.on(seconds=1)
    assert tab.get(minted).status_code == 404


def test_nobody_real_is_a_persons_word_and_no_way_around_a_no(alice: User) -> None:
    picture, other = thing(alice), thing(alice)
    answering.nobody(alice, asked(other).public_id)
    assert now(edit(alice, other))[0] == "queued"

    consent = sought(picture)
    signing.refuse(consent.pk)
    with pytest.raises(answering.NotNow):
        answering.nobody(alice, asking.again(alice, consent.public_id).public_id)


def test_this_is_me_is_compared_by_a_reviewer(alice: User, rosa: User) -> None:
    picture, selfie = thing(alice, "me"), thing(alice, "selfie")
    consent = answering.me(alice, asked(picture).public_id)
    job = edit(alice, picture)
    answering.selfie(alice, consent.public_id, selfie.public_id)
    assert now(job)[0] == "awaiting"

    browser = Client()
    browser.force_login(rosa)
    case = reviewed_case(alice)
    page = str(browser.get(f"/desk/cases/{case.public_id}/").content.decode())
    assert consent.phrase in page
    assert f"/studio/assets/{selfie.public_id}/desk/" in page
    assert f"/studio/assets/{picture.public_id}/desk/" in page
    decisions.decide(case, reviewer=rosa, measures=[ALLOW], reason="The same face, and the phrase.")

    assert now(job)[0] == "queued"


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
    selfie = thing(alice, "selfie")
    question = asked(selfie)
    consent = answering.me(alice, asked(thing(alice, "me")).public_id)
    answering.selfie(alice, consent.public_id, selfie.public_id)

    decisions.decide(reviewed_case(alice), reviewer=rosa, measures=[ALLOW], reason="The same face, and the phrase.")

    question.refresh_from_db()
    assert (question.state, question.stands_on) == (Standing.GIVEN, consent)


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


def test_no_selfie_makes_me_of_whom_somebody_else_was_named_for(alice: User, rosa: User) -> None:
    known(alice, rosa)
    picture = thing(alice, "Carla")
    signing.refuse(sought(picture).pk)
    again = asking.again(alice, asked(picture).public_id)

    assert answering.me(alice, again.public_id).state == Standing.ASKED


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


def test_who_agrees_to_less_than_before_keeps_the_rest_from_sight(alice: User, rosa: User) -> None:
    picture = thing(alice, "Carla")
    consent = agreed(picture)
    made_from(picture, "edited")
    film = made_from(picture, "animated")
    Asset.objects.filter(pk=film.pk).update(verb="animate")

    signing.withdraw(consent.pk)
    again = answering.somebody(alice, asking.again(alice, consent.public_id).public_id, "Carla")
    signing.agree(again.pk, scopes=["edit"], until=timezone.now() + timedelta(days=9), signature="Carla Costa")
    decisions.decide(reviewed_case(alice), reviewer=rosa, measures=[ALLOW], reason="Carla wrote to us.")

    assert set(Asset.objects.visible_to(alice).values_list("alt", flat=True)) == {"Carla", "edited"}


def test_a_word_taken_back_and_given_again_while_a_request_holds_it_loses_nothing(alice: User) -> None:
    picture = thing(alice)
    consent = agreed(picture)
    Things().withhold(picture.public_id)

    signing.withdraw(consent.pk)
    newer = answering.somebody(alice, asking.again(alice, consent.public_id).public_id, "Carla")
    with transaction.atomic():
        stating.given(newer, by=None, scopes=ALL, until=timezone.now() + timedelta(days=9), signature="Carla Costa")
    assert not Asset.objects.visible_to(alice).exists()
    assert Things().give_back(picture.public_id)

    assert Asset.objects.visible_to(alice).exists()


def test_a_reviewer_does_not_show_what_somebody_does_not_agree_to(alice: User) -> None:
    from studio import assets

    picture = thing(alice)
    consent = agreed(picture)
    signing.withdraw(consent.pk)

    with transaction.atomic():
        assets.approve(picture.public_id)

    assert not Asset.objects.visible_to(alice).exists()


def test_what_was_made_before_anybody_was_asked_is_seen_as_far_as_they_allow(alice: User) -> None:
    picture = thing(alice, "Carla")
    edited, film = thing(alice, "edited", picture), thing(alice, "animated", picture, verb="animate")

    agreed(picture, scopes=["edit"])

    assert set(Asset.objects.visible_to(alice)) == {picture, edited}
    assert film.likenesses.get().withheld_at


def test_an_order_that_names_somebody_asks_and_ends_when_they_say_no(alice: User, rosa: User) -> None:
    job = order_picture(alice, "a portrait of Taylor Swift")
    consent = Consent.objects.get(subject=job.public_id)
    assert now(job) == ("awaiting", "under_review")

    sent = answering.somebody(alice, consent.public_id, "Taylor")
    browser = Client()
    browser.force_login(rosa)
    page = str(browser.get(f"/desk/cases/{Case.objects.open().get().public_id}/").content.decode())
    assert "waiting for an answer" in page
    signing.refuse(sent.pk)

    assert now(job) == ("refused", "no_consent")
    assert not Case.objects.open().exists()


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
