"""What a temporary chat holds fades, except where a locked case is about it: that is brought where it stays."""

from uuid import uuid4

import pytest

from accounts.models import User
from chatapp import temporary, turns
from chatapp.files import deleting, keeping, preserving
from chatapp.models import Attachment, Message
from chatapp.subjects import KIND
from foundation import redis
from moderation.flags import raise_flag
from moderation.verdicts import Action, Verdict
from tests.chatapp.files import made
from tests.chatapp.files.conftest import Take

pytestmark = pytest.mark.django_db

WORDS = b"The fox crossed in March."


@pytest.mark.parametrize(("locked", "stays"), [(True, True), (False, False)])
def test_files_of_a_locked_temporary_chat_outlive_it(alice: User, take: Take, locked: bool, stays: bool) -> None:
    chat = temporary.begin(alice)
    files = [take(alice, made.picture("PNG"), place=chat), take(alice, WORDS, "a.txt", place=chat)]
    along = turns.Along(attachments=[file.public_id for file in files])
    begun = turns.send(alice, "Read", key=uuid4().hex, conversation=chat.public_id, along=along)
    answer = Message.objects.get(turn__public_id=begun.turn)
    verdict = Verdict(action=Action.LOCK if locked else Action.REVIEW, check="rules", policy_version="", clause="own.1")
    raise_flag(subject_kind=KIND, subject=answer.public_id, owner=alice, verdict=verdict)
    turns.stop(alice, begun.turn)

    moved = preserving.preserve()
    temporary.end(alice, chat.public_id)
    deleting.purge()
    for file in files:
        for size in ("whole", "small"):
            redis.sync().delete(redis.key("file", file.public_id, size))  # as time would

    kept = list(Attachment.objects.order_by("pk"))
    assert (moved, preserving.preserve(), len(kept)) == ((2, 0, 2) if stays else (0, 0, 0))
    if stays:
        assert keeping.data(kept[0]).startswith(b"\x89PNG")
        assert kept[1].text.encode() == WORDS
