"""Saved prompts are their owner's alone; a shape is checked before it is kept, and asked for with the question."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from chatapp.composer.saved import TEXT_CHARACTERS, PromptForm
from chatapp.models import Message, SavedPrompt, Turn

SCHEMA = {"type": "object", "properties": {"colour": {"type": "string"}}}


@pytest.fixture
def hers(alice: User, client: Client) -> Client:
    client.force_login(alice)
    return client


def keep(owner: User, name: str = "Colour", **columns: Any) -> SavedPrompt:
    return SavedPrompt.objects.create(owner=owner, **{"name": name, "text": "Name the colour of {{thing}}."} | columns)


def test_a_prompt_is_kept_changed_and_deleted(hers: Client) -> None:
    hers.post("/prompts/", {"name": "Colour", "text": "The colour of {{thing}}?\x07", "shape": json.dumps(SCHEMA)})
    kept = SavedPrompt.objects.get()
    assert (kept.text, kept.json_schema) == ("The colour of {{thing}}?", SCHEMA)
    address = f"/prompts/{kept.public_id}/"
    assert "&quot;colour&quot;" in hers.get(address).content.decode()

    hers.post(address, {"name": "Colours", "text": "Which?", "shape": ""})
    kept.refresh_from_db()
    assert (kept.name, kept.text, kept.json_schema) == ("Colours", "Which?", None)

    hers.post(f"{address}delete/")
    assert "None yet" in hers.get("/prompts/").content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "required"),
        ({"text": " "}, "required"),
        ({"name": "n" * 61}, "at most 60 characters"),
        ({"text": "t" * (TEXT_CHARACTERS + 1)}, "at most 8000 characters"),
        ({"name": "Taken"}, "of this name already"),
        ({"shape": "{"}, "This is not JSON"),
        ({"shape": "[]"}, "A schema is a JSON object"),
        ({"shape": '{"type": "object", "properties": 3}'}, "no valid JSON Schema"),
    ],
    ids=["no name", "no words", "long name", "long words", "name taken", "no JSON", "no object", "no schema"],
)
def test_what_is_no_prompt_is_not_kept_and_what_was_typed_stays(
    hers: Client, alice: User, typed: dict[str, str], sentence: str
) -> None:
    keep(alice, "Taken")
    other = keep(alice, "Another")

    for address in ("/prompts/", f"/prompts/{other.public_id}/"):
        answer = hers.post(address, {"name": "New", "text": "Words that stay.", "shape": ""} | typed)

        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert "text" in typed or "Words that stay.</textarea>" in answer.content.decode()
    assert set(SavedPrompt.objects.values_list("name", flat=True)) == {"Taken", "Another"}


def test_there_is_a_most(hers: Client, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PromptForm, "most", 1)
    keep(alice)

    answer = hers.post("/prompts/", {"name": "Second", "text": "More."})

    assert "which is the most" in answer.content.decode()
    assert SavedPrompt.objects.count() == 1


def test_words_from_the_composer_begin_a_prompt_and_nothing_is_kept_yet(hers: Client) -> None:
    page = hers.post("/prompts/", {"begin": "1", "text": "Explain {{what}}."})

    assert page.status_code == 200
    assert "Explain {{what}}.</textarea>" in page.content.decode()
    assert not SavedPrompt.objects.exists()


def test_the_menu_has_ones_own_alone_those_used_last_first(hers: Client, alice: User, bob: User) -> None:
    keep(bob, "Bob's")
    keep(alice, "First")
    second = keep(alice, "Second", json_schema=SCHEMA)

    assert hers.post(f"/prompts/{second.public_id}/used/").status_code == 204
    answer = hers.get("/prompts/menu/")

    assert [(each["name"], each["shaped"]) for each in answer.json()["prompts"]] == [("Second", True), ("First", False)]
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]


def test_a_question_asks_for_the_shape_of_its_prompt(hers: Client, alice: User) -> None:
    prompt = keep(alice, json_schema=SCHEMA)

    answer = hers.post(
        "/c/send/", {"text": "The sky", "saved_prompt": str(prompt.public_id)}, headers={"HX-Request": "1"}
    )

    assert Message.objects.get(role="user").json_schema == SCHEMA
    assert "data-shaped" in answer.content.decode()


@pytest.mark.parametrize("named", ["bobs", "nobodys", "nonsense"])
def test_a_prompt_that_is_not_theirs_is_refused_and_nothing_is_sent(hers: Client, bob: User, named: str) -> None:
    theirs = keep(bob, json_schema=SCHEMA)
    word = {"bobs": str(theirs.public_id), "nobodys": str(uuid4())}.get(named, named)

    answer = hers.post("/c/send/", {"text": "The sky", "saved_prompt": word}, headers={"HX-Request": "1"})

    assert answer.status_code == 422
    assert "is not there any more. Nothing was sent." in answer.content.decode()
    assert "The sky</textarea>" in answer.content.decode()
    assert not Turn.objects.exists()
