"""What stands beside a message goes out of sight with it, and comes back with it."""

import pytest

from accounts import links
from accounts.models import User
from chatapp.files import beside
from chatapp.models import Attachment, Conversation, Message, Turn
from chatapp.notices import WHEN_COPIED
from chatapp.sharing import shares
from chatapp.subjects import Answer
from chatapp.takedowns import Messages
from moderation.takedowns.receiving import Request, ask
from tests.chatapp.answers import answered
from tests.chatapp.links import address, reader, shared, signed_in
from tests.chatapp.test_copies import with_picture

pytestmark = pytest.mark.django_db


def pictured(turn: Turn) -> Attachment:
    """A picture beside the question, as if it had been sent with it."""
    Message.objects.filter(pk=turn.prompt_id).update(file_count=1)
    return with_picture(turn.prompt)


@pytest.mark.parametrize("why", ["a request", "the desk"])
def test_a_hidden_questions_picture_is_neither_shown_nor_given_nor_copied(alice: User, bob: User, why: str) -> None:
    turn = answered(alice, "Who is this?", "Somebody.")
    picture = pictured(turn)
    share = shared(turn, files=[picture.public_id])
    file = address(share, f"files/{picture.public_id}/")
    assert reader().get(file).status_code == 302
    state = Answer().state(turn.prompt.public_id)

    if why == "a request":
        Messages().withhold(turn.prompt.public_id)
    else:
        Answer().hide(turn.prompt.public_id, "Hidden.")

    assert reader().get(file).status_code == 404
    assert "shared-files" not in reader().get(address(share)).content.decode()
    assert shares.files_of(turn.conversation) == []
    signed_in(bob).post(address(share, "continue/"))
    assert not Attachment.objects.filter(conversation__in=Conversation.objects.owned_by(bob)).exists()

    if why == "a request":
        Messages().give_back(turn.prompt.public_id)
    else:
        Answer().restore(turn.prompt.public_id, state)
    assert reader().get(file).status_code == 302
    assert str(picture.public_id) in reader().get(address(share)).content.decode()


def test_its_owner_does_not_find_it_to_bring_it_again(alice: User) -> None:
    turn = answered(alice, "Who is this?", "Somebody.")
    picture = pictured(turn)
    page, own = f"/c/{turn.conversation.public_id}/", f"/files/{picture.public_id}/"
    assert str(picture.public_id) in signed_in(alice).get(page).content.decode()
    assert beside.at_hand(alice, turn.conversation.public_id, None) == [picture]
    assert beside.own(alice, picture.public_id) == picture

    Messages().withhold(turn.prompt.public_id)

    assert own not in signed_in(alice).get(page).content.decode()
    assert beside.at_hand(alice, turn.conversation.public_id, None) == []
    with pytest.raises(Attachment.DoesNotExist):
        beside.own(alice, picture.public_id)


def test_whoever_names_a_picture_in_a_long_talk_has_it_hidden_with_its_question(alice: User) -> None:
    first = answered(alice, "Who is this?", "Somebody.")
    picture = pictured(first)
    later = answered(alice, "And where?", "At home.", first.conversation)
    share = shared(later, files=[picture.public_id])
    where = links.absolute(address(share, f"files/{picture.public_id}/"))

    ask(Request(who="me", contact="bea@example.org", where=where, why="", signature="B", intimate=False))

    hidden = Message.objects.filter(conversation=first.conversation, takedown_at__isnull=False)
    assert [each.pk for each in hidden] == [first.prompt_id]
    assert reader().get(address(share, f"files/{picture.public_id}/")).status_code == 404


def test_what_was_copied_while_it_was_hidden_promises_no_decision(alice: User, bob: User) -> None:
    turn = answered(alice, "Who is this?", "Somebody.")
    share = shared(turn)
    for message in (turn.prompt, turn.answer):
        Messages().withhold(message.public_id)

    signed_in(bob).post(address(share, "continue/"))

    copied = Message.objects.filter(conversation__in=Conversation.objects.owned_by(bob))
    assert {each.in_its_place or each.text for each in copied} == {WHEN_COPIED}
