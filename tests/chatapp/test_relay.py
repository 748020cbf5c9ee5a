"""One turn, from the click to the closed row, on the real parts."""

from accounts.models import User
from tests.chatapp.relays import RunningRelay, ask, ended, told
from tests.support.simulator import Simulator
from usage.models import Charge


def test_what_the_log_folds_to_is_what_is_stored(alice: User, relay: RunningRelay, simulator: Simulator) -> None:
    turn = ended(ask(alice, "Why do rate limits exist? [[scene:pace tokens=60 rate=200]]"))

    assert turn.state == "finished"
    assert len(turn.answer.text) > 100
    assert told(turn).text == turn.answer.text
    assert told(turn).reasoning == turn.answer.reasoning


def test_a_reply_costs_exactly_what_the_provider_says(alice: User, relay: RunningRelay, simulator: Simulator) -> None:
    turn = ended(ask(alice, "Why do rate limits exist?"))

    [request] = simulator.requests(accepted=True)
    charge = Charge.objects.get(subject=turn.public_id)
    assert charge.ticks == request["ticks"] == turn.ticks
    assert charge.exactness == "reported"
    assert charge.trace == request["trace"]
    assert not turn.hold.is_open
