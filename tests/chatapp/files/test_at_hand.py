"""What may go along once more is what stands here already, one's own, and not deleted; taking it off again deletes nothing."""

from uuid import UUID, uuid4

import pytest
from django.test import Client

from accounts.models import User
from chatapp import projects, turns
from chatapp.files import chips, deleting
from chatapp.models import Attachment, Conversation
from tests.chatapp.files.conftest import Take


def names(client: Client, **asked: UUID) -> list[str]:
    files = client.get("/files/at-hand/", {name: str(value) for name, value in asked.items()}).json()["files"]
    assert all(file["delete"] == "" for file in files)
    return [file["name"] for file in files]


def test_the_conversations_files_and_its_projects_are_at_hand_and_can_be_asked_about_again(
    alice: User, client: Client, take: Take
) -> None:
    client.force_login(alice)
    project = projects.create(alice, "Foxes")
    sent, gone, loose = (take(alice, b"Words.", f"{name}.txt") for name in ("sent", "gone", "loose"))
    shared = take(alice, b"More words.", "shared.txt")
    Attachment.objects.filter(pk=shared.pk).update(project=project)
    ids = [sent.public_id, gone.public_id]
    begun = turns.send(
        alice, "What?", key=uuid4().hex, conversation=turns.Anew(project.public_id), along=turns.Along(attachments=ids)
    )
    deleting.delete(alice, gone.public_id)

    assert set(names(client, conversation=begun.conversation)) == {"sent.txt", "shared.txt"}
    assert names(client, project=project.public_id) == ["shared.txt"]
    assert names(client) == []
    assert chips.chip(loose)["delete"]
    assert not chips.chip(Attachment.objects.get(pk=sent.pk))["delete"]

    turns.stop(alice, begun.turn)
    again = {"text": "And?", "attachment": [str(sent.public_id), str(shared.public_id)]}
    client.post(f"/c/{begun.conversation}/send/", again)
    assert Attachment.objects.get(pk=sent.pk).places.count() == 2


@pytest.mark.parametrize("named", ["conversation", "project"])
def test_somebody_elses_are_not_there(alice: User, bob: User, client: Client, named: str) -> None:
    begun = turns.send(bob, "What?", key=uuid4().hex)
    theirs = {"conversation": begun.conversation, "project": projects.create(bob, "Foxes").public_id}[named]
    client.force_login(alice)

    for word in (theirs, uuid4(), "nonsense"):
        assert client.get("/files/at-hand/", {named: str(word)}).status_code == 404
    assert Conversation.objects.count() == 1
