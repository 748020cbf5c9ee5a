"""Projects: conversations begin in one, are moved into one, and outlive it."""

from uuid import uuid4

import pytest

from accounts.models import User
from chatapp import turns
from chatapp.models import Conversation, Project

pytestmark = pytest.mark.django_db


def test_a_conversation_begins_in_a_project_of_ones_own(alice: User, bob: User) -> None:
    mine, his = (Project.objects.create(owner=who, name="Boats") for who in (alice, bob))

    inside = turns.send(alice, "Why?", key=uuid4().hex, project=mine.public_id)
    refused = turns.send(alice, "Why?", key=uuid4().hex, project=his.public_id)

    assert Conversation.objects.get(public_id=inside.conversation).project == mine
    assert Conversation.objects.get(public_id=refused.conversation).project is None
