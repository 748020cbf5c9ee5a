"""What may be set beside the words: offered where the engine takes it, refused in words, never sent where it is not."""

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from chatapp import turns
from chatapp.engines import parameters
from chatapp.engines.choosing import Choice
from chatapp.engines.parameters import Wrong
from chatapp.models import Turn
from tests.chatapp.relays import RunningRelay, ended
from tests.support.simulator import Simulator

EVERY = {"temperature", "top_p", "max_output_tokens", "seed"}
PENALTIES = {"presence_penalty", "frequency_penalty"}


@pytest.mark.parametrize(
    ("engine", "route", "more"),
    [
        ("grok-4.7", "responses", {"top_k"}),
        ("grok-4.7", "chat", set()),
        ("grok-4.3", "chat", {"stop"}),
        ("grok-4.3", "responses", {"top_k"}),
        ("grok-4.20-0309-non-reasoning", "chat", {"stop"}),
        ("auto", "responses", {"top_k"}),
        ("auto", "chat", set()),
        ("llama-9", "responses", set()),
        ("llama-9", "chat", {"stop", *PENALTIES}),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(sorted(value)) or "none",
)
def test_each_engine_is_offered_what_it_takes(settings: Settings, engine: str, route: str, more: set[str]) -> None:
    settings.XAI_ROUTE = route
    every = tuple((each.name, 1) for each in parameters.everything())

    assert {each.name for each in parameters.taken_by(engine)} == EVERY | more
    if engine != "auto":
        assert {name for name, _ in parameters.fitting(every, engine)} == EVERY | more


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("temperature", "0.7", 0.7),
        ("temperature", "0,7", 0.7),
        ("temperature", "0", 0.0),
        ("top_k", " 40 ", 40),
        ("presence_penalty", "-2", -2.0),
        ("stop", "END | STOP | END", ("END", "STOP")),
    ],
    ids=["point", "comma", "zero", "spaces", "negative", "stops"],
)
def test_what_is_typed_is_understood(name: str, typed: str, value: object) -> None:
    assert parameters.typed({name: typed, "seed": " "}) == ((name, value),)


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("temperature", "hot", "Temperature is a number from 0 to 2. Nothing was sent; change it or leave it empty."),
        ("temperature", "2.1", "Temperature is a number from 0 to 2. Nothing was sent; change it or leave it empty."),
        ("temperature", "nan", "Temperature is a number from 0 to 2. Nothing was sent; change it or leave it empty."),
        ("top_k", "1.5", "Top-k is a whole number from 1 to 1000. Nothing was sent; change it or leave it empty."),
        ("seed", "-1", "Seed is a whole number from 0 to 2147483647. Nothing was sent; change it or leave it empty."),
        ("stop", "a|b|c|d|e", "Stop at takes at most 4 texts of 40 characters. Nothing was sent; shorten it."),
        ("stop", "x" * 41, "Stop at takes at most 4 texts of 40 characters. Nothing was sent; shorten it."),
    ],
    ids=["word", "too-much", "not-a-number", "not-whole", "negative", "many-stops", "long-stop"],
)
def test_what_cannot_be_sent_is_refused_in_words(name: str, typed: str, sentence: str) -> None:
    with pytest.raises(Wrong) as wrong:
        parameters.typed({name: typed})

    assert str(wrong.value).replace(",", "") == sentence.replace(",", "")


@pytest.mark.django_db
def test_a_wrong_one_is_refused_at_send_and_nothing_is_lost(alice: User, client: Client) -> None:
    client.force_login(alice)

    answer = client.post("/c/send/", {"text": "Why?", "engine": "grok-4.7", "parameters": "1", "temperature": "hot"})

    assert answer.status_code == 422
    assert "Temperature is a number from 0 to 2" in answer.content.decode()
    assert "Why?</textarea>" in answer.content.decode()
    assert not Turn.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_an_engine_would_refuse_is_never_sent(alice: User, simulator: Simulator, relay: RunningRelay) -> None:
    values = (("presence_penalty", 1.0), ("seed", 7), ("stop", ("END",)), ("temperature", 0.5))
    begun = turns.send(alice, "Why?", key="click-0001", choice=Choice("grok-4.7", parameters=values))

    turn = ended(Turn.objects.get(public_id=begun.turn))

    assert turn.state == "finished"  # the stand-in refuses what the provider refuses
    assert turn.parameters == {"seed": 7, "temperature": 0.5}
