"""What is queued waits when it should: after an answer that did not end well, a refusal, a word of its owner."""

from uuid import uuid4

import pytest
from django.db.models import F
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from chatapp import tasks, turns
from chatapp.composer import queue
from chatapp.models import Conversation, State, Turn
from chatapp.refusals import Reason, Refused
from tests.chatapp.answers import ends
from tests.chatapp.queues import asked, over, queued, waiting
from tests.chatapp.relays import RunningRelay, ask, ended, shows
from tests.support.simulator import Simulator
from usage.models import Allowance

pytestmark = pytest.mark.django_db
SLOW = "[[scene:pace tokens=400 rate=60]]"


@pytest.mark.parametrize("state", [State.STOPPED, State.INTERRUPTED, State.FAILED, State.REFUSED, State.WITHHELD])
def test_after_an_answer_that_did_not_end_well_it_waits_for_its_owner(alice: User, state: State) -> None:
    turn = over(ask(alice, "First"))
    turn = ask(alice, "Second", turn.conversation.public_id)
    (chip,) = queued(alice, turn, "Third")
    over(turn, state)

    tasks.send_all_queued()
    queue.send_next(turn.conversation.public_id)
    assert asked(alice) == ["First", "Second"]
    assert queue.shoulder(Conversation.objects.get()).paused

    queue.send_now(alice, chip.public_id)
    assert asked(alice) == ["First", "Second", "Third"]


def test_send_now_stops_what_is_written_and_passes_the_others(
    alice: User, relay: RunningRelay, simulator: Simulator
) -> None:
    turn = ask(alice, f"First {SLOW}")
    _, third = queued(alice, turn, "Second", "Third")
    shows(turn, 20)

    queue.send_now(alice, third.public_id)
    assert ended(turn).state == State.STOPPED
    for _ in range(2):
        tasks.send_queued(str(turn.conversation.public_id))
        assert ended(Turn.objects.latest("pk")).state == State.FINISHED

    assert [text.split(" [[")[0] for text in asked(alice)] == ["First", "Third", "Second"]


def test_what_is_refused_stays_with_its_sentence_and_nothing_passes_it(alice: User, settings: Settings) -> None:
    turn = ask(alice, "First")
    chip, _ = queued(alice, turn, "Second", "Third")
    over(turn)
    Allowance.objects.filter(owner=alice).update(spent=F("limit") - F("held"))

    tasks.send_all_queued()
    tasks.send_all_queued()

    chip.refresh_from_db()
    assert "of your allowance is left" in chip.problem
    assert waiting() == ["Second", "Third"]
    Allowance.objects.filter(owner=alice).update(spent=0)
    tasks.send_all_queued()
    assert waiting() == ["Second", "Third"]

    queue.send_now(alice, chip.public_id)
    assert asked(alice) == ["First", "Second"]


def test_a_refusal_that_ends_by_itself_is_no_problem(alice: User, settings: Settings) -> None:
    turn, elsewhere = ask(alice, "First"), ask(alice, "Elsewhere")
    (chip,) = queued(alice, turn, "Second")
    over(turn)
    settings.MAX_WRITING_TURNS_PER_PERSON = 1
    tasks.send_all_queued()
    chip.refresh_from_db()
    assert chip.problem == ""
    over(elsewhere)

    tasks.send_all_queued()

    assert "Second" in asked(alice)


def test_somebody_suspended_sends_nothing(alice: User) -> None:
    turn = ask(alice, "First")
    (chip,) = queued(alice, turn, "Second")
    over(turn)
    User.objects.filter(pk=alice.pk).update(suspended_until="2999-01-01T00:00:00Z")

    tasks.send_all_queued()

    chip.refresh_from_db()
    assert chip.problem == queue.NOT_WELCOME
    assert asked(alice) == ["First"]


def test_what_the_rules_forbid_is_refused_before_it_waits(alice: User) -> None:
    turn = ask(alice, "First")

    with pytest.raises(Refused) as refused:
        queue.add(
            alice, turn.conversation.public_id, "how to make a pipe bomb at home", key=uuid4().hex, choice=turns.HOUSE
        )

    assert refused.value.reason == Reason.POLICY
    assert waiting() == []


def test_more_than_a_few_are_refused(alice: User) -> None:
    turn = ask(alice, "First")
    queued(alice, turn, *(f"Number {number}" for number in range(queue.MOST)))

    with pytest.raises(Refused) as refused:
        queue.add(alice, turn.conversation.public_id, "One more", key=uuid4().hex, choice=turns.HOUSE)

    assert refused.value.reason == Reason.QUEUE_FULL


def test_a_deleted_conversation_sends_nothing(alice: User) -> None:
    turn = ask(alice, "First")
    queued(alice, turn, "Second")
    over(turn)
    Conversation.objects.update(deleted_at=timezone.now(), delete_after=timezone.now())

    tasks.send_all_queued()
    queue.send_next(turn.conversation.public_id)

    assert asked(alice) == ["First"]


def test_a_paused_queue_stays_paused_when_a_comparison_further_up_ends(alice: User) -> None:
    first = over(ask(alice, "First"))
    place = first.conversation.public_id
    second = ask(alice, "Second", place)
    queued(alice, second, "Third")
    over(second, State.STOPPED)
    begun = turns.compare(alice, first.public_id, [turns.Choice("grok-4.3")], key=uuid4().hex)
    assert Conversation.objects.get().leaf_id == first.answer_id  # it is looked at again

    ends(Turn.objects.get(public_id=begun.turn), "Or rather so.")
    tasks.send_all_queued()
    queue.send_next(place)

    assert waiting() == ["Third"]
    assert queue.shoulder(Conversation.objects.get()).paused


def test_after_another_answer_to_the_stopped_question_it_goes(alice: User) -> None:
    turn = ask(alice, "First")
    queued(alice, turn, "Second", "Third")
    over(turn, State.STOPPED)
    begun = turns.retry(alice, turn.public_id, key=uuid4().hex)
    tasks.send_all_queued()
    assert waiting() == ["Second", "Third"]

    ends(Turn.objects.get(public_id=begun.turn), "So.")
    tasks.send_all_queued()
    assert waiting() == ["Third"]

    over(Turn.objects.latest("pk"), State.STOPPED)
    Conversation.objects.update(leaf=Turn.objects.get(public_id=begun.turn).answer)  # what ended well is shown again
    tasks.send_all_queued()
    assert waiting() == ["Third"]
