"""Editing and asking again: nothing is overwritten, and everything can be found again."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.doors import PersonRequest
from accounts.models import User
from chatapp import context, conversations, thread, turns
from chatapp.branches import chart
from chatapp.line import order
from chatapp.models import Attached, Attachment, Conversation, Kind, Message, Turn, Wish
from chatapp.refusals import Reason, Refused
from chatapp.relay import claims
from chatapp.turns import Choice
from chatapp.views import branching
from chatapp.views.talking import own_turn
from tests.chatapp.answers import answered, ends
from tests.chatapp.relays import RunningRelay, ended
from tests.chatapp.ways import FIRST, SECOND, THIRD, compared, edited, numbers, retried, said, shown

pytestmark = pytest.mark.django_db


def test_an_edited_question_stands_beside_the_old_one_with_an_answer_of_its_own(alice: User) -> None:
    old = answered(alice, "Why is the sky blue?", "Scattering.")

    new = edited(alice, old, "Why is the sea blue?", "It drinks the red.")

    assert new.prompt.parent_id == old.prompt.parent_id
    assert new.kind == Kind.FIRST
    assert [(each.prompt.text, each.answer.text) for each in shown(new)] == [
        ("Why is the sea blue?", "It drinks the red.")
    ]
    kept = Turn.objects.select_related("prompt", "answer").get(pk=old.pk)
    assert (kept.prompt.text, kept.answer.text) == ("Why is the sky blue?", "Scattering.")


def test_a_question_in_the_middle_is_edited_below_what_was_said_before_it(alice: User) -> None:
    first = answered(alice, "One?")
    second = answered(alice, "Two?", conversation=first.conversation)
    answered(alice, "Three?", conversation=first.conversation)

    new = edited(alice, second, "Two, differently?")

    assert said(new) == ["One?", "Two, differently?"]
    assert new.prompt.parent_id == first.answer_id
    assert (new.prompt.depth, new.prompt.path_bytes) == (3, first.answer.path_bytes + len("Two, differently?"))


def test_the_same_words_again_are_another_answer_and_no_other_question(alice: User) -> None:
    turn = answered(alice, "Why?")

    begun = turns.edit(alice, turn.public_id, "Why?\r\n", key=uuid4().hex)

    assert Turn.objects.get(public_id=begun.turn).prompt_id == turn.prompt_id
    assert Message.objects.filter(role="user").count() == 1


def test_an_edited_question_keeps_its_files(alice: User) -> None:
    turn = answered(alice, "What is this?")
    files = [
        Attachment.objects.create(
            owner=alice, kind="text", name=name, media_type="text/plain", sha256="0", bytes=1,
            conversation=turn.conversation, stored_at=timezone.now(),
        )
        for name in ("a.txt", "b.txt")
    ]  # fmt: skip
    for position, file in enumerate(files):
        Attached.objects.create(message=turn.prompt, attachment=file, position=position)
    Message.objects.filter(pk=turn.prompt_id).update(file_count=2)

    new = edited(alice, turn, "And what is it good for?")

    assert [each.attachment for each in Attached.objects.filter(message=new.prompt)] == files
    assert [each.attachment for each in Attached.objects.filter(message=turn.prompt)] == files


# What was done, in order: e edits the first question, r asks the newest wording again, E and R do so with the very first.
FAMILIES = {
    "": ("1/1", "1/1"),
    "e": ("2/2", "1/1"),
    "ee": ("3/3", "1/1"),
    "r": ("1/1", "2/2"),
    "rr": ("1/1", "3/3"),
    "re": ("2/2", "1/1"),
    "er": ("2/2", "2/2"),
    "erE": ("3/3", "1/1"),
    "eR": ("1/2", "2/2"),
    "errR": ("1/2", "2/2"),
    "eRr": ("1/2", "3/3"),
}


@pytest.mark.parametrize("done", FAMILIES, ids=lambda done: done or "nothing")
def test_arrows_at_the_question_count_wordings_and_those_in_the_receipt_answers(alice: User, done: str) -> None:
    first = newest = answered(alice)

    for number, step in enumerate(done):
        of = first if step.isupper() else newest
        newest = edited(alice, of, f"Wording {number}?") if step.lower() == "e" else retried(alice, of)

    assert numbers(shown(newest)[-1]) == FAMILIES[done]


def test_the_arrows_lead_to_the_neighbours_and_end_at_both_ends(alice: User) -> None:
    first = answered(alice)
    middle, last = retried(alice, first), retried(alice, first)
    ways = {}
    for turn in (first, middle, last):
        conversations.show(alice, turn.conversation.public_id, turn.answer.public_id)
        here = shown(turn)[0].siblings
        ways[turn.pk] = (here.before, here.after)

    assert ways == {
        first.pk: (None, middle.answer.public_id),
        middle.pk: (first.answer.public_id, last.answer.public_id),
        last.pk: (middle.answer.public_id, None),
    }


def test_beginnings_of_another_conversation_are_no_siblings(alice: User) -> None:
    answered(alice, "Elsewhere?")

    assert numbers(shown(answered(alice, "Here?"))[0]) == ("1/1", "1/1")


def test_a_message_of_another_conversation_is_not_shown_in_this_one(alice: User, bob: User) -> None:
    here = answered(alice)
    for there in (answered(alice, "Else?"), answered(bob, "Mine?")):
        with pytest.raises(Message.DoesNotExist):
            conversations.show(alice, here.conversation.public_id, there.answer.public_id)

    here.conversation.refresh_from_db()
    assert here.conversation.leaf_id == here.answer_id


def test_what_a_switch_hides_is_counted_and_can_be_gone_to(alice: User) -> None:
    first = answered(alice, "One?")
    for words in ("Two?", "Three?", "Four?"):
        last = answered(alice, words, conversation=first.conversation)

    again = retried(alice, first)
    [end] = shown(again)

    assert end.elsewhere is not None
    assert (end.elsewhere.later, end.elsewhere.wording) == (3, False)
    place = conversations.show(alice, again.conversation.public_id, end.elsewhere.message)
    assert place.leaf_id == last.answer_id
    assert said(again) == ["One?", "Two?", "Three?", "Four?"]
    assert shown(again)[-1].elsewhere is None


def test_of_several_branches_that_go_on_the_one_written_last_is_named(alice: User) -> None:
    first = answered(alice, "One?")
    answered(alice, "Two?", conversation=first.conversation)
    second = retried(alice, first)
    answered(alice, "Three?", conversation=second.conversation)

    end = shown(retried(alice, first))[-1]

    assert end.elsewhere is not None
    assert end.elsewhere.message == second.answer.public_id


def test_turns_after_another_wording_are_said_to_be_its(alice: User) -> None:
    first = answered(alice, "One?")
    answered(alice, "Two?", conversation=first.conversation)

    end = shown(edited(alice, first, "One, again?"))[-1]

    assert end.elsewhere is not None
    assert (end.elsewhere.later, end.elsewhere.wording) == (1, True)


def test_nothing_is_hidden_where_nothing_follows(alice: User) -> None:
    first = answered(alice)

    assert shown(retried(alice, first))[-1].elsewhere is None
    assert shown(edited(alice, first, "Else?"))[-1].elsewhere is None


def test_switching_back_returns_to_what_was_written_last_in_that_branch(alice: User) -> None:
    first = answered(alice, "One?")
    answered(alice, "Two?", conversation=first.conversation)
    left = answered(alice, "Three?", conversation=first.conversation)
    other = retried(alice, first)
    assert said(other) == ["One?"]

    place = conversations.show(alice, first.conversation.public_id, first.answer.public_id)

    assert place.leaf_id == left.answer_id


def test_a_branch_of_a_thousand_messages_is_switched_to_in_a_few_queries(alice: User) -> None:
    first = answered(alice)
    above = first.answer
    for depth in range(3, 1000):
        role = "user" if depth % 2 else "assistant"
        above = Message.objects.create(
            conversation=first.conversation, parent=above, role=role, text="So.", depth=depth
        )

    with CaptureQueriesContext(
        connection,
    ) as asked:
        place = conversations.show(alice, first.conversation.public_id, first.prompt.public_id)

    assert place.leaf_id == above.pk
    assert len(asked) < 10


def test_while_an_answer_is_written_nothing_else_is_begun_in_its_conversation(alice: User) -> None:
    first = answered(alice)
    turns.send(alice, "Two?", key=uuid4().hex, conversation=first.conversation.public_id)
    before = Message.objects.count()

    clicks: list[Callable[[], object]] = [
        lambda: turns.edit(alice, first.public_id, "Else?", key=uuid4().hex),
        lambda: turns.retry(alice, first.public_id, key=uuid4().hex, wish=Wish.SHORTER),
        lambda: turns.compare(alice, first.public_id, [Choice(SECOND)], key=uuid4().hex),
    ]
    for begin in clicks:
        with pytest.raises(Refused) as refused:
            begin()
        assert refused.value.reason is Reason.STILL_WRITING

    assert Message.objects.count() == before


@pytest.mark.parametrize("verb", ["edit", "retry", "compare", "keep", "beside_again"])
def test_somebody_elses_turn_is_not_there(alice: User, bob: User, verb: str) -> None:
    turn = answered(alice)
    calls: dict[str, Callable[[], object]] = {
        "edit": lambda: turns.edit(bob, turn.public_id, "Mine now?", key=uuid4().hex),
        "retry": lambda: turns.retry(bob, turn.public_id, key=uuid4().hex),
        "compare": lambda: turns.compare(bob, turn.public_id, [Choice(SECOND)], key=uuid4().hex),
        "keep": lambda: turns.keep(bob, turn.public_id),
        "beside_again": lambda: turns.beside_again(bob, turn.public_id),
    }

    with pytest.raises(Turn.DoesNotExist):
        calls[verb]()


def test_another_build_of_an_engine_is_noticed(alice: User) -> None:
    rows = [answered(alice)]
    rows += [answered(alice, conversation=rows[0].conversation) for _ in range(3)]
    for row, (engine, build) in zip(rows, [("a", "1"), ("b", "2"), ("a", "1"), ("a", "3")], strict=True):
        Turn.objects.filter(pk=row.pk).update(engine_used=engine, fingerprint=build)

    on_the_page = [section.turn.pk for section in shown(rows[0]) if section.other_build]
    by_themselves = [row.pk for row in rows if thread.section(row).other_build]
    assert on_the_page == by_themselves == [rows[3].pk]
    assert any("another one" in line.value for line in shown(rows[0])[-1].details)


@pytest.mark.parametrize("wish", Wish.values)
def test_a_wish_is_sent_with_the_answer_it_is_about(alice: User, wish: str) -> None:
    first = answered(alice, "Why is the sky blue?", "Scattering.")
    turns.retry(alice, first.public_id, key=uuid4().hex, wish=wish)

    [claimed] = claims.take([waiting.id for waiting in order.first(9)])

    assert claimed.send is not None
    assert claimed.send.context.prompt_version == f"{context.SYSTEM}+{wish}-1"
    said = [(each.role, each.text) for each in claimed.send.request.messages]
    assert said[1:] == [
        ("user", "Why is the sky blue?"),
        ("assistant", "Scattering."),
        ("user", context.prompt(f"{wish}-1")),
    ]


@pytest.mark.django_db(transaction=True)
def test_the_time_it_thought_is_kept(alice: User, relay: RunningRelay) -> None:
    asked = "[[scene:pace rate=40 tokens=20 first=0 reasoning=20]] Think first."

    turn = ended(Turn.objects.get(public_id=turns.send(alice, asked, key=uuid4().hex, choice=Choice("grok-4.7")).turn))

    assert turn.thinking_ms is not None
    assert turn.last_token_ms is not None
    assert 100 < turn.thinking_ms < turn.last_token_ms


@pytest.mark.parametrize("verb", ["edit", "keep", "beside", "branch"])
def test_what_another_tab_deletes_meanwhile_is_not_there(
    alice: User, verb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn = answered(alice)
    browser = Client()
    browser.force_login(alice)

    def deleted_just_then(request: PersonRequest, which: UUID) -> Turn:
        own = own_turn(request, which)
        conversations.delete(alice, own.conversation.public_id)
        return own

    monkeypatch.setattr(branching, "own_turn", deleted_just_then)

    answer = browser.post(f"/turns/{turn.public_id}/{verb}/", {"text": "Other?", "key": uuid4().hex})

    assert answer.status_code == 404


def test_the_map_calls_answers_answers_also_of_another_wording(alice: User) -> None:
    a, b, c = [ends(each, "This one.") for each in compared(alice, FIRST, SECOND, THIRD)]
    other = edited(alice, a, "Which, then?")
    again = retried(alice, other)

    marks = chart.drawn(Conversation.objects.get(pk=a.conversation_id))

    spots = [mark.spot for mark in marks if mark.does == "item" and mark.spot]
    assert [(spot.public_id, spot.instead) for spot in spots] == [
        (again.public_id, ""),
        (other.public_id, "answer"),
        (c.public_id, "wording"),
        (a.public_id, "answer"),
        (b.public_id, "answer"),
    ]
    depths = [0]
    for mark in marks:
        depths.append(depths[-1] + {"list": 1, "leave": -1}.get(mark.does, 0))
    levels = [depth for depth, mark in zip(depths, marks, strict=False) if mark.does == "item"]
    assert levels == [0, 1, 1, 2, 2]
    assert depths[-1] == 0
