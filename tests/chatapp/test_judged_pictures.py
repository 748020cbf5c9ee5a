"""Who judges a message sees the pictures beside it, by a door that opens to nobody else, and each look is written down."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry, Role, User
from chatapp.models import Attachment, Turn
from chatapp.subjects import KIND, Answer
from moderation.flags import raise_flag
from moderation.models import Case
from moderation.takedowns.receiving import Request, ask
from moderation.verdicts import Action, Verdict
from tests.accounts.people import person
from tests.chatapp.answers import answered
from tests.chatapp.links import address, shared, signed_in
from tests.chatapp.test_files_out_of_sight import pictured

pytestmark = pytest.mark.django_db


@pytest.fixture
def turn(alice: User) -> Turn:
    return answered(alice, "Who is this?", "Somebody.")


@pytest.fixture
def picture(turn: Turn) -> Attachment:
    return pictured(turn)


def flagged(turn: Turn, message: object, action: Action = Action.REVIEW) -> Case:
    verdict = Verdict(action=action, check="rules", policy_version="")
    flag = raise_flag(subject_kind=KIND, subject=message, owner=turn.owner, verdict=verdict)  # type: ignore[arg-type]
    assert flag
    return flag.case


def door(message: object, file: Attachment) -> str:
    return reverse("message-picture-for-desk", args=[message, file.public_id])


def page_of(case: Case, reviewer: User) -> str:
    return signed_in(reviewer).get(reverse("case", args=[case.public_id])).content.decode()


@pytest.mark.parametrize("which", ["prompt", "answer"])
def test_a_reviewer_sees_it_veiled_and_the_look_is_written_down(
    rosa: User, turn: Turn, picture: Attachment, which: str
) -> None:
    subject = getattr(turn, which).public_id
    page = page_of(flagged(turn, subject), rosa)

    looked = signed_in(rosa).get(door(subject, picture))

    assert f'<img src="{door(subject, picture)}"' in page[page.index('class="veil"') :]
    assert looked.status_code == 302
    assert looked["Cache-Control"] == "private, no-store"
    about = f"message:{subject} file:{picture.public_id}"
    assert AuditEntry.objects.filter(actor=rosa, action="file.looked", target=about).count() == 1


def test_it_opens_to_nobody_else_and_shows_nothing_else(
    alice: User, bob: User, rosa: User, turn: Turn, picture: Attachment
) -> None:
    question = turn.prompt.public_id
    assert signed_in(rosa).get(door(question, picture)).status_code == 404  # nobody flagged it
    flagged(turn, question)
    other = pictured(answered(alice, "And this?", "Somebody else.", turn.conversation))
    alice.roles = [*alice.roles, Role.REVIEWER]
    alice.save()

    opened = [signed_in(who).get(door(question, picture)).status_code for who in (rosa, bob, alice)]

    assert opened == [302, 404, 404]
    assert signed_in(rosa).get(door(question, other)).status_code == 404


def test_what_is_locked_is_seen_by_both_roles_alone_also_beside_its_answer(
    rosa: User, turn: Turn, picture: Attachment
) -> None:
    both = person("ruth", Role.REVIEWER, Role.ADMINISTRATOR)
    flagged(turn, turn.prompt.public_id, Action.LOCK)
    case = flagged(turn, turn.answer.public_id)

    for message in (turn.prompt, turn.answer):
        where = door(message.public_id, picture)
        assert [signed_in(who).get(where).status_code for who in (rosa, both)] == [404, 302]
    assert str(picture.public_id) not in page_of(case, rosa)


def test_a_hidden_question_keeps_its_picture_from_the_case_of_its_answer(
    rosa: User, turn: Turn, picture: Attachment
) -> None:
    case = flagged(turn, turn.answer.public_id)
    Answer().hide(turn.prompt.public_id, "Hidden.")

    assert str(picture.public_id) not in page_of(case, rosa)
    assert signed_in(rosa).get(door(turn.answer.public_id, picture)).status_code == 404


def test_who_judges_a_request_for_removal_sees_what_it_is_about(rosa: User, turn: Turn, picture: Attachment) -> None:
    where = address(shared(turn, files=[picture.public_id]), f"files/{picture.public_id}/")
    asked = ask(Request(who="me", contact="b@example.org", where=where, why="", signature="B", intimate=False))
    seen = door(turn.prompt.public_id, picture)

    page = signed_in(rosa).get(reverse("desk-removal", args=[asked.public_id])).content.decode()

    assert f'<img src="{seen}"' in page
    assert signed_in(rosa).get(seen).status_code == 302
