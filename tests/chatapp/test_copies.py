"""A copy of a path is a conversation of its own: it says the same, and nothing done to one side reaches the other."""

from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from pytest_django import Settings

from accounts.models import User
from chatapp import conversations, copies, stretches, thread, turns
from chatapp.models import Attached, Attachment, AttachmentKind, Conversation, Kind, Message, Role, State, TitleBy, Turn
from chatapp.refusals import Refused
from chatapp.subjects import Answer
from foundation.storage import media
from tests.chatapp.answers import answered, ends

pytestmark = pytest.mark.django_db


def shown(conversation: Conversation) -> list[str]:
    fresh = Conversation.objects.get(pk=conversation.pk)
    return [text for each in stretches.latest(fresh).sections for text in (each.prompt.text, each.answer.shown_text)]


def with_picture(message: Message) -> Attachment:
    """A picture beside this message."""
    owner = message.conversation.owner
    key = media().save(f"attachments/{uuid4().hex}.webp", ContentFile(b"a picture"))
    made = Attachment.objects.create(
        owner=owner, conversation=message.conversation, kind=AttachmentKind.PICTURE, name="Fox.webp", key=key,
        media_type="image/webp", sha256="5" * 64, bytes=9,
    )  # fmt: skip
    Attached.objects.create(message=message, attachment=made)
    return made


def bytes_of(file: Attachment) -> bytes:
    with media().open(file.key) as stored:
        return bytes(stored.read())


def test_a_branch_says_what_was_said_up_to_there(alice: User) -> None:
    first = answered(alice, "One?", "1.")
    second = answered(alice, "Two?", "2.", first.conversation)
    answered(alice, "Three?", "3.", first.conversation)

    branch = copies.branch_off(alice, first.conversation.public_id, second.answer.public_id)

    assert shown(branch) == ["One?", "1.", "Two?", "2."]
    assert shown(first.conversation) == ["One?", "1.", "Two?", "2.", "Three?", "3."]
    assert [each.receipt.engine for each in stretches.latest(branch).sections] == [first.engine, second.engine]


def test_a_branch_keeps_what_was_set_for_the_conversation(alice: User) -> None:
    turn = answered(alice)
    conversations.rename(alice, turn.conversation.public_id, "Foxes")
    Conversation.objects.filter(pk=turn.conversation.pk).update(tags=["animals"], instructions="Be brief.")

    branch = copies.branch_off(alice, turn.conversation.public_id, turn.answer.public_id)

    assert (branch.title, branch.title_by, branch.tags) == ("Foxes", TitleBy.PERSON, ["animals"])
    assert branch.instructions == "Be brief."


def test_one_can_go_on_in_a_copy_and_the_first_holds_all_of_it(alice: User) -> None:
    turn = answered(alice, "One?", "1.")
    branch = copies.branch_off(alice, turn.conversation.public_id, turn.answer.public_id)

    went_on = answered(alice, "Two?", "2.", branch)

    assert shown(branch) == ["One?", "1.", "Two?", "2."]
    assert went_on.prompt.path_bytes == len("One?1.Two?")
    assert shown(turn.conversation) == ["One?", "1."]


def test_a_copied_answer_can_be_asked_for_again(alice: User) -> None:
    turn = answered(alice, "One?", "1.")
    branch = copies.branch_off(alice, turn.conversation.public_id, turn.answer.public_id)
    copied = Turn.objects.get(conversation=branch)

    again = ends(Turn.objects.get(public_id=turns.retry(alice, copied.public_id, key=uuid4().hex).turn), "Other.")

    assert (copied.kind, copied.hold_id, copied.ticks) == (Kind.COPIED, None, None)
    assert shown(branch) == ["One?", "Other."]
    assert thread.section(again).siblings.count == 2


def test_a_copy_has_bytes_of_its_own(alice: User) -> None:
    turn = answered(alice)
    picture = with_picture(turn.prompt)

    branch = copies.branch_off(alice, turn.conversation.public_id, turn.answer.public_id)

    copied = Attachment.objects.get(conversation=branch)
    media().delete(picture.key)
    turn.conversation.delete()
    assert bytes_of(copied) == b"a picture"
    assert [each.attachment for each in Message.objects.get(conversation=branch, role=Role.USER).attached.all()] == [
        copied
    ]


def test_words_the_desk_hides_do_not_travel(alice: User) -> None:
    turn = answered(alice, "One?", "The hidden words.")
    Answer().hide(turn.answer.public_id, "This is hidden.")

    branch = copies.branch_off(alice, turn.conversation.public_id, turn.answer.public_id)

    assert [each.sentence for each in stretches.latest(branch).sections] == ["This is hidden."]
    assert not Message.objects.filter(conversation=branch, text__contains="hidden words").exists()


def test_an_answer_still_being_written_is_left_out(alice: User) -> None:
    turn = answered(alice, "One?", "1.")
    begun = turns.send(alice, "Two?", key=uuid4().hex, conversation=turn.conversation.public_id)
    writing = Turn.objects.select_related("answer").get(public_id=begun.turn)

    branch = copies.branch_off(alice, turn.conversation.public_id, writing.answer.public_id)

    assert shown(branch) == ["One?", "1."]
    fresh = Turn.objects.select_related("answer").get(public_id=turns.send(alice, "Why?", key=uuid4().hex).turn)
    with pytest.raises(Refused):
        copies.branch_off(alice, fresh.conversation.public_id, fresh.answer.public_id)


def test_a_bad_end_stays_one(alice: User) -> None:
    turn = answered(alice, "One?", "Half of")
    Turn.objects.filter(pk=turn.pk).update(state=State.INTERRUPTED, notice="cut")

    branch = copies.branch_off(alice, turn.conversation.public_id, turn.answer.public_id)

    assert stretches.latest(branch).sections[0].can_continue


def test_somebody_elses_is_not_there(alice: User, bob: User) -> None:
    turn, own = answered(alice), answered(bob)

    with pytest.raises(Conversation.DoesNotExist):
        copies.branch_off(bob, turn.conversation.public_id, turn.answer.public_id)
    with pytest.raises(Message.DoesNotExist):
        copies.branch_off(bob, own.conversation.public_id, turn.answer.public_id)


@pytest.mark.parametrize("quota", ["FILES_PER_PERSON", "FILE_BYTES_PER_PERSON"])
def test_copies_count_in_what_one_may_keep(alice: User, settings: Settings, quota: str) -> None:
    turn = answered(alice)
    with_picture(turn.prompt)
    setattr(settings, quota, 2 if quota == "FILES_PER_PERSON" else 18)
    copies.branch_off(alice, turn.conversation.public_id, turn.answer.public_id)

    with pytest.raises(Refused) as refused:
        copies.branch_off(alice, turn.conversation.public_id, turn.answer.public_id)

    assert "the most there is room for" in refused.value.sentence

    assert Attachment.objects.count() == 2
    assert Conversation.objects.count() == 2


def test_a_file_whose_bytes_are_gone_stays_behind_and_the_copy_says_so(alice: User) -> None:
    turn = answered(alice, "One?", "1.")
    picture, other = with_picture(turn.prompt), with_picture(turn.prompt)
    Attachment.objects.filter(pk=picture.pk).update(name="Gone.webp")
    media().delete(picture.key)

    branch = copies.branch_off(alice, turn.conversation.public_id, turn.answer.public_id)

    (copied,) = branch.attachments.all()
    assert copied.name == other.name
    assert "Gone.webp" in Message.objects.get(conversation=branch, role=Role.USER).label
