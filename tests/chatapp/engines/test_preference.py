"""A person may make an engine their own."""

import pytest
from django.test import Client

from accounts.models import User
from chatapp import engines, turns
from chatapp.models import Turn
from xai.catalogue import known_engines

pytestmark = pytest.mark.django_db


def test_the_settings_page_offers_what_the_house_can_reach(alice: User, client: Client) -> None:
    client.force_login(alice)

    page = client.get("/people/me/").content.decode()

    assert all(f'value="{name}"' in page for name, _ in engines.offered())
    assert {name for name, _ in engines.offered()} <= {"auto", *(engine.id for engine in known_engines())}


def test_a_new_conversation_begins_with_ones_own_engine(alice: User) -> None:
    alice.engine = "grok-4.3"
    alice.save(update_fields=["engine"])

    begun = turns.send(alice, "Hello.", key="key-one-1")

    assert Turn.objects.get(public_id=begun.turn).engine == "grok-4.3"


@pytest.mark.parametrize("chosen", ["", "grok-4.20-0309-non-reasoning"], ids=["Auto looks again", "as chosen now"])
def test_a_question_that_is_put_differently_is_another_one_to_auto(alice: User, chosen: str) -> None:
    alice.engine = "auto"
    alice.save(update_fields=["engine"])
    first = Turn.objects.get(public_id=turns.send(alice, "Hello!", key="key-one-1").turn)
    turns.stop(alice, first.public_id)
    words = "Prove step by step that the square root of 2 is irrational, then generalise it to all primes."

    again = turns.edit(alice, first.public_id, words, key="key-two-2", choice=turns.Choice(chosen))

    turn = Turn.objects.get(public_id=again.turn)
    assert (turn.engine != first.engine, bool(turn.chosen_because)) == ((True, True) if not chosen else (False, False))
