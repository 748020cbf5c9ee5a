"""A message's pictures are blocked with it: nobody brings them again, and what looks like them waits."""

from uuid import uuid4

import pytest

from accounts.models import User
from chatapp import copies, turns
from chatapp.files.refusals import NotTaken
from chatapp.models import Attachment, Turn
from chatapp.subjects import KIND
from moderation import decisions, gates, measures
from moderation.flags import raise_flag
from moderation.measures import Measure
from moderation.models import Case
from moderation.verdicts import Action, Verdict
from tests.chatapp.answers import ends
from tests.chatapp.files import made
from tests.chatapp.files.conftest import Take

pytestmark = pytest.mark.django_db

PICTURE = made.scene()


def flagged(turn: Turn, which: str = "prompt") -> Case:
    verdict = Verdict(action=Action.REVIEW, check="rules", policy_version="")
    flag = raise_flag(subject_kind=KIND, subject=getattr(turn, which).public_id, owner=turn.owner, verdict=verdict)
    assert flag
    return flag.case


def asked(person: User, *files: Attachment) -> Turn:
    along = turns.Along(attachments=[each.public_id for each in files])
    return ends(Turn.objects.get(public_id=turns.send(person, "Who?", key=uuid4().hex, along=along).turn), "Somebody.")


def test_a_blocked_messages_picture_is_taken_from_nobody_until_that_is_taken_back(
    alice: User, bob: User, rosa: User, take: Take
) -> None:
    turn = asked(alice, take(alice, PICTURE))
    file = Attachment.objects.get()

    decided = decisions.decide(flagged(turn), reviewer=rosa, measures=[Measure("block_hash")], reason="No.")

    with pytest.raises(NotTaken):
        take(bob, PICTURE)
    assert file.pdq
    assert not gates.of_file(sha256s=[], pdq=file.pdq).passes  # saved anew, or in the studio
    decisions.undo(decided, reviewer=rosa)
    assert take(bob, PICTURE).pdq == file.pdq


def test_only_a_message_with_pictures_of_its_own_has_something_to_block(alice: User, take: Take) -> None:
    pictured, written, plain = (
        asked(alice, take(alice, PICTURE)),
        asked(alice, take(alice, b"Words.", "a.txt")),
        asked(alice),
    )

    def can_be_blocked(case: Case) -> bool:
        return measures.of("block_hash").fits(case)

    assert can_be_blocked(flagged(pictured))
    assert not any(can_be_blocked(each) for each in (flagged(pictured, "answer"), flagged(written), flagged(plain)))


def test_a_copy_is_known_by_its_looks_as_well(alice: User, take: Take) -> None:
    turn = asked(alice, take(alice, PICTURE))

    branch = copies.branch_off(alice, turn.conversation.public_id, turn.answer.public_id)

    assert branch.attachments.get().pdq == Attachment.objects.earliest("pk").pdq != ""
