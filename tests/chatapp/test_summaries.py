"""A long conversation is summed up once, the summary is sent in its place, and its owner can read and change it."""

from uuid import UUID, uuid4

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from chatapp import context, summaries, turns
from chatapp.models import Conversation, Message, Summary, Turn
from chatapp.subjects import Answer
from tests.chatapp.relays import RunningRelay, ask, ended
from tests.support.simulator import Simulator
from usage.models import Charge, Payer

LONG = "Remember the blue door. " * 60  # some 360 tokens


@pytest.fixture(autouse=True)
def short_memory(settings: Settings) -> None:
    settings.CONTEXT_TOKENS = 1_000


def talked(person: User, exchanges: int) -> Turn:
    """A conversation of so many long questions; returns its last turn."""
    turn = ended(ask(person, f"0 {LONG}"))
    for number in range(1, exchanges):
        turn = ended(ask(person, f"{number} {LONG}", turn.conversation.public_id))
    return turn


def sent(turn: Turn) -> list[str]:
    """What an engine would be sent with this question, a text each."""
    path = context.path_to(turn.prompt_id)
    return [m.text for m in context.build(path, kind="first", kept_text="", engine=None, room_tokens=0).messages]


def test_what_is_short_is_not_summed_up(alice: User, relay: RunningRelay) -> None:
    turn = talked(alice, 1)

    assert summaries.after(turn.public_id) is None
    assert not Summary.objects.exists()


def test_the_older_half_is_summed_up_once_and_sent_in_its_place(
    alice: User, relay: RunningRelay, simulator: Simulator
) -> None:
    turn = talked(alice, 4)

    made = summaries.after(turn.public_id)
    again = summaries.after(turn.public_id)

    assert made is not None
    assert made.text
    assert again is None
    assert made.upto.role == "assistant"
    assert made.covers == made.upto.depth
    following = ended(ask(alice, "And what did I ask you to remember?", turn.conversation.public_id))
    words = sent(following)
    assert made.text in words[1]
    assert not any(word.startswith("0 ") for word in words)
    assert any(word.startswith("3 ") for word in words)
    assert following.summary == made.public_id
    assert context.prompt(summaries.PROMPT)
    assert following.prompt_version.endswith("+summary-1")


def test_the_person_pays_for_it_and_it_stands_in_the_ledger(alice: User, relay: RunningRelay) -> None:
    summaries.after(talked(alice, 4).public_id)

    charge = Charge.objects.get(purpose=summaries.PURPOSE)

    assert charge.payer == Payer.PERSON
    assert charge.person_ticks > 0


def test_when_the_helper_fails_everything_goes_on_being_sent(
    alice: User, relay: RunningRelay, simulator: Simulator
) -> None:
    turn = talked(alice, 4)
    simulator.set_scene("wrong_key", helpers=True)
    simulator.set_scene("wrong_key")

    assert summaries.after(turn.public_id) is None

    assert not Summary.objects.exists()
    assert any(word.startswith("0 ") for word in sent(turn))


def test_the_next_summary_begins_with_the_one_before(alice: User, relay: RunningRelay) -> None:
    turn = talked(alice, 4)
    first = summaries.after(turn.public_id)
    for number in range(4, 7):
        turn = ended(ask(alice, f"{number} {LONG}", turn.conversation.public_id))

    second = summaries.after(turn.public_id)

    assert first is not None
    assert second is not None
    assert second.covers > first.covers
    assert second.covers == second.upto.depth


def test_another_branch_before_it_is_told_in_full(alice: User, relay: RunningRelay) -> None:
    turn = talked(alice, 4)
    made = summaries.after(turn.public_id)
    assert made is not None
    first = Turn.objects.filter(conversation=turn.conversation).order_by("pk").first()
    assert first is not None

    retried = turns.retry(alice, first.public_id, key=uuid4().hex)

    other = Turn.objects.get(public_id=retried.turn)
    assert context.path_to(other.prompt_id).summary is None


def test_what_is_hidden_later_takes_the_summary_with_it(alice: User, relay: RunningRelay) -> None:
    turn = talked(alice, 4)
    summaries.after(turn.public_id)
    covered = Message.objects.filter(conversation=turn.conversation, role="assistant").order_by("pk").first()
    assert covered is not None

    Answer().hide(covered.public_id, "Hidden.")

    assert not Summary.objects.exists()


def test_a_temporary_conversation_is_never_summed_up(alice: User, relay: RunningRelay) -> None:
    turn = talked(alice, 4)
    Conversation.objects.update(temporary=True)

    assert summaries.after(turn.public_id) is None


class TestItsOwner:
    @pytest.fixture
    def made(self, alice: User, relay: RunningRelay) -> Summary:
        found = summaries.after(talked(alice, 4).public_id)
        assert found is not None
        return found

    def test_reads_changes_and_switches_it_off(self, alice: User, made: Summary, client: Client) -> None:
        client.force_login(alice)
        page = client.get(f"/c/{made.conversation.public_id}/").content.decode()
        assert "Sent in short" in page

        client.post(f"/summaries/{made.public_id}/edit/", {"text": "The door is red now."})
        last = Turn.objects.filter(conversation=made.conversation).latest("pk")
        assert "The door is red now." in sent(last)[1]

        client.post(f"/summaries/{made.public_id}/use/", {"used": ""})
        assert any(word.startswith("0 ") for word in sent(last))
        assert summaries.after(last.public_id) is None

        client.post(f"/summaries/{made.public_id}/use/", {"used": "1"})
        assert "The door is red now." in sent(last)[1]

    @pytest.mark.parametrize("text", ["", "   ", "x" * (summaries.LONGEST + 1)], ids=["none", "blank", "too long"])
    def test_keeps_the_old_one_when_the_new_one_is_no_summary(
        self, alice: User, made: Summary, client: Client, text: str
    ) -> None:
        client.force_login(alice)

        answer = client.post(f"/summaries/{made.public_id}/edit/", {"text": text}, headers={"HX-Request": "true"})

        assert answer.status_code == 422
        assert "The old one stays" in answer.content.decode()
        assert Summary.objects.get().text == made.text

    def test_is_the_only_one_for_whom_it_is_there(self, bob: User, made: Summary, client: Client) -> None:
        client.force_login(bob)

        assert client.post(f"/summaries/{made.public_id}/edit/", {"text": "Mine."}).status_code == 404
        assert client.post(f"/summaries/{made.public_id}/use/").status_code == 404
        with pytest.raises(Summary.DoesNotExist):
            summaries.own(bob, UUID(str(made.public_id)))
