"""Titles: the helper engine's, at the house's cost, and never in the way."""

import pytest

from accounts.models import User
from chatapp import naming, titles
from chatapp.models import TitleBy
from tests.chatapp.relays import RunningRelay, ask, ended, until
from tests.support.processes import Processes
from tests.support.simulator import Simulator
from usage.models import Charge, Payer

SAID = {
    "Rate limits": "Rate limits",
    '"Rate limits."': "Rate limits",
    "**Rate limits**\n\nbecause…": "Rate limits",
    "\n\n  Rate   limits  ": "Rate limits",
    "": "",
    "x" * 200: "x" * 79 + "…",
    "Tab\x00s and \x1b[31mred": "Tabs and [31mred",
}


@pytest.mark.parametrize("said", SAID)
def test_a_title_is_one_tidy_line(said: str) -> None:
    assert naming.tidy(said) == SAID[said]


def test_after_the_first_answer_the_house_pays_for_a_title(
    alice: User, relay: RunningRelay, simulator: Simulator
) -> None:
    turn = ended(ask(alice, "Why do rate limits exist?"))

    assert titles.give(turn.conversation.public_id)

    turn.conversation.refresh_from_db()
    assert turn.conversation.title
    assert turn.conversation.title_by == TitleBy.ENGINE
    charge = Charge.objects.get(purpose=titles.PURPOSE)
    assert (charge.payer, charge.person_ticks) == (Payer.HOUSE, 0)
    assert titles.give(turn.conversation.public_id) is False


def test_when_the_helper_fails_the_first_words_stand_in(alice: User, relay: RunningRelay, simulator: Simulator) -> None:
    turn = ended(ask(alice, "Why do rate limits exist?"))
    simulator.set_scene("wrong_key", helpers=True)

    titles.give(turn.conversation.public_id)

    turn.conversation.refresh_from_db()
    assert turn.conversation.title == "Why do rate limits exist?"


def test_the_title_comes_by_itself(alice: User, processes: Processes, simulator: Simulator) -> None:
    processes.worker("calls")
    processes.relay()
    turn = ended(ask(alice, "Why do rate limits exist?"))

    def named() -> bool:
        turn.conversation.refresh_from_db()
        return bool(turn.conversation.title)

    until(named, "a title")
