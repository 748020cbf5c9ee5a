"""The composer's engine picker: what is chosen is kept, what cannot be is said, several answer one question."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from accounts.models import User
from chatapp import turns
from chatapp.models import Conversation, Turn
from tests.chatapp.answers import answered

pytestmark = pytest.mark.django_db

Visit = Callable[[User], Client]
FIRST, SECOND, THIRD = "grok-4.7", "grok-4.6", "grok-4.3"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def place(alice: User) -> Conversation:
    return answered(alice, "Why?", "Because.").conversation


def chosen(client: Client, place: UUID | None, **form: str) -> Any:
    address = f"/c/{place}/engine/" if place else "/engines/choose/"
    return client.post(address, {"parameters": "1", **form}, headers=HTMX)


def sent(client: Client, place: UUID | None, *engines: str, **form: str) -> Any:
    address = f"/c/{place}/send/" if place else "/c/send/"
    return client.post(address, {"text": "Which?", "engine": list(engines), **form}, headers=HTMX)


def test_a_choice_is_kept_for_the_conversation_with_effort_and_parameters(
    alice: User, visit: Visit, place: Conversation
) -> None:
    answer = chosen(visit(alice), place.public_id, engine=THIRD, effort="high", temperature="0.5")

    place.refresh_from_db()
    alice.refresh_from_db()
    assert (place.engine, place.effort, place.parameters) == (THIRD, "high", {"temperature": 0.5})
    assert (alice.engine, alice.effort, alice.parameters) == ("", "", {})
    assert f"{THIRD} · hard</span>" in answer.content.decode()


def test_for_every_new_one_is_kept_with_the_person(alice: User, visit: Visit) -> None:
    chosen(visit(alice), None, engine=THIRD, effort="low", every="yes")

    alice.refresh_from_db()
    assert (alice.engine, alice.effort) == (THIRD, "low")


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"engine": "grok-3-gone"}, "There is no such engine or effort here."),
        ({"engine": THIRD, "effort": "wildly"}, "There is no such engine or effort here."),
        ({"engine": THIRD, "top_p": "2"}, "Top-p is a number from 0 to 1."),
    ],
    ids=["engine", "effort", "parameter"],
)
def test_what_cannot_be_is_said_and_not_kept(
    alice: User, visit: Visit, place: Conversation, form: dict[str, str], sentence: str
) -> None:
    answer = chosen(visit(alice), place.public_id, **form)

    place.refresh_from_db()
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert place.engine == ""


def test_somebody_elses_conversation_is_not_there(bob: User, visit: Visit, place: Conversation) -> None:
    assert chosen(visit(bob), place.public_id, engine=THIRD).status_code == 404


def test_without_a_script_one_is_back_on_the_page(alice: User, visit: Visit, place: Conversation) -> None:
    answer = visit(alice).post(f"/c/{place.public_id}/engine/", {"engine": THIRD})

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/c/{place.public_id}/")


@pytest.mark.parametrize("new", [True, False], ids=["new", "standing"])
def test_several_answer_one_question_and_the_picker_is_as_usual_again(
    alice: User, visit: Visit, place: Conversation, new: bool
) -> None:
    Conversation.objects.update(engine=SECOND)

    answer = sent(visit(alice), None if new else place.public_id, FIRST, SECOND, THIRD)

    rows = Turn.objects.exclude(comparison=None).order_by("pk")
    assert list(rows.values_list("engine", flat=True)) == [FIRST, SECOND, THIRD]
    assert rows[0].conversation.engine == ("" if new else SECOND)  # of several none is for good
    page = answer.content.decode()
    assert f'<span id="engine-label">{"Auto" if new else SECOND}</span>' in page
    assert "data-comparing" not in page


def test_more_than_four_are_refused_in_words_and_stay_ticked(alice: User, visit: Visit, place: Conversation) -> None:
    five = [FIRST, SECOND, THIRD, "grok-4.5", "grok-build-0.1"]

    answer = sent(visit(alice), place.public_id, *five)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "At most 4 answers stand side by side. Nothing was sent. Choose fewer engines." in page
    assert "Which?</textarea>" in page
    assert "Compare 5 engines" in page
    assert page.count(" checked") == 6  # they, and the switch
    assert not Turn.objects.exclude(comparison=None).exists()


def test_a_comparison_does_not_wait_in_the_line_as_one_engine(alice: User, visit: Visit, place: Conversation) -> None:
    turns.send(alice, "Still writing?", key="click-0002", conversation=place.public_id)

    form = {"text": "Which?", "engine": [FIRST, SECOND]}
    answer = visit(alice).post(f"/c/{place.public_id}/queue/add/", form, headers=HTMX)

    assert answer.status_code == 422
    assert "Which?</textarea>" in answer.content.decode()
    assert "Compare 2 engines" in answer.content.decode()


def test_the_menu_of_an_answer_names_other_engines_that_can_be_asked(
    alice: User, visit: Visit, place: Conversation
) -> None:
    turn = Turn.objects.get(conversation=place)
    client = visit(alice)

    page = client.get(f"/turns/{turn.public_id}/menu/", headers=HTMX).content.decode()
    named = [part.split('"')[0] for part in page.split('name="engine" value="')[1:]]
    begun = client.post(f"/turns/{turn.public_id}/retry/", {"engine": named[0], "key": "click-0009"}, headers=HTMX)

    assert turn.engine not in named
    assert begun.status_code == 200
    assert Turn.objects.latest("pk").engine == named[0]
