"""The doors of the queue: adding, editing, deleting, with a script and without."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from chatapp import tasks
from chatapp.composer import drafts
from chatapp.files import uploads
from chatapp.models import Draft, Queued, SavedPrompt, Turn
from tests.chatapp.queues import asked, over, queued, waiting
from tests.chatapp.relays import ask

pytestmark = pytest.mark.django_db


@pytest.fixture
def hers(alice: User) -> Client:
    client = Client(headers={"HX-Request": "true"})
    client.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_click_heard_already_is_not_heard_again_when_what_it_queued_is_sent(alice: User, hers: Client) -> None:
    turn = ask(alice, "First")
    place = f"/c/{turn.conversation.public_id}/"
    click = {"text": "Second", "key": "click-0001"}
    hers.post(f"{place}queue/add/", click)
    over(turn)
    tasks.send_all_queued()
    over(Turn.objects.latest("pk"))

    answer = hers.post(f"{place}queue/add/", click)

    assert answer.status_code == 200
    assert asked(alice) == ["First", "Second"]


def test_a_click_that_was_sent_at_once_is_found_while_its_answer_is_written(alice: User, hers: Client) -> None:
    place = f"/c/{over(ask(alice, 'First')).conversation.public_id}/"
    click = {"text": "Second", "key": "click-0001"}
    hers.post(f"{place}queue/add/", click)

    answer = hers.post(f"{place}queue/add/", click)

    assert answer.status_code == 200
    assert (asked(alice), waiting()) == (["First", "Second"], [])


def test_queueing_empties_the_composer_and_its_draft(alice: User, hers: Client) -> None:
    place = f"/c/{ask(alice, 'First').conversation.public_id}/"
    now = int(timezone.now().timestamp() * 1000)
    hers.post(f"{place}draft/", {"text": "Second", "typed_at": str(now)})

    answer = hers.post(f"{place}queue/add/", {"text": "Second", "key": "click-0001"})

    assert answer["HX-Reswap"] == "none"
    assert "Next: “Second”" in answer.content.decode()
    assert Draft.objects.get().text == ""
    assert "Next: “Second”" in hers.get(place).content.decode()


def test_files_go_from_the_draft_into_the_queue_and_back_into_the_draft_to_be_edited(
    alice: User, hers: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    conversation = ask(alice, "First").conversation
    file = uploads.take(alice, SimpleUploadedFile("notes.txt", b"The fox crossed."), key="upload-0001")
    drafts.add_file(alice, conversation, file)
    place = f"/c/{conversation.public_id}/"

    hers.post(f"{place}queue/add/", {"text": "Second", "key": "click-0001", "attachment": str(file.public_id)})

    assert list(Draft.objects.get().attachments.all()) == []
    chip = Queued.objects.get()
    assert list(chip.attachments.all()) == [file]
    hers.post(f"/queued/{chip.public_id}/take/", {"text": ""})
    assert list(Draft.objects.get().attachments.all()) == [file]
    assert "notes.txt" in hers.get(place).content.decode()


def test_what_was_set_beside_the_words_is_sent_with_them(alice: User, hers: Client) -> None:
    turn = ask(alice, "First")
    form = {"text": "Second", "key": "click-0001", "engine": "grok-4.3", "parameters": "1", "temperature": "0.5"}
    hers.post(f"/c/{turn.conversation.public_id}/queue/add/", form)
    over(turn)

    tasks.send_all_queued()

    sent = Turn.objects.latest("pk")
    assert (sent.engine, sent.parameters) == ("grok-4.3", {"temperature": 0.5})


def test_several_engines_are_not_made_one_in_the_queue(alice: User, hers: Client) -> None:
    turn = ask(alice, "First")
    form = {"text": "Second", "key": "click-0001", "engine": ["grok-4.7", "grok-4.3"]}

    answer = hers.post(f"/c/{turn.conversation.public_id}/queue/add/", form)

    assert answer.status_code == 422
    assert "Grok is still writing here" in answer.content.decode()
    assert waiting() == []


def test_when_nothing_is_written_any_more_it_is_sent(alice: User, hers: Client) -> None:
    turn = over(ask(alice, "First"))
    place = f"/c/{turn.conversation.public_id}/"

    answer = hers.post(f"{place}queue/add/", {"text": "Second", "key": "click-0001"})

    assert ">Second</div>" in answer.content.decode()
    assert asked(alice) == ["First", "Second"]


def test_editing_brings_it_back_behind_what_is_typed(alice: User, hers: Client) -> None:
    turn = ask(alice, "First")
    (chip,) = queued(alice, turn, "Second")

    answer = hers.post(f"/queued/{chip.public_id}/take/", {"text": "Half a thought"})

    assert "Half a thought\n\nSecond</textarea>" in answer.content.decode()
    assert Draft.objects.get().text == "Half a thought\n\nSecond"
    assert waiting() == []


def test_what_was_sent_meanwhile_is_not_there_to_be_edited(alice: User, hers: Client) -> None:
    turn = ask(alice, "First")
    (chip,) = queued(alice, turn, "Second")
    over(turn)
    tasks.send_all_queued()

    assert hers.post(f"/queued/{chip.public_id}/take/", {"text": ""}).status_code == 404
    assert not Draft.objects.filter(text__contains="Second").exists()


def test_deleting_sends_nothing(alice: User, hers: Client) -> None:
    turn = ask(alice, "First")
    (chip,) = queued(alice, turn, "Second")

    assert hers.post(f"/queued/{chip.public_id}/drop/").status_code == 200

    over(turn)
    tasks.send_all_queued()
    assert asked(alice) == ["First"]


def test_the_plain_forms_lead_back_to_the_page(alice: User) -> None:
    turn = ask(alice, "First")
    chips = queued(alice, turn, "One", "Two")
    client = Client()
    client.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")

    for chip, act in zip(chips, ["take", "drop"], strict=True):
        assert client.post(f"/queued/{chip.public_id}/{act}/")["Location"] == f"/c/{turn.conversation.public_id}/"
    assert "One</textarea>" in client.get(f"/c/{turn.conversation.public_id}/").content.decode()


def test_a_shape_is_asked_for_with_what_is_queued_and_comes_back_to_be_edited(alice: User, hers: Client) -> None:
    schema = {"type": "object", "properties": {"colour": {"type": "string"}}, "required": ["colour"]}
    prompt = SavedPrompt.objects.create(owner=alice, name="Colours", text="Which?", json_schema=schema)
    turn = ask(alice, "First")
    place = f"/c/{turn.conversation.public_id}/"
    form = {"text": "Second", "saved_prompt": str(prompt.public_id)}
    shown = hers.post(f"{place}queue/add/", form | {"key": "click-0001"}).content.decode()
    assert "answer in a shape" in shown

    edited = hers.post(f"/queued/{Queued.objects.get().public_id}/take/", {"text": ""}).content.decode()
    assert f'name="saved_prompt" value="{prompt.public_id}"' in edited
    assert "was changed or deleted" not in edited

    hers.post(f"{place}queue/add/", form | {"key": "click-0002"})
    over(turn)
    tasks.send_all_queued()
    assert Turn.objects.latest("pk").prompt.json_schema == schema


@pytest.mark.parametrize("change", ["changed", "deleted"])
def test_a_shape_that_is_no_more_is_not_lost_without_a_word(alice: User, hers: Client, change: str) -> None:
    prompt = SavedPrompt.objects.create(owner=alice, name="Colours", text="Which?", json_schema={"type": "object"})
    turn = ask(alice, "First")
    form = {"text": "Second", "saved_prompt": str(prompt.public_id), "key": "click-0001"}
    hers.post(f"/c/{turn.conversation.public_id}/queue/add/", form)
    mine = SavedPrompt.objects.filter(pk=prompt.pk)
    mine.delete() if change == "deleted" else mine.update(json_schema={"type": "object", "title": "Another"})

    edited = hers.post(f"/queued/{Queued.objects.get().public_id}/take/", {"text": ""}).content.decode()

    assert "was changed or deleted, so it would be answered in words" in edited
    assert "Second</textarea>" in edited
