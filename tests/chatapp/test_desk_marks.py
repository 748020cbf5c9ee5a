"""What the desk writes beside an answer, keeps for adults, gives back and destroys."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import transaction

from accounts.models import User
from chatapp import events, log
from chatapp.models import Message
from chatapp.sharing.continuing import continue_from
from chatapp.subjects import KIND, Answer
from chatapp.takedowns import Messages
from moderation.measures import Measure
from tests.accounts.people import born
from tests.chatapp.answers import answered
from tests.chatapp.links import address, reader, shared, signed_in
from tests.moderation.deeds import decided, flagged
from tests.support.locks import beside

pytestmark = pytest.mark.django_db


def test_an_answer_hidden_and_given_back_is_read_as_before(alice: User) -> None:
    turn = answered(alice, "Why?", "It *scatters*.")
    link, subject = address(shared(turn)), turn.answer.public_id
    before = Answer().state(subject)

    Answer().hide(subject, "A reviewer removed this.")
    hidden = reader().get(link).content.decode()
    effect = Answer().restore(subject, before)

    assert "scatters" not in hidden
    assert "<em>scatters</em>" in reader().get(link).content.decode()
    assert effect == "It can be read again."


def test_a_hidden_question_is_a_notice_and_can_not_be_put_differently(alice: User) -> None:
    turn = answered(alice, "Who is Bea?", "She lives at number nine.")
    Messages().withhold(turn.prompt.public_id)
    edit, own = f"/turns/{turn.public_id}/edit/", signed_in(alice)

    page = own.get(f"/c/{turn.conversation.public_id}/").content.decode()
    shown = reader().get(address(shared(turn))).content.decode()

    assert 'class="question"' not in page
    assert "Somebody asked for this to be removed" in page
    assert edit not in page
    assert own.get(edit).status_code == 404
    assert "This question is not shown." in shown
    assert "asked for this to be removed" not in shown


def test_what_a_reviewer_hid_leads_to_the_decision(alice: User, rosa: User) -> None:
    turn = answered(alice, "Why?", "It scatters.")
    case = flagged(alice, kind=KIND, subject=turn.answer.public_id)
    decision = decided(case, rosa, Measure("hide"))

    page = signed_in(alice).get(f"/c/{turn.conversation.public_id}/").content.decode()

    assert f'href="/decisions/{decision.public_id}/">The decision, and how to appeal</a>' in page


def test_what_is_kept_from_a_minor_leads_to_the_decision_that_says_so(alice: User, rosa: User) -> None:
    turn = answered(alice, "Why?", "It scatters.")
    User.objects.filter(pk=alice.pk).update(birth_date=born(15))
    for chosen in ("hide", "allow", "age_limit"):
        decision = decided(flagged(alice, kind=KIND, subject=turn.answer.public_id), rosa, Measure(chosen))

    page = signed_in(alice).get(f"/c/{turn.conversation.public_id}/").content.decode()

    assert re.findall('/decisions/([^/]+)/">The decision', page) == [str(decision.public_id)]


def test_a_label_stands_in_the_conversation_and_behind_the_link(alice: User) -> None:
    turn = answered(alice, "Why?", "It scatters.")

    Answer().label(turn.answer.public_id, "Disputed.")

    assert "Disputed." in reader().get(address(shared(turn))).content.decode()
    own = signed_in(alice).get(f"/c/{turn.conversation.public_id}/").content.decode()
    assert "Disputed." in own


def test_what_is_for_adults_is_read_by_adults_alone(alice: User, bob: User) -> None:
    turn = answered(alice, "Why?", "It scatters.")
    share, kim = shared(turn), bob
    Answer().limit_age(turn.answer.public_id, adults_only=True)

    stranger = reader().get(address(share)).content.decode()
    adult = signed_in(bob).get(address(share)).content.decode()
    User.objects.filter(pk=kim.pk).update(birth_date=born(15))
    kim.refresh_from_db()
    minor = signed_in(kim).get(address(share)).content.decode()
    copy = continue_from(kim, share, key=uuid4().hex)

    assert ("for adults only" in stranger, "It scatters." in stranger) == (True, False)
    assert "It scatters." in adult
    assert "It scatters." not in minor
    assert not Message.objects.filter(conversation__public_id=copy, text__contains="scatters").exists()


def test_a_minor_finds_a_sentence_in_place_of_what_is_for_adults(alice: User) -> None:
    turn = answered(alice, "Why?", "It scatters.")
    User.objects.filter(pk=alice.pk).update(birth_date=born(15))

    Answer().limit_age(turn.answer.public_id, adults_only=True)
    kept_from = Message.objects.get(pk=turn.answer_id).shown_text
    Answer().limit_age(turn.answer.public_id, adults_only=False)

    assert kept_from == ""
    assert Message.objects.get(pk=turn.answer_id).shown_text == "It scatters."


def test_what_is_for_adults_stays_so_for_a_minor_whatever_is_shown_or_taken_back_around_it(alice: User) -> None:
    turn = answered(alice, "Why?", "It scatters.")
    User.objects.filter(pk=alice.pk).update(birth_date=born(15))
    subject, answer = turn.answer.public_id, Answer()
    never_hidden = answer.state(subject)
    answer.limit_age(subject, adults_only=True)
    limited = answer.state(subject)

    def read_after(hidden: bool, act: Callable[[], str]) -> str:
        if hidden:
            answer.hide(subject, "A reviewer removed this.")
        act()
        return Message.objects.get(pk=turn.answer_id).shown_text

    assert not limited["waited"]
    assert read_after(False, lambda: answer.show(subject)) == ""
    assert read_after(True, lambda: answer.show(subject)) == ""
    assert read_after(True, lambda: answer.restore(subject, never_hidden)) == ""
    answer.hide(subject, "A reviewer removed this.")
    answer.limit_age(subject, adults_only=False)
    assert read_after(False, lambda: answer.restore(subject, limited)) == "It scatters."


@pytest.mark.django_db(transaction=True)
def test_a_limit_that_is_taken_back_does_not_show_what_another_reviewer_hides_just_then(alice: User) -> None:
    turn = answered(alice, "Why?", "It scatters.")
    User.objects.filter(pk=alice.pk).update(birth_date=born(15))
    subject, answer = turn.answer.public_id, Answer()
    answer.limit_age(subject, adults_only=True)

    with transaction.atomic():
        answer.hide(subject, "A reviewer removed this.")
        other = beside(lambda: answer.limit_age(subject, adults_only=False))
    other.result(10)

    assert Message.objects.get(pk=turn.answer_id).hidden == "A reviewer removed this."


def test_what_was_removed_for_good_is_nowhere_any_more_and_what_is_shown_is_never_destroyed(alice: User) -> None:
    shown, removed = answered(alice, "Why?", "It scatters."), answered(alice, "Who?", "A secret.")
    Answer().hide(removed.answer.public_id, "A reviewer removed this.")

    purged = [Answer().purge(turn.answer.public_id) for turn in (shown, removed)]

    assert purged == [False, True]
    assert not Message.objects.filter(text__contains="secret").exists()
    assert Message.objects.get(pk=shown.answer_id).text == "It scatters."
    assert "secret" not in "".join(events.parse(frame)[1].text for frame in log.read_now(removed.public_id))
