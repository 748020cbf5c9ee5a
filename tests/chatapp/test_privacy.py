"""What the house holds about a person can be taken along, column by column; what is left out is written down here."""

from typing import Any

import pytest
from django.db import models

from accounts import privacy
from accounts.models import User
from chatapp.models import Conversation, Message, Origin, Project, Turn
from tests.chatapp.answers import answered

pytestmark = pytest.mark.django_db

OURS = {"id", "owner", "public_id"}  # inner keys, whose the export is, and what stands in it as "id"
LEFT_OUT: dict[type[models.Model], dict[str, str]] = {
    Conversation: {
        "title_indexed": "the search's copy of the title",
        "leaf": "the branch shown: a place in the page",
        "temporary": "none that is temporary is in the export",
        "here_at": "of temporary ones alone",
        "delete_after": "the sweep's clock; deleted_at is there",
    },
    Project: {},
    Message: {
        "conversation": "it stands in it",
        "path_bytes": "reckoned from the words",
        "depth": "reckoned from the parents",
        "file_count": "reckoned from the files, which name their messages",
        "indexed": "the search's mark",
    },
    Turn: {
        "conversation": "it stands in it",
        "prompt": "the parent of the answer",
        "answer": "it stands with it",
        "hold": "the ledger's, in the store of usage",
        "than": "which answer a wish was about: a row beside it",
        "kept_text": "the beginning of the answer, which has it",
        "request_id": "for the house's log",
        "lease": "the relay's",
        "lease_until": "the relay's",
        "claims": "the relay's",
        "turned_away": "the line's",
        "look": "what the router may still change",
        "taken_at": "the line's",
        "due_at": "the line's",
        "epoch": "the log's",
        "sealed": "the log's",
        "summary": "the summaries stand with the conversation",
        "fingerprint": "the provider's name for its own machine",
        "response_id": "the provider's key of a stored answer",
    },
    Origin: {"conversation": "it stands with it"},
}
NAMED = {
    "engine_used": "engine",
    "source": "origin",
    "project_file_ids": "project_files",
}  # columns that stand under another name


def told_of(person: User) -> dict[type[models.Model], dict[str, Any]]:
    """One record of each kind, as the export has it."""
    stores = privacy.export_of(person)["stores"]
    (conversation,) = stores["chatapp.conversations"]["records"]
    (project,) = stores["chatapp.projects"]["records"]
    question, answer = conversation["messages"]
    return {Conversation: conversation, Project: project, Message: question, Turn: answer, Origin: conversation}


@pytest.mark.parametrize("model", LEFT_OUT, ids=lambda model: model.__name__)
def test_every_column_is_taken_along_or_left_out_on_purpose(alice: User, model: type[models.Model]) -> None:
    turn = answered(alice, "One?", "1.")
    project = Project.objects.create(owner=alice, name="Foxes")
    Conversation.objects.filter(pk=turn.conversation.pk).update(project=project)
    columns = {field.name for field in model._meta.concrete_fields} - OURS

    record = told_of(alice)[model]
    told = {column for column in columns if NAMED.get(column, column) in record}

    assert columns - told == set(LEFT_OUT[model])


def test_what_was_set_and_reckoned_is_taken_along(alice: User) -> None:
    turn = answered(alice, "One?", "1.")
    Conversation.objects.filter(pk=turn.conversation.pk).update(effort="high", parameters={"temperature": 0.5})
    Turn.objects.filter(pk=turn.pk).update(input_tokens=7, wish="shorter", shape="unfit", shape_problem="No such key.")
    Message.objects.filter(pk=turn.prompt.pk).update(label="Take care.", json_schema={"type": "object"})
    Origin.objects.create(owner=alice, conversation=turn.conversation, source="chatgpt:1")
    Project.objects.create(owner=alice, name="Foxes", effort="low", parameters={"top_p": 0.9})

    told = told_of(alice)

    conversation, question, answer = told[Conversation], told[Message], told[Turn]
    assert (conversation["effort"], conversation["parameters"]) == ("high", {"temperature": 0.5})
    assert conversation["origin"] == "chatgpt:1"
    assert (question["label"], question["json_schema"]) == ("Take care.", {"type": "object"})
    assert (answer["input_tokens"], answer["wish"], answer["shape_problem"]) == (7, "shorter", "No such key.")
    assert (told[Project]["effort"], told[Project]["parameters"]) == ("low", {"top_p": 0.9})
