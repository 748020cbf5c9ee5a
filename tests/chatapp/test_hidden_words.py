"""What may not be read goes to no engine and into no copy: not as words, and not as the sentence in their place."""

from collections.abc import Callable
from io import BytesIO
from uuid import uuid4

import pytest
from pytest_django import Settings

from accounts.models import User
from chatapp import copies, summaries
from chatapp.models import Conversation, Message, Role, State, Summary, Turn
from chatapp.notices import FOR_ADULTS
from chatapp.sharing.continuing import continue_from
from chatapp.subjects import Answer
from chatapp.takedowns import Messages
from chatapp.transfers import form, pages
from chatapp.transfers.archive import Archive
from chatapp.transfers.sources import salon
from chatapp.trees import write
from tests.accounts.people import born
from tests.chatapp.answers import answered
from tests.chatapp.links import shared
from tests.chatapp.relays import ask, ended
from tests.chatapp.test_files_out_of_sight import pictured
from tests.support.simulator import Simulator

pytestmark = pytest.mark.django_db
committed = pytest.mark.django_db(transaction=True)  # a relay reads in threads of its own

SENTENCE = "A reviewer took this away."
SECRET, TOLD = "Where does Bea live?", "She lives in Elm Street."


def talked(person: User) -> list[Turn]:
    """Three questions with their answers; the second one is what this is about."""
    first = answered(person, "One?", "1.")
    place = first.conversation
    return [first, answered(person, SECRET, TOLD, place), answered(person, "Three?", "3.", place)]


def went(simulator: Simulator) -> list[str]:
    """What the last request for an answer said, without the house's prompt."""
    said = simulator.requests(stream=True)[-1]["said"]
    assert isinstance(said, list)
    return [str(each) for each in said if not str(each).startswith("system: ")]


def here(turn: Turn, _: User) -> Conversation:
    return turn.conversation


def a_branch(turn: Turn, _: User) -> Conversation:
    return copies.branch_off(turn.owner, turn.conversation.public_id, turn.answer.public_id)


def by_a_link(turn: Turn, reader: User) -> Conversation:
    return Conversation.objects.get(public_id=continue_from(reader, shared(turn), key=uuid4().hex))


def brought_back(turn: Turn, _: User) -> Conversation:
    [item] = Archive(BytesIO("".join(form.pieces([turn.conversation], "")).encode())).items()
    return write(turn.owner, salon.read(item).nodes)


Places = Callable[[Turn, User], Conversation]


@committed
@pytest.mark.parametrize(
    ("where", "why"),
    [
        (here, "the desk"),
        (a_branch, "a request"),
        (by_a_link, "the desk"),
        (by_a_link, "a request"),
        (brought_back, "the desk"),
    ],
)
def test_a_hidden_question_goes_to_no_engine_and_neither_does_its_answer(
    alice: User, bob: User, simulator: Simulator, request: pytest.FixtureRequest, where: Places, why: str
) -> None:
    _, secret, last = talked(alice)
    if why == "the desk":
        Answer().hide(secret.prompt.public_id, SENTENCE)
    else:
        Messages().withhold(secret.prompt.public_id)
    place = where(last, bob)
    request.getfixturevalue("relay")

    ended(ask(place.owner, "And now?", place.public_id))

    assert went(simulator) == ["user: One?", "assistant: 1.", "user: Three?", "assistant: 3.", "user: And now?"]


@committed
def test_what_is_for_adults_goes_to_no_engine_that_a_minor_asks_and_into_no_copy_of_theirs(
    alice: User, bob: User, simulator: Simulator, request: pytest.FixtureRequest
) -> None:
    _, secret, last = talked(alice)
    pictured(secret)
    share = shared(last)
    for message in (secret.prompt, secret.answer):
        Answer().limit_age(message.public_id, adults_only=True)
    User.objects.filter(pk=bob.pk).update(birth_date=born(15))
    bob.refresh_from_db()

    place = Conversation.objects.get(public_id=continue_from(bob, share, key=uuid4().hex))
    request.getfixturevalue("relay")
    ended(ask(bob, "And now?", place.public_id))

    copied = Message.objects.filter(conversation=place)
    assert [each.hidden for each in copied.order_by("pk")[2:4]] == [FOR_ADULTS, FOR_ADULTS]
    assert not any(SECRET in each.text or TOLD in each.text for each in copied)
    assert not place.attachments.exists()
    assert went(simulator) == ["user: One?", "assistant: 1.", "user: Three?", "assistant: 3.", "user: And now?"]


def test_a_copy_says_that_something_was_hidden_and_is_asked_nothing_about_it(alice: User, bob: User) -> None:
    _, secret, last = talked(alice)
    pictured(secret)
    Answer().hide(secret.prompt.public_id, SENTENCE)

    for place in (a_branch(last, bob), by_a_link(last, bob), brought_back(last, bob)):
        [hidden] = Message.objects.filter(conversation=place, role=Role.USER).exclude(hidden="")
        assert (hidden.in_its_place, hidden.shown_text) == (SENTENCE, "")
        assert SECRET not in hidden.text
        assert SENTENCE in "".join(pages.as_markdown(place))
        assert SENTENCE in "".join(pages.as_html(place))
        assert not place.attachments.exists()


def test_a_title_tells_a_minor_nothing_of_what_is_for_adults(alice: User, bob: User) -> None:
    turn = answered(alice, SECRET, TOLD)
    share = shared(turn)
    Answer().limit_age(turn.prompt.public_id, adults_only=True)
    User.objects.filter(pk=bob.pk).update(birth_date=born(15))
    bob.refresh_from_db()

    place = Conversation.objects.get(public_id=continue_from(bob, share, key=uuid4().hex))

    assert "Bea" not in place.title


@committed
def test_a_question_hidden_before_it_was_answered_is_never_asked(alice: User, simulator: Simulator) -> None:
    turn = ask(alice, SECRET)

    Answer().hide(turn.prompt.public_id, SENTENCE)

    assert ended(turn).state == State.STOPPED
    assert simulator.requests() == []


@committed
def test_one_hidden_while_a_relay_takes_it_is_stopped_and_keeps_no_other_waiting(
    alice: User, simulator: Simulator, request: pytest.FixtureRequest
) -> None:
    turn, other = ask(alice, SECRET), ask(alice, "Another?")
    Message.objects.filter(pk=turn.prompt_id).update(hidden=SENTENCE)

    request.getfixturevalue("relay")

    assert (ended(turn).state, ended(other).state) == (State.STOPPED, State.FINISHED)
    assert [row["prompt"] for row in simulator.requests(stream=True)] == ["Another?"]


def test_no_summary_is_made_of_an_answer_whose_question_is_hidden(
    alice: User, simulator: Simulator, settings: Settings
) -> None:
    settings.CONTEXT_TOKENS = 20
    _, secret, last = talked(alice)
    answered(alice, "Long? " * 20, "Short.", last.conversation)
    Answer().hide(secret.prompt.public_id, SENTENCE)

    assert summaries.after(answered(alice, "And?", "No.", last.conversation).public_id)

    summed = str(simulator.requests()[-1]["prompt"])
    assert "Three?" in summed
    assert not any(words in summed for words in (SECRET, TOLD, SENTENCE))


def test_what_is_kept_from_its_own_minor_is_told_by_no_summary(alice: User) -> None:
    _, secret, last = talked(alice)
    User.objects.filter(pk=alice.pk).update(birth_date=born(15))
    Summary.objects.create(conversation=last.conversation, upto=last.answer, covers=6, prompt_version="", text=TOLD)

    Answer().limit_age(secret.answer.public_id, adults_only=True)

    assert not Summary.objects.exists()
