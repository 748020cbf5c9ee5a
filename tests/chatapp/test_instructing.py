"""What a conversation heeds is its owner's to read and to change; personas are words kept under a name."""

import pytest
from django.test import Client

from accounts.models import User
from accounts.models.user import INSTRUCTIONS_CHARACTERS
from chatapp import context, instructing, turns
from chatapp.models import Conversation, Persona, Turn
from usage.models import Hold


@pytest.fixture
def place(alice: User, client: Client) -> Conversation:
    client.force_login(alice)
    return Conversation.objects.get(public_id=turns.send(alice, "Hello", key="instructing-1").conversation)


def heeded(place: Conversation) -> context.Instructions:
    turn = Turn.objects.filter(conversation=place).latest("pk")
    return context.path_to(turn.prompt_id).instructions


def test_a_conversation_heeds_what_was_saved_and_the_page_shows_all_that_is_told(
    place: Conversation, client: Client
) -> None:
    address = f"/c/{place.public_id}/instructions/"

    client.post(address, {"instructions": "  Answer in verse.\x07 "})

    assert heeded(place).conversation == "Answer in verse."
    page = client.get(address).content.decode()
    assert context.prompt(context.SYSTEM)[:40] in page
    assert page.count("Answer in verse.") == 2


def test_a_persona_fills_the_field_and_nothing_is_changed_before_it_is_saved(
    place: Conversation, alice: User, client: Client
) -> None:
    persona = Persona.objects.create(owner=alice, name="Teacher", instructions="Explain patiently.")

    page = client.get(f"/c/{place.public_id}/instructions/", {"persona": str(persona.public_id)}).content.decode()

    assert "Explain patiently.</textarea>" in page
    assert not heeded(place)


def test_somebody_elses_persona_is_not_there(place: Conversation, bob: User, client: Client) -> None:
    persona = Persona.objects.create(owner=bob, name="Teacher", instructions="Secret words.")

    for chosen in (persona.public_id, "nonsense"):
        assert client.get(f"/c/{place.public_id}/instructions/", {"persona": str(chosen)}).status_code == 404


def test_a_conversation_keeps_the_words_of_a_persona_that_was_deleted(
    place: Conversation, alice: User, client: Client
) -> None:
    persona = Persona.objects.create(owner=alice, name="Teacher", instructions="Explain patiently.")
    instructing.instruct(alice, place.public_id, persona.instructions)

    client.post(f"/personas/{persona.public_id}/delete/")

    assert not Persona.objects.exists()
    assert heeded(place).conversation == "Explain patiently."


@pytest.mark.parametrize(
    ("name", "words", "sentence"),
    [
        ("", "Be brief.", "required"),
        ("Brief", "", "required"),
        ("Brief", "x" * (INSTRUCTIONS_CHARACTERS + 1), "at most"),
        ("Teacher", "Be brief.", "of this name already"),
    ],
    ids=["no name", "no words", "too long", "name taken"],
)
def test_what_is_no_persona_is_not_kept_and_what_was_typed_stays(
    place: Conversation, alice: User, client: Client, name: str, words: str, sentence: str
) -> None:
    Persona.objects.create(owner=alice, name="Teacher", instructions="Explain patiently.")

    answer = client.post("/personas/", {"name": name, "instructions": words})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Persona.objects.count() == 1


def test_the_hold_counts_what_is_heeded(place: Conversation, alice: User) -> None:
    def held(key: str) -> int:
        Turn.objects.update(state="stopped", ended_at="2026-01-01T00:00Z", stop_asked_at=None)
        turn = turns.send(alice, "Again", key=key, conversation=place.public_id).turn
        return int(Hold.objects.get(subject=turn).ticks)

    plain = held("instructing-2")
    instructing.instruct(alice, place.public_id, "Be brief. " * 300)

    assert held("instructing-3") > plain + 500 * 20_000
