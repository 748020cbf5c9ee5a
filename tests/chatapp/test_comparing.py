"""Several engines side by side: asked at once, one kept, none lost."""

from uuid import uuid4

import pytest
from pytest_django import Settings

from accounts.models import User
from chatapp import turns
from chatapp.models import Turn
from chatapp.refusals import Reason, Refused
from chatapp.turns import Choice
from tests.chatapp.answers import answered, ends
from tests.chatapp.ways import FIRST, SECOND, THIRD, compared, numbers, shown

pytestmark = pytest.mark.django_db


def test_one_question_goes_to_several_engines_at_once(alice: User) -> None:
    rows = compared(alice, FIRST, SECOND, THIRD)

    assert [row.engine for row in rows] == [FIRST, SECOND, THIRD]
    assert len({row.prompt_id for row in rows}) == 1
    assert len({row.hold_id for row in rows}) == 3
    [section] = shown(rows[0])
    assert section.turn == rows[0]
    assert [column.turn for column in section.columns] == rows


def test_a_comparison_is_asked_once_per_click(alice: User) -> None:
    key = uuid4().hex
    for _ in range(2):
        turns.send(alice, "Which?", key=key, choice=Choice(FIRST), along=turns.Along(beside=[Choice(SECOND)]))

    assert Turn.objects.count() == 2


def test_the_same_engine_twice_is_no_comparison(alice: User) -> None:
    begun = turns.send(
        alice, "Which?", key=uuid4().hex, choice=Choice(FIRST), along=turns.Along(beside=[Choice(FIRST)])
    )

    assert Turn.objects.get(public_id=begun.turn).comparison is None
    assert Turn.objects.count() == 1


@pytest.mark.parametrize("writing", [0, 1, 2], ids=["free", "one-writing", "two-writing"])
def test_a_comparison_has_room_or_begins_nothing(alice: User, settings: Settings, writing: int) -> None:
    settings.MAX_WRITING_TURNS_PER_PERSON = 4
    for _ in range(writing):
        turns.send(alice, "Why?", key=uuid4().hex)

    if writing < 2:
        assert len(compared(alice, FIRST, SECOND, THIRD)) == 3
        return
    with pytest.raises(Refused) as refused:
        compared(alice, FIRST, SECOND, THIRD)

    assert refused.value.reason is Reason.TOO_MANY
    assert "3 answers at once, and 2 being written already; 4 is the most" in refused.value.sentence
    assert Turn.objects.count() == writing


def test_asking_on_keeps_the_answer_that_was_marked(alice: User) -> None:
    rows = [ends(row, f"By {row.engine}.") for row in compared(alice, FIRST, SECOND)]

    following = answered(alice, "And then?", conversation=rows[0].conversation)

    assert following.prompt.parent_id == rows[0].answer_id
    assert [bool(row.kept_at) for row in Turn.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk")] == [
        True,
        False,
    ]


def test_nobody_asks_on_below_an_answer_without_words(alice: User) -> None:
    first, second = compared(alice, FIRST, SECOND)
    turns.stop(alice, first.public_id)
    ends(second, "Here I am.")

    following = answered(alice, "And then?", conversation=first.conversation)

    assert following.prompt.parent_id == second.answer_id


def test_keeping_one_shows_it_alone_stops_the_rest_and_loses_none(alice: User) -> None:
    first, second = compared(alice, FIRST, SECOND)
    ends(second, "This one.")

    turns.keep(alice, second.public_id)

    [section] = shown(second)
    assert (section.turn, section.columns) == (second, ())
    assert numbers(section) == ("1/1", "2/2")
    assert Turn.objects.get(pk=first.pk).state == "stopped"
    turns.beside_again(alice, second.public_id)
    assert [column.turn for column in shown(second)[0].columns] == [first, second]


def test_engines_are_added_to_an_answer_that_stands(alice: User) -> None:
    first = answered(alice)
    answered(alice, "Two?", conversation=first.conversation)

    turns.compare(alice, first.public_id, [Choice(SECOND), Choice(THIRD)], key=uuid4().hex)

    [section] = shown(first)
    assert [column.turn.engine for column in section.columns] == [first.engine, SECOND, THIRD]
    assert section.elsewhere is not None
    assert section.elsewhere.later == 1
    for turn in Turn.objects.open():
        ends(turn, "So.")
    with pytest.raises(Refused) as refused:
        turns.compare(alice, first.public_id, [Choice(FIRST), Choice(SECOND)], key=uuid4().hex)
    assert refused.value.reason is Reason.TOO_MANY_ENGINES
