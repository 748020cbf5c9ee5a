"""Projects: conversations begin in one, are moved into one, and outlive it."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from chatapp import conversations, projects, turns
from chatapp.conversations import Command
from chatapp.models import Attachment, Conversation, Project, Turn
from tests.chatapp.answers import answered

pytestmark = pytest.mark.django_db
Visit = Callable[[User], Client]


def test_a_conversation_begins_in_a_project_of_ones_own(alice: User, bob: User) -> None:
    mine, his = (Project.objects.create(owner=who, name="Boats") for who in (alice, bob))

    inside = turns.send(alice, "Why?", key=uuid4().hex, conversation=turns.Anew(mine.public_id))
    refused = turns.send(alice, "Why?", key=uuid4().hex, conversation=turns.Anew(his.public_id))

    assert Conversation.objects.get(public_id=inside.conversation).project == mine
    assert Conversation.objects.get(public_id=refused.conversation).project is None


def test_a_project_is_made_changed_and_deleted_and_its_conversations_stay(alice: User, visit: Visit) -> None:
    browser = visit(alice)
    made = browser.post("/projects/create/", {"name": "  My   boats "}).headers["Location"]
    project = Project.objects.get(owner=alice)
    place = answered(alice).conversation
    conversations.keep(alice, Command("move", (place.public_id,), project=project.public_id))
    page = browser.get(made).content.decode()
    assert "My boats" in page
    assert f'id="row-{place.public_id}"' in page
    assert f'name="project" value="{project.public_id}"' in page

    browser.post(f"{made}change/", {"name": "Boats", "instructions": " Be brief. \r\nAlways.", "engine": "grok-4.7"})

    project.refresh_from_db()
    assert (project.name, project.instructions, project.engine) == ("Boats", "Be brief. \nAlways.", "grok-4.7")
    told = browser.post(f"{made}delete/", follow=True).content.decode()
    assert "“Boats” is deleted. Its conversation stays in your list." in told
    place.refresh_from_db()
    assert (place.project, place.deleted_at) == (None, None)
    assert not Project.objects.exists()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "needs a name"),
        ("   ", "needs a name"),
        ("Boats", "already"),
        ("a\x00b", "needs a name"),
        ("n" * 81, "at most 80"),
    ],
    ids=["empty", "blank", "twice", "control", "long"],
)
def test_a_name_that_will_not_do_is_said_with_what_was_typed(alice: User, visit: Visit, name: str, words: str) -> None:
    projects.create(alice, "Boats")

    answer = visit(alice).post("/projects/create/", {"name": name})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Project.objects.count() == 1
    assert visit(alice).get("/projects/create/").headers["Location"] == "/projects/"  # its address can be loaded again


def test_instructions_too_long_are_given_back(alice: User, visit: Visit, settings: Any) -> None:
    settings.MAX_INSTRUCTIONS_CHARACTERS = 10
    project = projects.create(alice, "Boats")

    answer = visit(alice).post(
        f"/projects/{project.public_id}/change/", {"name": "Boats", "instructions": "far too long"}
    )

    assert answer.status_code == 422
    assert "10 is the most" in answer.content.decode()
    assert "far too long" in answer.content.decode()


def test_files_of_a_deleted_project_are_deleted_for_the_sweep(alice: User) -> None:
    project = projects.create(alice, "Boats")
    Attachment.objects.create(
        owner=alice, project=project, kind="text", name="a.txt", media_type="text/plain", sha256="0" * 64, bytes=1
    )

    projects.delete(alice, project.public_id)

    left = Attachment.objects.get()
    assert left.project is None
    assert left.deleted_at is not None


def test_a_project_says_which_engine_answers_how_hard_and_with_what(alice: User, visit: Visit) -> None:
    project, browser = projects.create(alice, "Boats"), visit(alice)
    values = {"name": "Boats", "engine": "grok-4.7", "effort": "high", "parameters": "1", "temperature": "0.4"}
    place = f"/projects/{project.public_id}/"

    assert browser.post(f"{place}change/", values).status_code == 302
    turn = Turn.objects.get(
        public_id=turns.send(alice, "Why?", key=uuid4().hex, conversation=turns.Anew(project.public_id)).turn
    )
    page = browser.get(place).content.decode()

    assert (turn.engine, turn.effort, turn.parameters) == ("grok-4.7", "high", {"temperature": 0.4})
    form = page.partition('action="/projects/')[2].partition("</form>")[0]
    assert '<option value="grok-4.7" selected>' in form
    assert '<option value="high" selected>' in form
    assert 'name="temperature" value="0.4"' in form
    assert "As its project has it" in page  # and so the composer there begins


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"engine": "grok-of-yore"}, "no engine called “grok-of-yore”"),
        ({"effort": "beyond"}, "No engine thinks like that"),
        ({"parameters": "1", "temperature": "9"}, "Temperature is a number from 0 to 2"),
    ],
    ids=["engine", "effort", "parameter"],
)
def test_what_no_engine_takes_is_not_set_and_nothing_typed_is_lost(
    alice: User, visit: Visit, typed: dict[str, str], words: str
) -> None:
    project = projects.create(alice, "Boats")

    answer = visit(alice).post(
        f"/projects/{project.public_id}/change/", {"name": "Ships", "instructions": "Be brief.", **typed}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "Be brief." in page
    project.refresh_from_db()
    assert (project.name, project.engine, project.effort, project.parameters) == ("Boats", "", "", {})


def test_an_engine_that_is_gone_is_named_where_it_was_set(alice: User, visit: Visit) -> None:
    project = Project.objects.create(owner=alice, name="Boats", engine="grok-of-yore")

    page = visit(alice).get(f"/projects/{project.public_id}/").content.decode()

    assert "<b>grok-of-yore</b>, which answered here, is not there any more" in page
