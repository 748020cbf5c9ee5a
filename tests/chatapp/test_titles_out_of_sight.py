"""A title is made of what was said first: while that is out of sight, links and copies do not tell it, and none is made."""

import pytest

from accounts.models import User
from chatapp import titles
from chatapp.models import Conversation, Turn
from chatapp.subjects import Answer
from chatapp.takedowns import Messages
from tests.chatapp.answers import answered
from tests.chatapp.links import address, reader, shared, signed_in
from usage.models import Charge

pytestmark = pytest.mark.django_db

NAME = "Who is Bea Smith of"


@pytest.mark.parametrize("which", ["prompt", "answer"])
def test_a_links_title_does_not_tell_what_is_hidden(alice: User, bob: User, which: str) -> None:
    turn = answered(alice, f"{NAME} Ely?", "A baker.")
    share = shared(turn)
    assert NAME in share.title
    message = getattr(turn, which).public_id

    Messages().withhold(message)

    body = reader().get(address(share)).content.decode()
    assert "<title>A shared conversation" in body
    assert f"{NAME} Ely?</h1>" not in body
    signed_in(bob).post(address(share, "continue/"))
    assert Conversation.objects.owned_by(bob).get().title == "A shared conversation"
    Messages().give_back(message)
    assert f"{NAME} Ely?</h1>" in reader().get(address(share)).content.decode()


def test_what_is_hidden_later_in_a_talk_leaves_its_title(alice: User) -> None:
    first = answered(alice, f"{NAME} Ely?", "A baker.")
    later = answered(alice, "And where?", "At home.", first.conversation)
    share = shared(later)

    Answer().hide(later.answer.public_id, "Hidden.")

    assert f"{NAME} Ely?</h1>" in reader().get(address(share)).content.decode()


def test_no_title_is_made_of_a_question_out_of_sight(alice: User) -> None:
    turn = answered(alice, f"{NAME} Ely?", "A baker.")
    Messages().withhold(turn.prompt.public_id)

    assert titles.give(turn.conversation.public_id) is False

    assert Turn.objects.get(pk=turn.pk).conversation.title == ""
    assert not Charge.objects.filter(purpose=titles.PURPOSE).exists()
