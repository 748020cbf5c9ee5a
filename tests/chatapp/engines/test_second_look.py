"""Where the rules are not sure who should answer, a cheap engine is asked: once, soon, paid for once, and told."""

import json
from pathlib import Path
from uuid import uuid4

import pytest
from pytest_django import Settings

from accounts.models import User
from chatapp import receipts, thread, turns
from chatapp.engines import helping
from chatapp.engines.choosing import AUTO, Choice
from chatapp.models import Look, State, Turn
from chatapp.relay import second_look
from tests.chatapp.relays import RunningRelay, ended, until
from tests.support.processes import Processes
from tests.support.simulator import Simulator
from usage.ledger import prove
from usage.models import Allowance, Attempt, Charge, Hold, Payer

pytestmark = pytest.mark.django_db(transaction=True)

UNSURE = "My neighbour and I have been turning this over for a week now, and neither of us can let it rest any longer."
RULES, STRONG = "grok-4.3", "grok-4.7"


@pytest.fixture(autouse=True)
def _patient(settings: Settings) -> None:
    settings.AUTO_ASKS_SECONDS = 10  # of a machine that is busy with other tests


def asked(person: User, text: str = UNSURE, *, engine: str = AUTO, effort: str = "") -> Turn:
    begun = turns.send(person, text, key=uuid4().hex, choice=Choice(engine, effort))
    return Turn.objects.get(public_id=begun.turn)


def says(simulator: Simulator, answer: str, scene: str = "") -> None:
    """What the engine that is asked answers, the next time; whoever answers the question itself is not told what to say."""
    quoted = answer.replace("\\", "\\\\").replace('"', '\\"')
    simulator.set_scene(f'{scene}echo times=1 text="{quoted}"', routes=["responses"], helpers=True)


def a_kind(word: str) -> str:
    return json.dumps({"kind": word})


def helpers(simulator: Simulator) -> list[dict[str, object]]:
    return [row for row in simulator.requests() if row["helper"]]


def looks() -> list[Charge]:
    return list(Charge.objects.filter(purpose="router"))


def test_the_engine_it_names_the_kind_for_answers_and_the_person_pays_for_both_once(
    alice: User, simulator: Simulator, relay: RunningRelay
) -> None:
    says(simulator, a_kind("reasoning"))
    waiting = asked(alice)
    assert (waiting.engine, waiting.look, waiting.chosen_because) == (RULES, Look.BOTH, "unsure")

    turn = ended(waiting)

    assert (turn.state, turn.engine, turn.effort) == (State.FINISHED, STRONG, "medium")
    assert turn.chosen_because == "asked:reasoning"
    [look] = looks()
    assert (look.payer, look.subject, look.engine) == (Payer.PERSON, turn.public_id, helping.helper().engine)
    sent = simulator.requests(accepted=True, stream=True)
    assert [row["model"] for row in sent] == [STRONG]
    assert (
        turn.ticks
        == look.person_ticks + int(str(sent[0]["ticks"]))
        == sum(
            int(str(row["ticks"]))
            for row in simulator.requests(accepted=True)
            if row["stream"] or row["prompt"] == UNSURE
        )
    )
    assert Allowance.objects.get(owner=alice).spent == turn.ticks
    assert prove().differences == ()
    section = thread.section(turn)
    assert section.chip is not None
    assert "sums or logic, says an engine that was asked" in section.chip.words
    [line] = [line for line in receipts.details(turn) if line.name == "Choosing the engine"]
    assert look.engine in line.value


def test_when_it_names_what_the_rules_chose_nothing_is_exchanged(
    alice: User, simulator: Simulator, relay: RunningRelay
) -> None:
    says(simulator, a_kind("planning"))  # for the same all-round engine

    turn = ended(asked(alice, effort="low"))

    assert (turn.engine, turn.effort, turn.chosen_because) == (RULES, "low", "asked:planning")
    assert len(looks()) == 1
    assert Attempt.objects.filter(hold=turn.hold).count() == 1


@pytest.mark.parametrize(
    "answer",
    ["I think it is about reasoning.", '{"kind": "jailbreak"}', '["reasoning"]', '{"kind": ["reasoning"]}', "null"],
)
def test_its_answer_is_one_of_our_words_or_nothing(answer: str) -> None:
    assert second_look.read(answer) is None


@pytest.mark.parametrize("scene", ["no_permission", "cut", "error"])
def test_a_failure_means_the_rules_choice_and_no_error(
    alice: User, simulator: Simulator, relay: RunningRelay, scene: str
) -> None:
    if scene == "error":
        says(simulator, "no JSON at all")
    else:
        simulator.set_scene(f"{scene} times=1", routes=["responses"], helpers=True)

    turn = ended(asked(alice), seconds=30)

    assert (turn.state, turn.engine, turn.look) == (State.FINISHED, RULES, Look.NONE)
    assert len(helpers(simulator)) <= 2  # the look, and the title
    assert prove().differences == ()


def test_what_is_late_is_not_waited_for_and_costs_the_person_nothing(
    alice: User, simulator: Simulator, relay: RunningRelay, settings: Settings
) -> None:
    settings.AUTO_ASKS_SECONDS = 0.2
    simulator.set_scene("hang_before_headers times=1", routes=["responses"], helpers=True)

    turn = ended(asked(alice))

    assert (turn.state, turn.engine, turn.chosen_because) == (State.FINISHED, RULES, "unsure")
    [look] = looks()
    assert (look.payer, look.person_ticks) == (Payer.HOUSE, 0)
    assert turn.looked is None
    assert Hold.objects.filter(settled_at=None).count() == 0


@pytest.mark.parametrize(
    ("text", "engine", "seconds"),
    [("Why is the sky blue?", AUTO, 5), (UNSURE, STRONG, 5), (UNSURE, AUTO, 0)],
    ids=["the rules are sure", "somebody chose", "switched off"],
)
def test_nobody_is_asked_without_need(
    alice: User,
    simulator: Simulator,
    relay: RunningRelay,
    settings: Settings,
    text: str,
    engine: str,
    seconds: float,
) -> None:
    settings.AUTO_ASKS_SECONDS = seconds

    turn = ended(asked(alice, text, engine=engine))

    assert turn.state == State.FINISHED
    assert looks() == []


def test_an_effort_that_somebody_set_stays(alice: User, simulator: Simulator, relay: RunningRelay) -> None:
    says(simulator, a_kind("reasoning"))

    turn = ended(asked(alice, effort="high"))

    assert (turn.engine, turn.effort) == (STRONG, "high")


def test_the_hold_covers_the_dearer_engine_or_the_cheaper_one_answers(
    alice: User, simulator: Simulator, relay: RunningRelay
) -> None:
    waiting = asked(alice)
    before = waiting.hold.ticks
    ended(waiting)
    says(simulator, a_kind("reasoning"))
    grown = ended(asked(alice))
    assert grown.hold.ticks > before

    Allowance.objects.filter(owner=alice).update(
        spent=0, held=0, limit=grown.hold.ticks, granted=True
    )  # but asking costs something
    says(simulator, a_kind("reasoning"))
    turn = ended(asked(alice))

    assert turn.looked is not None
    assert (turn.state, turn.engine) == (State.FINISHED, RULES)


@pytest.mark.parametrize("point", ["turn.looking", "turn.looked", "turn.handing_over"])
def test_a_relay_killed_here_asks_nobody_twice_and_the_question_is_answered(
    alice: User, simulator: Simulator, processes: Processes, tmp_path: Path, point: str
) -> None:
    says(simulator, a_kind("reasoning"))
    mark = tmp_path / "died"
    processes.relay(SALON_KILL_POINT=point, SALON_KILL_MARK=str(mark), AUTO_ASKS_SECONDS="10")
    turn = asked(alice)
    until(mark.exists, f"killed at {point}", seconds=30)
    another = RunningRelay()
    another.start()

    turn = ended(turn, seconds=60)
    another.stop()

    assert turn.state == State.FINISHED
    assert len(helpers(simulator)) <= 2  # the look, and the title
    assert Charge.objects.filter(hold=turn.hold).count() == 1, "the send of whoever died never left"
    paid = Charge.objects.filter(payer=Payer.PERSON)
    assert paid.filter(purpose="router").count() <= 1
    assert turn.ticks == sum(paid.filter(subject=turn.public_id).values_list("person_ticks", flat=True))
    assert prove().differences == ()
