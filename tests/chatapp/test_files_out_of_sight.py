"""What stands beside a message goes out of sight with it, and comes back with it."""

import json
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts import links
from accounts.models import User
from accounts.privacy import export_of
from chatapp import projects, turns
from chatapp.composer import drafts
from chatapp.context import path_to
from chatapp.files import beside, deleting
from chatapp.files.folder import refs_in
from chatapp.models import Attached, Attachment, Conversation, Message, Turn
from chatapp.notices import WHEN_COPIED
from chatapp.refusals import Refused
from chatapp.sharing import shares
from chatapp.shelf import shelf
from chatapp.subjects import KIND, Answer
from chatapp.takedowns import Messages
from foundation.storage import media
from moderation.flags import raise_flag
from moderation.models import Case
from moderation.takedowns.receiving import Request, ask
from moderation.verdicts import Action, Verdict
from tests.chatapp.answers import answered
from tests.chatapp.links import address, reader, shared, signed_in
from tests.chatapp.test_copies import with_picture

pytestmark = pytest.mark.django_db
UNSURE = Verdict(action=Action.REVIEW, check="rules", policy_version="")


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


def gone(file: Attachment) -> bool:
    """Nothing of it is kept: not in the store, once what is due has been done."""
    deleting.purge()
    return not media().exists(file.key) and not Attachment.objects.kept().filter(pk=file.pk).exists()


def test_the_files_of_a_message_that_was_removed_for_good_are_destroyed_with_it(alice: User) -> None:
    turn = answered(alice, "Who is this?", "Somebody.")
    picture, theirs = pictured(turn), pictured(answered(alice))
    question = turn.prompt.public_id
    Answer().purge(question)
    assert not gone(picture)  # it is shown

    Answer().hide(question, "Removed.")
    flag = raise_flag(subject_kind=KIND, subject=turn.answer.public_id, owner=alice, verdict=UNSURE)
    assert flag
    assert (Answer().purge(question), gone(picture)) == (False, False)  # an answer to it waits
    Case.objects.update(decided_at=timezone.now())

    assert (Answer().purge(question), Answer().purge(question)) == (True, True)
    assert (gone(picture), gone(theirs)) == (True, False)


def test_a_file_that_stands_beside_another_message_goes_with_the_last_of_them(alice: User) -> None:
    first, other = answered(alice, "Who is this?", "Somebody."), answered(alice, "And here?", "Somebody else.")
    picture = pictured(first)
    Attached.objects.create(message=other.prompt, attachment=picture)
    Message.objects.filter(pk=other.prompt_id).update(file_count=1)
    for turn in (first, other):
        Answer().hide(turn.prompt.public_id, "Removed.")

    Answer().purge(first.prompt.public_id)
    between = gone(picture)
    Answer().purge(other.prompt.public_id)

    assert (between, gone(picture)) == (False, True)


def test_a_projects_file_beside_what_is_locked_is_not_destroyed(alice: User) -> None:
    turn = answered(alice, "Who is this?", "Somebody.")
    picture = pictured(turn)
    Attachment.objects.filter(pk=picture.pk).update(
        project=projects.create(alice, "Boats"), conversation=None, deleted_at=timezone.now()
    )
    lock = Verdict(action=Action.LOCK, check="rules", policy_version="")
    raise_flag(subject_kind=KIND, subject=turn.answer.public_id, owner=alice, verdict=lock)

    deleting.purge()

    assert media().exists(picture.key)


def test_its_owner_brings_it_into_no_other_question_and_takes_its_words_nowhere(alice: User) -> None:
    turn = answered(alice, "What does it say?", "Nothing.")
    letter = pictured(turn)
    Attachment.objects.filter(pk=letter.pk).update(kind="text", text="An address.")
    drafts.add_file(alice, turn.conversation, letter)
    assert beside.chosen(alice, [letter.public_id]) == beside.unsent(alice, [letter.public_id]) == [letter]

    Answer().hide(turn.prompt.public_id, "Hidden.")

    with pytest.raises(Refused):
        beside.chosen(alice, [letter.public_id])
    assert beside.unsent(alice, [letter.public_id]) == []
    assert drafts.files(drafts.of(alice, turn.conversation)) == []
    begun = turns.edit(alice, turn.public_id, "And now?", key=uuid4().hex)
    assert not Message.objects.get(children__turn__public_id=begun.turn).attached.exists()
    assert "An address." not in json.dumps(export_of(alice), default=str)


def test_a_projects_file_beside_a_hidden_question_is_on_no_shelf_and_goes_to_no_engine(alice: User) -> None:
    project = projects.create(alice, "Boats")
    turn = answered(alice, "Whose is this?", "Somebody's.")
    Conversation.objects.filter(pk=turn.conversation.pk).update(project=project)
    later = answered(alice, "And now?", "Still.", turn.conversation)
    file = pictured(turn)
    Attachment.objects.filter(pk=file.pk).update(project=project, conversation=None)

    def found() -> list[object]:
        on_shelf = [each.file.pk for each in shelf(project, "").files]
        return [on_shelf, [ref.pk for ref in refs_in(project.pk)], [ref.pk for ref in path_to(later.prompt_id).folder]]

    assert found() == [[file.pk]] * 3

    Messages().withhold(turn.prompt.public_id)
    assert found() == [[]] * 3

    Messages().give_back(turn.prompt.public_id)
    assert found() == [[file.pk]] * 3
