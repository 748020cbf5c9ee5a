"""The desk in numbers: assignments, second readings, figures, and what everybody may read."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts.models import AuditEntry, Role, User
from moderation import decisions, queue
from moderation.figures import agreement, decided, halves
from moderation.figures.decided import Line
from moderation.models import Assignment, Case, Decision, DecisionMeasure, Reversal, SecondReading
from moderation.models.case import Lane
from moderation.readings import drawing
from moderation.verdicts import Action, Verdict
from tests.accounts.people import person, signed_in
from tests.moderation.clock import Clock
from tests.moderation.deeds import ALLOW, HIDE, flagged

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shelf")]

FLAGGED = Verdict(action=Action.REVIEW, check="rules", policy_version="", clause="sexual.1")
LIKENESS = Verdict(action=Action.REVIEW, check="rules", policy_version="", clause="likeness.1")
LOCK = Verdict(action=Action.LOCK, check="rules", policy_version="", clause="own.1")


def decide(reviewer: User, *, hide: bool = True, verdict: Verdict = FLAGGED) -> Decision:
    """A case of somebody's, decided."""
    case = flagged(person(uuid4().hex), verdict)
    return decisions.decide(case, reviewer=reviewer, measures=[HIDE if hide else ALLOW], reason="So.")


def written(reviewer: User, took: int | None = None, *, hide: bool = True) -> Decision:
    """A decision as rows alone: they are history, so what a test wants of them is there from the first."""
    case = flagged(person(uuid4().hex))
    decision = Decision.objects.create(
        case=case, reviewer=reviewer, clause="sexual.1", reason="So.", statement="So.", took_seconds=took
    )
    DecisionMeasure.objects.create(decision=decision, name="hide" if hide else "allow", restricts=hide)
    return decision


# --- who takes what --------------------------------------------------------------------------------------------------


def test_an_assignment_changes_the_order_and_never_what_may_be_opened(rosa: User, ruth: User) -> None:
    alice = person("alice")
    first, second, locked = flagged(alice), flagged(alice, LIKENESS), flagged(alice, LOCK)
    Case.objects.filter(pk=first.pk).update(opened_at=timezone.now() - timedelta(days=2))
    before = queue.next_after(person("tess", Role.REVIEWER), queue.Chosen())

    signed_in(ruth).post(
        reverse("assignment", args=[rosa.public_id]),
        {"lanes": ["likeness", "locked"], "kinds": [], "reason": "Trained."},
    )

    assert before is not None
    assert queue.next_after(rosa) == second
    assert {group.lane for group in queue.lanes(rosa)} == {Lane.LIKENESS, Lane.OTHER}  # nothing hidden, nothing opened
    assert signed_in(rosa).get(reverse("case", args=[locked.public_id])).status_code == 404
    assert signed_in(rosa).get(reverse("case", args=[first.public_id])).status_code == 200
    act = AuditEntry.objects.get(action="assignment.set")
    assert (act.reason, act.before, act.after) == (
        "Trained.", {"lanes": [], "kinds": []}, {"lanes": ["likeness", "locked"], "kinds": []},
    )  # fmt: skip


def test_whoever_was_given_nothing_takes_everything_in_its_order(rosa: User) -> None:
    older, newer = flagged(person("alice")), flagged(person("bob"))
    Assignment.objects.create(owner=rosa, kinds=["asset"])

    assert queue.next_after(rosa) == older
    assert [line.case for group in queue.lanes(rosa) for line in group.lines] == [older, newer]


@pytest.mark.parametrize("filled", [{}, {"lanes": ["nowhere"], "reason": "x"}, {"kinds": ["\0"], "reason": "x"}])
def test_an_assignment_that_cannot_be_read_changes_nothing(rosa: User, ruth: User, filled: dict[str, object]) -> None:
    assert signed_in(ruth).post(reverse("assignment", args=[rosa.public_id]), filled).status_code == 422
    assert not Assignment.objects.exists()


# --- read twice ------------------------------------------------------------------------------------------------------


def test_a_share_of_decisions_is_drawn_once_and_never_what_is_locked(
    rosa: User, ruth: User, settings: Settings
) -> None:
    settings.SECOND_LOOK_SHARE = 1.0
    plain = decide(rosa)
    decide(ruth, verdict=LOCK)

    drawn = drawing.draw()

    assert (drawn, drawing.draw()) == (1, 0)
    assert SecondReading.objects.get().decision == plain
    settings.SECOND_LOOK_SHARE = 0.05
    share = sum(drawing.is_drawn(uuid4()) for _ in range(20_000)) / 20_000
    assert 0.035 < share < 0.065


def test_the_second_reader_does_not_see_what_was_decided_and_the_first_is_never_asked(rosa: User) -> None:
    reading = SecondReading.objects.create(decision=decide(rosa))
    tess, address = person("tess", Role.REVIEWER), reverse("reading", args=[reading.public_id])

    blind = signed_in(tess).get(address).content.decode()
    signed_in(tess).post(address, {"restricts": "no", "reason": "It is a statue."})
    after = signed_in(tess).get(address).content.decode()

    assert "the words in question" in blind
    assert "hidden" not in re.sub(r"visually-hidden|hidden>|<[^>]*>", "", blind)
    assert ">So.<" not in blind
    assert rosa.name not in blind + after
    assert "You disagree" in after
    assert signed_in(rosa).get(address).status_code == 404
    assert signed_in(rosa).get(reverse("readings")).status_code == 200
    reading.refresh_from_db()
    assert (reading.read_by, reading.restricts) == (tess, False)
    assert Decision.objects.standing().count() == 1


def test_a_reading_is_read_once(rosa: User) -> None:
    reading = SecondReading.objects.create(decision=decide(rosa))
    address = reverse("reading", args=[reading.public_id])

    for name, said in (("tess", "no"), ("tom", "yes")):
        signed_in(person(name, Role.REVIEWER)).post(address, {"restricts": said, "reason": "So."})

    reading.refresh_from_db()
    assert (reading.read_by, reading.restricts) == (User.objects.get(email__startswith="tess"), False)


Y, N = True, False


@pytest.mark.parametrize(
    ("pairs", "percent", "kappa"),
    [
        ([], 0, None),
        ([(Y, Y)], 100, None),  # chance alone agrees, too
        ([(Y, Y), (N, N)], 100, 1.0),
        ([(Y, N), (N, Y)], 0, -1.0),
        ([(Y, Y), (Y, N), (N, Y), (N, N)], 50, 0.0),
        ([(Y, Y)] * 20 + [(Y, N)] * 5 + [(N, Y)] * 10 + [(N, N)] * 15, 70, 0.4),  # the example in every textbook
        ([(Y, Y)] * 45 + [(Y, N)] * 15 + [(N, Y)] * 25 + [(N, N)] * 15, 60, 0.1304),
    ],
)
def test_agreement_beyond_chance(pairs: list[tuple[bool, bool]], percent: int, kappa: float | None) -> None:
    found = agreement.of(pairs)

    assert found.percent == percent
    assert found.kappa == (None if kappa is None else pytest.approx(kappa, abs=0.0001))


# --- figures ---------------------------------------------------------------------------------------------------------


def test_figures_add_up(rosa: User, ruth: User, clock: Clock) -> None:
    now = timezone.now()
    clock.is_at(now - timedelta(days=40))
    written(rosa)
    clock.is_at(now)
    hidden = [written(rosa, seconds) for seconds in (10, 20, 30, 40)]
    written(rosa, 600, hide=False)
    Reversal.objects.create(decision=hidden[0], by=ruth, why=Reversal.Why.APPEAL)
    SecondReading.objects.create(
        decision=hidden[1], read_by=ruth, read_at=timezone.now(), restricts=True, reason="As they said."
    )
    clock.is_at(now + timedelta(seconds=1))

    totals, lines = decided.totals(decided.since(30)), decided.by_clause(decided.since(30))
    page = signed_in(ruth).get(reverse("figures")).content.decode()

    assert (totals.decisions, totals.restricting, totals.appealed_away) == (5, 4, 1)
    assert (totals.median, totals.overturned_percent) == (30.0, 25.0)
    assert totals.slow == pytest.approx(376)
    assert [(line.count, line.restricting) for line in lines] == [(5, 4)]
    assert sum(day.restricting for day in decided.days(decided.since(30), 30)) == 4
    assert (decided.agreed(30).pairs, decided.agreed(30).agreed) == (1, 1)
    assert decided.totals(decided.since(90)).decisions == 6
    assert "25.0 %" in page
    assert rosa.name not in page


@pytest.mark.parametrize("days", ["", "0", "-1", "31", "x", "9" * 30, "365"])
def test_the_page_of_figures_takes_any_address(rosa: User, days: str) -> None:
    assert signed_in(rosa).get(reverse("figures"), {"days": days}).status_code == 200


def test_undone_within_seconds_was_never_decided(rosa: User) -> None:
    decision = decide(rosa)
    Reversal.objects.create(decision=decision, by=rosa, why=Reversal.Why.UNDO)

    assert decided.totals(decided.since(30)).decisions == 0


# --- for everybody ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("count", "words"), [(0, "0"), (1, halves.FEW), (4, halves.FEW), (5, "5"), (12345, "12,345")])
def test_small_numbers_are_not_told(count: int, words: str) -> None:
    assert halves.told(count) == words


@pytest.mark.parametrize(
    ("count", "of", "words"),
    [(6, 9, halves.MOST), (9, 9, "9"), (0, 9, "0"), (3, 9, halves.FEW), (5, 12, "5"), (2, 3, halves.FEW)],
)
def test_what_is_left_over_is_no_small_number_either(count: int, of: int, words: str) -> None:
    assert halves.part(count, of) == words


def test_the_sum_of_the_clauses_and_all_decisions_do_not_tell_a_small_number(rosa: User, clock: Clock) -> None:
    cache.clear()
    clock.is_at(datetime(2026, 3, 2, tzinfo=UTC))
    for hide in [True] * 6 + [False] * 2:
        written(rosa, hide=hide)
    Case.objects.update(opened_at=datetime(2026, 3, 1, tzinfo=UTC))
    clock.is_at(datetime(2026, 11, 21, tzinfo=UTC))

    then = halves.halves()[1]

    assert [line.number for line in then.clauses] == ["6"]
    assert {line.title: line.number for line in then.numbers}["Decisions"].startswith("a few more")


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0"), (4, halves.FEW), (5, "5 or more"), (9, "5 or more"), (10, "10 or more"), (29, "20 or more")],
)
def test_while_a_half_year_runs_it_is_told_in_steps(count: int, words: str) -> None:
    assert halves.told(count, running=True) == words


@pytest.mark.parametrize(
    ("counts", "rows"),
    [
        ({"a": 9, "b": 8}, [("a", "9"), ("b", "8")]),
        ({"a": 9, "b": 8, "c": 3}, [("a", "9"), (halves.REST, "11")]),  # alone, 3 would be what is missing from the sum
        ({"a": 9, "c": 3, "d": 2}, [("a", "9"), (halves.REST, "5")]),
        ({"a": 2}, [(halves.REST, halves.FEW)]),
        ({}, []),
    ],
)
def test_a_small_group_is_told_with_others(counts: dict[str, int], rows: list[tuple[str, str]]) -> None:
    found = halves.folded(Line(title, count, count) for title, count in counts.items())

    assert [(line.title, line.number) for line in found] == rows


def test_everybody_reads_numbers_by_half_years_and_no_words(rosa: User, client: Client, clock: Clock) -> None:
    cache.clear()
    clock.is_at(datetime(2026, 3, 2, tzinfo=UTC))
    for _ in range(2):
        written(rosa)
    Case.objects.update(opened_at=datetime(2026, 3, 1, tzinfo=UTC))
    clock.is_at(datetime(2026, 11, 21, tzinfo=UTC))
    for _ in range(6):
        written(rosa)
    clock.is_at(datetime(2026, 11, 21, 1, tzinfo=UTC))

    found = halves.halves()
    clock.is_at(datetime(2026, 11, 21, 1, 40, tzinfo=UTC))
    page = client.get(reverse("transparency")).content.decode()

    assert 'Reckoned anew once an hour, last <time datetime="2026-11-21T01:00:00+00:00">' in page
    assert "in steps of ten" in page
    assert [half.title for half in found] == ["July to December 2026", "January to June 2026"]
    now, then = ({line.title: line.number for line in half.numbers} for half in found)
    assert (now["Decisions"], now["Cases opened"]) == ("5 or more", "5 or more")
    assert (then["Decisions"], then["Cases opened"]) == (halves.FEW, halves.FEW)
    assert [line.number for line in found[1].clauses] == [halves.FEW]
    assert "What we decide, in numbers" in page
    assert "So." not in page
    assert rosa.name not in page
