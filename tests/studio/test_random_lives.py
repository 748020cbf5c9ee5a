"""Whatever happens to orders, in any order: money is conserved, every path ends once, nothing unapproved is shown."""

import itertools
import uuid

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from accounts.models import Role
from moderation import decisions
from moderation.measures import Measure
from moderation.models import Case
from studio import assets, jobs
from studio.models import Asset, Job
from studio.pipeline import claims, submitting
from studio.states import ENDED, NEXT, RESTING, TAKEN_BACK, State
from tests.studio.bills import accepted, check_money
from tests.studio.conftest import person
from tests.studio.steps import WITH_A_PERSON, order_picture, order_video, overdue, overslept, step
from tests.support.simulator import Simulator
from usage.models import Attempt, Charge

SCENES = [
    "", "", "", "moderated", "blocked", "safety_refused", "rate_limited times=1", "accept_then_drop",
    "refuse_before_accept", "outage status=500", "no_ticks", "video_failed", "video_expired", "file_nonsense",
    "file_status status=404", "video_early_404 seconds=0.3",
]  # fmt: skip
PROMPTS = [*["a fox crossing a river"] * 5, "the pope on a skateboard", "the pope on a skateboard", "a naked man"]

KINDS = st.sampled_from(["picture", "video"])


class Lives(RuleBasedStateMachine):
    """Alice orders; the provider, the sweep, the desk and accidents do what they do."""

    upstream: Simulator
    owned = Bundle("owned")

    @initialize(target=owned, scene=st.sampled_from(SCENES))
    def begins(self, scene: str) -> int:
        self.alice = person(f"alice-{uuid.uuid4().hex}", Role.CREATOR)
        self.rosa = person(f"rosa-{uuid.uuid4().hex}", Role.REVIEWER)
        return self.order(scene, "video", PROMPTS[0])

    @rule(target=owned, scene=st.sampled_from(SCENES), kind=KINDS, prompt=st.sampled_from(PROMPTS))
    def orders(self, scene: str, kind: str, prompt: str) -> int:
        return self.order(scene, kind, prompt)

    def order(self, scene: str, kind: str, prompt: str) -> int:
        marker = f" [[scene:{scene}]]" if scene else ""
        job = (order_picture if kind == "picture" else order_video)(self.alice, prompt + marker)
        return job.pk

    @rule(job_id=owned, rounds=st.integers(1, 4))
    def goes_on(self, job_id: int, rounds: int) -> None:
        for _ in range(rounds):
            step(Job.objects.get(pk=job_id))

    @rule(job_id=owned)
    def is_cancelled(self, job_id: int) -> None:
        try:
            jobs.cancel(self.alice, Job.objects.get(pk=job_id).public_id)
        except jobs.TooLate:
            return

    @rule(target=owned, job_id=owned)
    def is_ordered_again(self, job_id: int) -> int:
        try:
            return jobs.resubmit(self.alice, Job.objects.get(pk=job_id).public_id, key=uuid.uuid4().hex).pk
        except jobs.TooLate:
            return job_id

    @rule(job_id=owned)
    def its_worker_dies(self, job_id: int) -> None:
        """As after a kill: the lease runs out, and what was sent has no known fate."""
        job = Job.objects.get(pk=job_id)
        if job.state == State.QUEUED:
            claimed = claims.take(job_id, State.QUEUED)
            if claimed:
                submitting._depart(*claimed)
                overslept(job)

    @rule(job_id=owned)
    def its_deadline_passes(self, job_id: int) -> None:
        overdue(Job.objects.get(pk=job_id))

    @rule(outcome=st.sampled_from(["allow", "remove"]), taken_back=st.booleans())
    def the_desk_decides(self, outcome: str, taken_back: bool) -> None:
        case = Case.objects.open().filter(owner=self.alice).first()
        if case:
            decision = decisions.decide(case, reviewer=self.rosa, measures=[Measure(outcome)], reason="Looked at it.")
            if taken_back:
                decisions.undo(decision, reviewer=self.rosa)

    @rule(data=st.data())
    def a_thing_is_deleted(self, data: st.DataObject) -> None:
        shown = list(Asset.objects.visible_to(self.alice))
        if shown:
            assets.delete(self.alice, data.draw(st.sampled_from(shown)).public_id, at_once=True)
            assets.purge_due()

    def teardown(self) -> None:
        if not hasattr(self, "alice"):
            return
        for job in Job.objects.owned_by(self.alice):
            for _ in range(200):
                if job.state in RESTING | WITH_A_PERSON:
                    break
                step(job)
        self.look()

    def look(self) -> None:
        check_money(self.alice)
        for job in Job.objects.owned_by(self.alice):
            assert job.state in RESTING | WITH_A_PERSON, job.state
            check_path(job)
            check_bill(self.upstream, job)
            shown = job.assets.approved()
            assert not shown.exists() or job.state in {State.READY, State.REVIEWING}
            assert all(asset.approved_sha256 == asset.sha256 for asset in shown)


def check_path(job: Job) -> None:
    """Its moves are one path through the table, from birth to where it is, with at most one end that was not taken back."""
    path = [(move.frm, State(move.to)) for move in job.moves.all()]
    assert path[0][0] == ""
    for (_, before), (frm, to) in itertools.pairwise(path):
        assert frm == before
        assert to in NEXT[before] | TAKEN_BACK.get(before, frozenset())
    assert path[-1][1] == job.state
    left = sum(bool(frm) and State(frm) in ENDED for frm, _ in path)
    assert sum(to in ENDED for _, to in path) - left == (job.state in ENDED)


def check_bill(upstream: Simulator, job: Job) -> None:
    """At most one request was accepted. It has exactly one entry, or is still an open question under an open hold."""
    if job.hold is None:
        assert job.state in {State.REFUSED}
        return
    rows = accepted(upstream, job)
    assert len(rows) <= 1
    for row in rows:
        attempt = Attempt.objects.get(trace=row["trace"])
        entries = Charge.objects.filter(attempt=attempt).count()
        unknown = attempt.state == "open" and job.hold.is_open
        assert entries == 1 or unknown, f"{job.state} {job.outcome}: {row}"
    if job.state in ENDED and job.outcome not in {"dismissed", "resubmitted"}:
        assert not job.hold.is_open


@pytest.mark.django_db(transaction=True)
def test_lives_of_orders_keep_every_promise(upstream: Simulator) -> None:
    Lives.upstream = upstream

    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=12, stateful_step_count=12, deadline=None, database=None, derandomize=True,
            suppress_health_check=list(HealthCheck), phases=[Phase.generate],
        ),
    )  # fmt: skip
