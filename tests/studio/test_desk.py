"""What is flagged waits for a person; their word goes to the order or the thing, and its owner sees it."""

import uuid
from shutil import copytree
from typing import Any

import pytest
from django.db.models.functions import Now
from django.test import Client

from accounts.models import Notice, Role, User
from moderation import decisions
from moderation.appeals import judging, opening
from moderation.models import Case
from moderation.queue import history
from studio import jobs
from studio.models import Job
from studio.outcomes import Outcome
from studio.states import State
from studio.takedowns import Things
from tests.moderation.deeds import ALLOW, REMOVE
from tests.studio.bills import check_money, paid_by_person
from tests.studio.conftest import person
from tests.studio.steps import order_picture, order_video, step, work
from tests.support.simulator import Simulator
from usage.allowances import standing

LOOKED_AT = "the pope on a skateboard"
# Of a clause with `result_too`: whoever allows the order has not seen the picture yet.
SEEN_TOO = "a child in the bath, foam up to the chin"
BOARDS = """
[[clause]]
id = "boards.1"
title = "Skateboards are looked at"
says = "Skateboards wait for a reviewer."
verdict = "review"
rooms = ["studio"]
sentence = "A person looks."
[[clause.rule]]
words = ["skateboard"]
"""


def case_about(kind: str) -> Case:
    case: Case = Case.objects.open().get(subject_kind=kind)
    return case


def test_what_a_person_allowed_is_not_asked_twice(alice: User, rosa: User, upstream: Simulator) -> None:
    job = work(order_picture(alice, LOOKED_AT, n=2))

    decisions.decide(case_about("order"), reviewer=rosa, measures=[ALLOW], reason="A cartoon.")
    job.refresh_from_db()
    work(job)

    assert (job.state, Case.objects.open().count()) == (State.READY, 0)
    assert job.assets.visible_to(alice).count() == 2
    assert "once more" not in Notice.objects.earliest("pk").body


def test_nor_what_was_won_on_an_appeal(alice: User, rosa: User, upstream: Simulator) -> None:
    ruth = person("ruth", Role.REVIEWER)
    job = work(order_picture(alice, LOOKED_AT))
    decision = decisions.decide(case_about("order"), reviewer=rosa, measures=[REMOVE], reason="A real person.")

    judging.judge(
        opening.appeal(decision, owner=alice, words="A statue."), judge=ruth, outcome="overturned", answer="Indeed."
    )
    job.refresh_from_db()
    work(job)

    assert (job.state, Case.objects.open().count()) == (State.READY, 0)


def test_another_reason_puts_the_result_before_a_person_who_reads_what_was_allowed(
    alice: User, rosa: User, upstream: Simulator, settings: Any, tmp_path: Any
) -> None:
    job = work(order_picture(alice, LOOKED_AT))
    decisions.decide(case_about("order"), reviewer=rosa, measures=[ALLOW], reason="A cartoon.")
    copytree(settings.POLICY_DIR, tmp_path, dirs_exist_ok=True)
    (tmp_path / "9-boards.toml").write_text(BOARDS)
    settings.POLICY_DIR = tmp_path
    job.refresh_from_db()
    work(job)

    case = case_about("asset")
    assert job.state == State.REVIEWING
    assert case.flags.get().clause == "boards.1"
    assert "Rosa decided about the order it came of: allowed by likeness.2." in history.of(case, rosa, {})[0].words


def test_an_allowed_prompt_is_sent_and_its_result_looked_at_where_the_clause_wants_both(
    alice: User, rosa: User, upstream: Simulator
) -> None:
    job = work(order_picture(alice, SEEN_TOO))

    decisions.decide(case_about("order"), reviewer=rosa, measures=[ALLOW], reason="A summer day.")
    job.refresh_from_db()
    work(job)

    assert "looked at once more before you see it" in Notice.objects.earliest("pk").body
    assert (job.state, job.outcome) == (State.REVIEWING, Outcome.TO_BE_SEEN)
    assert not job.assets.visible_to(alice).exists()
    assert paid_by_person(job) == job.frozen_order.price
    assert standing(alice).held == 0


def test_an_allowed_result_is_shown(alice: User, rosa: User, upstream: Simulator) -> None:
    job = reviewed_job(alice, rosa)

    decisions.decide(case_about("asset"), reviewer=rosa, measures=[ALLOW], reason="Harmless.")

    job.refresh_from_db()
    assert job.state == State.READY
    assert job.assets.visible_to(alice).count() == 1


def test_a_result_allowed_while_its_removal_is_judged_ends_its_job_and_its_owner_reads_why_it_is_not_there(
    alice: User, rosa: User, upstream: Simulator, client: Client
) -> None:
    job = reviewed_job(alice, rosa)
    client.force_login(alice)
    subject = job.assets.get().public_id
    Things().withhold(subject)

    decisions.decide(case_about("asset"), reviewer=rosa, measures=[ALLOW], reason="Harmless.")
    judged = client.get(f"/studio/jobs/{job.public_id}/").content.decode()
    Things().give_back(subject)
    shown = client.get(f"/studio/jobs/{job.public_id}/").content.decode()

    job.refresh_from_db()
    assert (job.state, job.outcome) == (State.READY, "")
    assert ["hidden for now" in page for page in (judged, shown)] == [True, False]
    assert ["Look into the trash" in page for page in (judged, shown)] == [False, False]
    assert job.assets.visible_to(alice).count() == 1


def test_a_removed_result_is_never_shown(alice: User, rosa: User, upstream: Simulator, client: Client) -> None:
    job = reviewed_job(alice, rosa)

    decisions.decide(case_about("asset"), reviewer=rosa, measures=[REMOVE], reason="It looks like a photograph.")

    job.refresh_from_db()
    client.force_login(alice)
    assert (job.state, job.outcome) == (State.BLOCKED, Outcome.WITHHELD)
    assert not job.assets.visible_to(alice).exists()
    assert "It looks like a photograph." in client.get(f"/studio/jobs/{job.public_id}/").content.decode()


def test_a_refused_prompt_frees_the_money_and_says_why(
    alice: User, rosa: User, upstream: Simulator, client: Client
) -> None:
    job = work(order_picture(alice, LOOKED_AT))

    decisions.decide(case_about("order"), reviewer=rosa, measures=[REMOVE], reason="A real person.")

    job.refresh_from_db()
    client.force_login(alice)
    assert (job.state, job.outcome) == (State.REFUSED, Outcome.POLICY)
    assert "A real person." in client.get(f"/studio/jobs/{job.public_id}/").content.decode()
    assert upstream.requests() == []
    check_money(alice)


def test_what_the_owner_reads_is_what_became_of_the_order(alice: User, rosa: User, upstream: Simulator) -> None:
    upstream.set_scene("moderated", routes=["videos"])
    work(order_video(alice))
    withheld = case_about("order")

    would_read = decisions.rehearse(withheld, reviewer=rosa, measures=[REMOVE], reason="No.")
    decisions.decide(withheld, reviewer=rosa, measures=[REMOVE], reason="No.")

    told = Notice.objects.get(owner=alice).body
    assert told == would_read
    assert "what it cost stands in your usage" in told
    assert "not charged" not in told


def test_allowing_an_order_that_has_expired_promises_nothing(alice: User, rosa: User, upstream: Simulator) -> None:
    job = order_picture(alice, LOOKED_AT)
    Job.objects.filter(pk=job.pk).update(deadline_at=Now())
    step(job)

    decisions.decide(case_about("order"), reviewer=rosa, measures=[ALLOW], reason="A cartoon.")

    told = Notice.objects.get(owner=alice).body
    assert "goes on" not in told
    assert "had ended before; you were not charged. Order it again" in told


def test_a_rehearsal_changes_nothing(alice: User, rosa: User, upstream: Simulator) -> None:
    job = order_picture(alice, LOOKED_AT)

    allowed = decisions.rehearse(case_about("order"), reviewer=rosa, measures=[ALLOW], reason="Fine.")
    removed = decisions.rehearse(case_about("order"), reviewer=rosa, measures=[REMOVE], reason="No.")

    job.refresh_from_db()
    assert "goes on to the provider" in allowed
    assert "not sent, and you were not charged" in removed
    assert job.state == State.AWAITING
    assert not Notice.objects.exists()


def test_of_several_results_the_last_decision_ends_the_job(alice: User, rosa: User, upstream: Simulator) -> None:
    job = reviewed_job(alice, rosa, n=2)
    first, second = Case.objects.open().filter(subject_kind="asset").order_by("pk")

    decisions.decide(first, reviewer=rosa, measures=[REMOVE], reason="No.")
    job.refresh_from_db()
    in_between = job.state
    decisions.decide(second, reviewer=rosa, measures=[ALLOW], reason="Yes.")

    job.refresh_from_db()
    assert in_between == State.REVIEWING
    assert (job.state, job.outcome) == (State.READY, Outcome.SOME_MISSING)
    assert job.assets.visible_to(alice).count() == 1


def test_what_the_provider_withheld_is_on_the_desk(alice: User, upstream: Simulator) -> None:
    upstream.set_scene("moderated", routes=["videos"])

    job = work(order_video(alice))

    case = case_about("order")
    assert case.subject == job.public_id
    assert case.flags.get().source == "provider"


def test_a_shown_thing_can_be_taken_down(alice: User, rosa: User, upstream: Simulator) -> None:
    from moderation.flags import raise_flag
    from moderation.verdicts import Action, Verdict

    asset = work(order_picture(alice)).assets.get()
    verdict = Verdict(action=Action.REVIEW, check="person", policy_version="")
    raise_flag(subject_kind="asset", subject=asset.public_id, owner=alice, verdict=verdict, source="person")

    decisions.decide(case_about("asset"), reviewer=rosa, measures=[REMOVE], reason="Somebody complained.")

    assert not type(asset).objects.visible_to(alice).exists()


def test_nobody_at_the_desk_in_time_is_a_no(alice: User, rosa: User, upstream: Simulator) -> None:
    waiting, looked_at = order_picture(alice, LOOKED_AT), reviewed_job(alice, rosa)
    Job.objects.filter(pk__in=[waiting.pk, looked_at.pk]).update(deadline_at=Now())

    step(waiting)
    step(looked_at)

    assert (waiting.state, waiting.outcome) == (State.EXPIRED, Outcome.NOBODY_LOOKED)
    assert (looked_at.state, looked_at.outcome) == (State.BLOCKED, Outcome.NOBODY_LOOKED)
    assert not looked_at.assets.visible_to(alice).exists()
    check_money(alice)


def test_reviewers_see_what_a_case_is_about_and_nothing_else(
    alice: User, rosa: User, bob: User, upstream: Simulator, client: Client
) -> None:
    flagged = reviewed_job(alice, rosa).assets.get()
    private = work(order_picture(alice)).assets.get()
    client.force_login(rosa)

    assert client.get(f"/studio/assets/{flagged.public_id}/desk/").status_code == 302
    assert client.get(f"/studio/assets/{private.public_id}/desk/").status_code == 404
    assert client.get(f"/studio/assets/{uuid.uuid4()}/desk/").status_code == 404
    client.force_login(bob)
    assert client.get(f"/studio/assets/{flagged.public_id}/desk/").status_code == 404


def test_bytes_that_changed_need_a_new_approval(alice: User, upstream: Simulator) -> None:
    asset = work(order_picture(alice)).assets.get()

    type(asset).objects.filter(pk=asset.pk).update(sha256="0" * 64)

    assert not type(asset).objects.visible_to(alice).exists()


def reviewed_job(alice: User, rosa: User, n: int = 1) -> Job:
    """A job whose result waits for a reviewer."""
    job = work(order_picture(alice, SEEN_TOO, n=n))
    decisions.decide(
        Case.objects.open().get(subject=job.public_id), reviewer=rosa, measures=[ALLOW], reason="A cartoon."
    )
    job.refresh_from_db()
    work(job)
    assert job.state == State.REVIEWING
    return job


@pytest.mark.parametrize("verb", ["cancel", "resubmit"])
def test_what_is_being_looked_at_cannot_be_withdrawn(verb: str, alice: User, rosa: User, upstream: Simulator) -> None:
    job = reviewed_job(alice, rosa)

    with pytest.raises(jobs.TooLate):
        jobs.cancel(alice, job.public_id) if verb == "cancel" else jobs.resubmit(alice, job.public_id, key="x" * 8)
