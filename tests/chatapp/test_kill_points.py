"""Kill -9 between every two lines that matter: what was acknowledged reaches an end, and everything is booked once."""

from pathlib import Path

import pytest

from accounts.models import User
from chatapp import turns
from chatapp.models import State, Turn
from tests.chatapp.relays import ask, ended, told, until
from tests.chatapp.tabs import post
from tests.chatapp.test_outages import booked_once
from tests.support.processes import Processes, Web
from tests.support.simulator import Simulator
from usage.models import Allowance, Payer

SCENE = "[[scene:pace tokens=60 rate=60 first=0.3]]"

# point: states it may end in. Before a word was shown the turn is taken up again; after that the text is kept.
RELAY = {
    "turn.claiming": {State.FINISHED},
    "turn.claimed": {State.FINISHED},
    "turn.accepted": {State.FINISHED},
    "turn.told": {State.FINISHED},
    "turn.told_more": {State.INTERRUPTED},
    "turn.checkpointed": {State.FINISHED, State.INTERRUPTED},
    "turn.closing": {State.INTERRUPTED},
    "turn.closed": {State.FINISHED},
    "turn.sealed": {State.FINISHED},
}


@pytest.fixture
def mark(tmp_path: Path) -> Path:
    return tmp_path / "died"


def dies_at(point: str, mark: Path) -> dict[str, str]:
    return {"SALON_KILL_POINT": point, "SALON_KILL_MARK": str(mark)}


def killed_once(alice: User, processes: Processes, simulator: Simulator, point: str, mark: Path) -> Turn:
    """One turn whose first relay dies at this point."""
    first = processes.relay(0, **dies_at(point, mark))
    turn = ask(alice, f"Why do rate limits exist? {SCENE}")
    until(lambda: not first.alive, f"killed at {point}")
    assert mark.exists()
    processes.relay(1)
    return ended(turn)


@pytest.mark.parametrize("point", RELAY)
def test_a_relay_killed_here_loses_nothing_and_books_once(
    alice: User, processes: Processes, simulator: Simulator, point: str, mark: Path
) -> None:
    turn = killed_once(alice, processes, simulator, point, mark)

    assert turn.state in RELAY[point]
    folded = told(turn)
    assert folded.ended
    assert folded.text == turn.answer.text
    assert folded.reasoning == turn.answer.reasoning
    charges = booked_once(turn, simulator)
    assert sum(charge.payer == Payer.PERSON for charge in charges) == 1
    assert not turn.hold.is_open
    assert Allowance.objects.get(owner=alice).held == 0


@pytest.mark.parametrize("point", ["turn.reaping", "turn.taken_over"])
def test_the_reaper_killed_at_its_work_is_followed_by_another(
    alice: User, processes: Processes, simulator: Simulator, mark: Path, point: str
) -> None:
    dying = processes.relay(0)
    turn = ask(alice, "A long one [[scene:pace tokens=400 rate=60]]")
    until(lambda: len(told(turn).text) > 60)
    dying.kill9()
    shown = told(turn).text
    reaper = processes.relay(1, **dies_at(point, mark))
    until(lambda: not reaper.alive, "killed while reaping")

    processes.relay(0)

    cut = ended(turn)
    assert cut.state == State.INTERRUPTED
    assert told(cut).text == cut.answer.text == shown
    booked_once(turn, simulator)


@pytest.mark.parametrize("point", ["send.writing", "send.written"])
def test_a_click_whose_answer_was_lost_and_is_repeated_asks_once(
    alice: User, processes: Processes, simulator: Simulator, web: Web, point: str, mark: Path
) -> None:
    dying = processes.web(1, **dies_at(point, mark))
    processes.relay()
    with pytest.raises(ConnectionError):
        post(dying, alice, "/c/send/", text="Why?", key="click-0001")
    assert mark.exists()

    status, _ = post(web, alice, "/c/send/", text="Why?", key="click-0001")

    assert status == 200
    turn = ended(Turn.objects.get())
    assert turn.state == State.FINISHED
    assert len(simulator.requests(accepted=True)) == 1
    booked_once(turn, simulator)


@pytest.mark.parametrize("point", ["turn.claimed", "turn.closing"])
def test_a_stop_asked_for_while_its_relay_dies_is_kept(
    alice: User, processes: Processes, simulator: Simulator, point: str, mark: Path
) -> None:
    first = processes.relay(0, **dies_at(point, mark))
    turn = ask(alice, f"Why do rate limits exist? {SCENE}")
    until(lambda: not first.alive, f"killed at {point}")
    turns.stop(alice, turn.public_id)

    processes.relay(1)

    assert ended(turn).state == State.STOPPED
    booked_once(turn, simulator)


@pytest.mark.soak
@pytest.mark.parametrize("point", RELAY)
def test_again_and_again(alice: User, processes: Processes, simulator: Simulator, point: str, tmp_path: Path) -> None:
    for number in range(20):
        turn = killed_once(alice, processes, simulator, point, tmp_path / f"died-{number}")

        assert turn.state in RELAY[point]
        assert told(turn).text == turn.answer.text
        booked_once(turn, simulator)
        processes.stop()
