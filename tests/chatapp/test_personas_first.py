"""A persona is chosen before the first question: it stands in the address, goes along, and the conversation takes its words."""

from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from chatapp.models import Conversation, Persona, Turn


@pytest.fixture(autouse=True)
def _signed_in(alice: User, client: Client) -> None:
    client.force_login(alice)


@pytest.fixture
def teacher(alice: User) -> Persona:
    return Persona.objects.create(owner=alice, name="Teacher", instructions="Explain patiently. " * 100)


def test_a_conversation_begins_with_the_words_of_the_persona_and_its_hold_counts_them(
    alice: User, teacher: Persona, client: Client
) -> None:
    form = {"text": "Why?", "engine": "grok-4.7"}
    client.post("/c/send/", form | {"key": "beginning-1"})
    client.post("/c/send/", form | {"key": "beginning-2", "persona": str(teacher.public_id)})

    plain, taught = Conversation.objects.order_by("pk")
    assert (plain.instructions, taught.instructions) == ("", teacher.instructions)
    first, second = Turn.objects.order_by("pk")
    assert second.hold.ticks > first.hold.ticks


def test_what_is_chosen_stands_in_the_address_and_a_reload_shows_it(teacher: Persona, client: Client) -> None:
    chosen = f'value="{teacher.public_id}" selected'

    assert chosen in client.get(f"/?persona={teacher.public_id}").content.decode()
    for other in ("/", "/?persona=nobody", f"/?persona={uuid4()}"):
        page = client.get(other).content.decode()
        assert "Persona of the new conversation" in page
        assert chosen not in page


def test_who_has_no_persona_sees_no_picker(alice: User, client: Client) -> None:
    assert "Persona of the new conversation" not in client.get("/").content.decode()


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["plain", "htmx"])
def test_after_a_refusal_the_persona_is_still_chosen(teacher: Persona, client: Client, headers: dict[str, str]) -> None:
    form = {"text": " ", "key": "beginning-1", "persona": str(teacher.public_id)}

    answer = client.post("/c/send/", form, headers=headers)

    assert answer.status_code == 422
    assert f'value="{teacher.public_id}" selected' in answer.content.decode()


def test_a_persona_that_is_not_there_or_not_theirs_begins_nothing(bob: User, alice: User, client: Client) -> None:
    theirs = Persona.objects.create(owner=bob, name="Pirate", instructions="Say arr.")

    for persona in (theirs.public_id, uuid4()):
        answer = client.post("/c/send/", {"text": "Why?", "key": f"gone-{persona}", "persona": str(persona)})
        assert answer.status_code == 422
        assert "persona this conversation should begin with is not there any more" in answer.content.decode()
    assert not Turn.objects.exists()
