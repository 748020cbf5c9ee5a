"""A long conversation comes in stretches: none is missing, none comes twice, and any message can be jumped to."""

import re
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from chatapp import conversations, stretches, turns
from chatapp.models import Conversation, Turn
from chatapp.stretches import TURNS, Stretch
from tests.chatapp.answers import answered, ends
from tests.support.threads import lengthen

pytestmark = pytest.mark.django_db

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def long_thread(person: User, count: int) -> tuple[Conversation, list[Turn]]:
    """So many turns; the answers are "0", "1", …"""
    first = answered(person, "And?", "0")
    rest = lengthen(first, [str(number) for number in range(1, count)])
    return conversations.own(person, first.conversation.public_id), [first, *rest]


def said(stretch: Stretch) -> list[int]:
    return [int(section.answer.text) for section in stretch.sections]


@pytest.mark.parametrize("count", [1, TURNS, TURNS + 1, 3 * TURNS + 5])
def test_scrolling_up_shows_every_turn_once(alice: User, count: int) -> None:
    place, _ = long_thread(alice, count)
    stretch = stretches.latest(place)
    shown = said(stretch)
    while stretch.before:
        stretch = stretches.before(place, stretch.before)
        assert len(stretch.sections) <= TURNS
        shown = said(stretch) + shown

    assert shown == list(range(count))


@pytest.mark.parametrize("at", [0, 1, TURNS, 30, 69, 70])
def test_a_message_is_jumped_to_and_both_ways_lead_on_from_there(alice: User, at: int) -> None:
    place, made = long_thread(alice, 71)
    stretch = stretches.around(place, made[at].answer.public_id)
    assert at in said(stretch)
    assert stretch.shown == made[at].public_id
    shown, up, down = said(stretch), stretch, stretch
    while up.before:
        up = stretches.before(place, up.before)
        shown = said(up) + shown
    while down.after:
        down = stretches.after(place, down.after)
        shown = shown + said(down)

    assert shown == list(range(71))


def test_a_question_is_jumped_to_like_its_answer(alice: User) -> None:
    place, made = long_thread(alice, 40)

    assert stretches.around(place, made[7].prompt.public_id).shown == made[7].public_id


def test_a_message_on_another_branch_is_offered_not_switched_to(client: Client, alice: User) -> None:
    first = answered(alice, "One?", "1")
    begun = turns.retry(alice, first.public_id, key="again-0001")
    ends(Turn.objects.get(public_id=begun.turn), "another 1")
    client.force_login(alice, backend=BACKEND)

    page = client.get(f"/c/{first.conversation.public_id}/?message={first.answer.public_id}").content.decode()

    assert "That message is on another branch" in page
    assert "another 1" in page
    assert f'name="message" value="{first.answer.public_id}"' in page


@pytest.mark.parametrize("asked", ["", "nonsense", "9ea12d69-7ea8-43d3-a31a-7a81713b4596"])
def test_a_link_to_a_message_that_is_gone_opens_the_newest_end(client: Client, alice: User, asked: str) -> None:
    place, made = long_thread(alice, TURNS + 4)
    client.force_login(alice, backend=BACKEND)

    page = client.get(f"/c/{place.public_id}/", {"message": asked})

    assert page.status_code == 200
    assert f'id="turn-{made[-1].public_id}"' in page.content.decode()
    assert f'id="turn-{made[0].public_id}"' not in page.content.decode()


def test_the_ways_on_the_page_lead_through_all_of_it(client: Client, alice: User) -> None:
    place, made = long_thread(alice, 2 * TURNS + 3)
    client.force_login(alice, backend=BACKEND)
    markup = client.get(f"/c/{place.public_id}/").content.decode()
    seen = turns_on(markup)
    while way := re.search(r'hx-get="(/c/[^"]+/stretch/\?before=[^"]+)"', markup):
        markup = client.get(way[1], headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in markup
        seen = turns_on(markup) + seen

    assert seen == [turn.public_id for turn in made]


@pytest.mark.parametrize("ask", ["before", "after", "message"])
def test_another_persons_message_leads_nowhere(client: Client, alice: User, bob: User, ask: str) -> None:
    place, _ = long_thread(alice, 3)
    his, of_his = long_thread(bob, 3)
    client.force_login(alice, backend=BACKEND)
    mark = {ask: str(of_his[1].answer.public_id)}
    address = f"/c/{place.public_id}/" if ask == "message" else f"/c/{place.public_id}/stretch/"

    asked = client.get(address, mark)

    assert asked.status_code == (200 if ask == "message" else 404)
    assert str(of_his[0].public_id) not in asked.content.decode()
    assert client.get(f"/c/{his.public_id}/stretch/", mark).status_code == 404


def test_a_page_of_a_thousand_messages_asks_as_often_as_any(client: Client, alice: User) -> None:
    short, _ = long_thread(alice, TURNS + 1)
    place, _ = long_thread(alice, 500)
    client.force_login(alice, backend=BACKEND)
    client.get(f"/c/{short.public_id}/")  # what is made once a process, or once a person

    with CaptureQueriesContext(connection) as of_short:
        client.get(f"/c/{short.public_id}/")
    with CaptureQueriesContext(connection) as of_long:
        page = client.get(f"/c/{place.public_id}/").content.decode()

    assert len(turns_on(page)) == TURNS
    assert len(of_long) <= len(of_short) + 1, [query["sql"] for query in of_long]  # it was never looked at before


def turns_on(markup: str) -> list[UUID]:
    return [UUID(found) for found in re.findall(r'<article class="turn" id="turn-([0-9a-f-]{36})"', markup)]
