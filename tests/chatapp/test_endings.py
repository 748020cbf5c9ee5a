"""However it ends, a person reads one sentence, and the ledger has one entry for what the provider accepted."""

import base64

import pytest

from accounts.models import User
from chatapp import notices, turns
from chatapp.models import Kind, State, Turn
from chatapp.notices import Owner
from moderation.models import Case
from tests.chatapp.relays import RunningRelay, ask, ended, told
from tests.support.simulator import Simulator
from usage.models import Allowance, Attempt, Charge, Hold, Payer

# scene: state, notice, whose it is, whether text is kept
ENDS = {
    "finish reason=length": (State.FINISHED, "length", Owner.MODEL, True),
    "empty_text": (State.FAILED, "empty", Owner.MODEL, False),
    "cut after=8": (State.INTERRUPTED, "cut", Owner.NETWORK, True),
    "cut after=8 how=reset": (State.INTERRUPTED, "cut", Owner.NETWORK, True),
    "cut after=0": (State.FAILED, "broke", Owner.MODEL, False),
    "error_inside after=8": (State.INTERRUPTED, "cut", Owner.NETWORK, True),
    "wrong_key": (State.FAILED, "wrong_key", Owner.ACCOUNT, False),
    "out_of_credit": (State.FAILED, "no_credit", Owner.ACCOUNT, False),
    "no_permission": (State.FAILED, "not_permitted", Owner.ACCOUNT, False),
    "safety_refused": (State.REFUSED, "safety", Owner.MODEL, False),
    "context_too_long": (State.FAILED, "too_long", Owner.YOU, False),
    "engine_gone": (State.FAILED, "engine_unknown", Owner.US, False),
    "outage status=500": (State.FAILED, "broke", Owner.MODEL, False),
    "accept_then_drop": (State.FAILED, "broke", Owner.MODEL, False),
}


@pytest.mark.parametrize("scene", ENDS)
def test_every_failure_is_one_sentence_with_an_owner(
    alice: User, relay: RunningRelay, simulator: Simulator, scene: str
) -> None:
    state, code, owner, keeps = ENDS[scene]

    turn = ended(ask(alice, f"Why do rate limits exist? [[scene:{scene}]]"))

    assert (turn.state, turn.notice) == (state, code)
    notice = notices.of(code)
    assert notice is not None
    assert notice.owner is owner
    assert bool(turn.answer.text) is keeps
    assert told(turn).notice == code
    assert told(turn).text == turn.answer.text


@pytest.mark.parametrize("scene", ENDS)
def test_every_accepted_request_has_exactly_one_entry(
    alice: User, relay: RunningRelay, simulator: Simulator, scene: str
) -> None:
    turn = ended(ask(alice, f"Why do rate limits exist? [[scene:{scene}]]"))

    for request in simulator.requests(accepted=True):
        charge = Charge.objects.get(trace=request["trace"])
        if charge.exactness == "reported":
            assert charge.ticks == request["ticks"]
        else:
            print(f"{scene}: estimated {charge.ticks}, the provider's bill {request['ticks']}")  # noqa: T201
    assert not turn.hold.is_open
    assert not Attempt.objects.open().exists()


def test_a_busy_provider_is_asked_again_before_anybody_hears_of_it(
    alice: User, relay: RunningRelay, simulator: Simulator
) -> None:
    turn = ended(ask(alice, "Why? [[scene:rate_limited retry_after=1 times=1]]"))

    assert turn.state == State.FINISHED
    assert Charge.objects.get(subject=turn.public_id).exactness == "reported"


def test_a_reply_without_a_figure_is_booked_as_an_estimate(
    alice: User, relay: RunningRelay, simulator: Simulator
) -> None:
    turn = ended(ask(alice, "Why? [[scene:no_usage]]"))

    assert turn.state == State.FINISHED
    assert turn.exact is False
    assert Charge.objects.get(subject=turn.public_id).exactness == "estimated"


def test_what_was_not_accepted_is_not_paid_for(alice: User, relay: RunningRelay, simulator: Simulator) -> None:
    turn = ended(ask(alice, "Why? [[scene:wrong_key]]"))

    assert turn.ticks is None
    assert not Charge.objects.exists()


def test_another_answer_stands_beside_the_first(alice: User, relay: RunningRelay, simulator: Simulator) -> None:
    first = ended(ask(alice, "Why?"))

    begun = turns.retry(alice, first.public_id, key="again-0001")

    second = ended(Turn.objects.get(public_id=begun.turn))
    assert second.kind == Kind.RETRY
    assert second.prompt == first.prompt
    assert second.answer.parent == first.answer.parent
    second.conversation.refresh_from_db()
    assert second.conversation.leaf == second.answer


def test_continue_goes_on_from_the_very_text(alice: User, relay: RunningRelay, simulator: Simulator) -> None:
    cut = ended(ask(alice, "Why do rate limits exist? [[scene:cut after=8 times=1]]"))
    assert cut.state == State.INTERRUPTED

    begun = turns.continue_(alice, cut.public_id, key="go-on-0001")

    whole = ended(Turn.objects.get(public_id=begun.turn))
    assert whole.kind == Kind.CONTINUE
    assert whole.state == State.FINISHED
    assert whole.answer.text.startswith(cut.answer.text)
    assert len(whole.answer.text) > len(cut.answer.text)
    assert told(whole).text == whole.answer.text
    cut.answer.refresh_from_db()
    assert cut.answer.text == whole.kept_text


@pytest.mark.parametrize("click", ["retry", "continue"])
def test_clicking_twice_asks_once(alice: User, relay: RunningRelay, simulator: Simulator, click: str) -> None:
    cut = ended(ask(alice, "Why do rate limits exist? [[scene:cut after=8 times=1]]"))
    command = {"retry": turns.retry, "continue": turns.continue_}[click]

    first = command(alice, cut.public_id, key="click-0001")
    second = command(alice, cut.public_id, key="click-0001")

    assert second.turn == first.turn
    assert second.again
    ended(Turn.objects.get(public_id=first.turn))
    assert len(simulator.requests(accepted=True)) == 2


def test_the_whole_conversation_is_sent_again(alice: User, relay: RunningRelay, simulator: Simulator) -> None:
    first = ended(ask(alice, "My name is Ada. [[scene:echo text='Hello Ada']]"))

    second = ended(ask(alice, "What is my name?", conversation=first.conversation.public_id))

    assert second.prompt.parent == first.answer
    assert second.answer.path_bytes > first.answer.path_bytes > first.prompt.path_bytes


def test_a_reply_that_costs_more_than_there_is_ends_with_a_sentence(
    alice: User, transactional_db: None, simulator: Simulator
) -> None:
    turn = ask(alice, "Think hard [[scene:pace tokens=7000 rate=1500]]")
    Allowance.objects.filter(owner=alice).update(held=1, limit=1, granted=True)
    Hold.objects.filter(subject=turn.public_id).update(ticks=1)
    relay = RunningRelay()

    relay.start()

    spent = ended(turn)
    relay.stop()
    assert (spent.state, spent.notice) == (State.INTERRUPTED, "spent")
    charge = Charge.objects.get(subject=turn.public_id)
    assert charge.payer == Payer.PERSON
    assert charge.person_ticks <= 1 < charge.ticks


def hidden(words: str) -> str:
    """As the stand-in takes words that our own gate must not see in the question."""
    return base64.b64encode(words.encode()).decode()


def test_what_breaks_a_rule_while_it_is_written_is_withheld(
    alice: User, relay: RunningRelay, simulator: Simulator
) -> None:
    words = "Here is a start that anybody may read, and then that they are a subhuman race, and so on."
    turn = ended(ask(alice, f"Say something [[scene:echo base64={hidden(words)} chunk=7]] [[scene:pace rate=200]]"))

    assert (turn.state, turn.notice) == (State.WITHHELD, "withheld")
    folded = told(turn)
    assert folded.text == ""
    assert folded.notice == "withheld"
    assert turn.answer.hidden
    assert turn.answer.shown_text == ""
    assert "subhuman" in turn.answer.text
    assert Case.objects.get().subject == turn.answer.public_id
    assert Charge.objects.filter(subject=turn.public_id).count() == 1


def test_not_a_word_of_it_was_ever_in_the_log(alice: User, relay: RunningRelay, simulator: Simulator) -> None:
    words = "Well. " * 30 + "They are a subhuman race."
    turn = ask(alice, f"Say something [[scene:echo base64={hidden(words)} chunk=5]] [[scene:pace rate=60]]")
    seen: list[str] = []

    while not told(turn).ended:
        seen.append(told(turn).text)

    assert any(seen)
    assert not any("subhuman race" in text for text in seen)
    assert ended(turn).state == State.WITHHELD


def test_a_letter_that_no_database_keeps_is_replaced_and_the_rest_arrives(
    alice: User, relay: RunningRelay, simulator: Simulator
) -> None:
    turn = ended(ask(alice, f"Say it [[scene:echo base64={hidden('one' + chr(0) + 'two')}]]"))

    assert turn.state == State.FINISHED
    assert turn.answer.text == told(turn).text == "one\ufffdtwo"
