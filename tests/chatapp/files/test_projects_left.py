"""Files of a project, when it ends or its owner goes, and what a locked case keeps of them."""

import pytest

from accounts.models import User
from accounts.privacy import erase_all, export_of
from chatapp import conversations, projects
from chatapp.conversations import Command
from chatapp.files import deleting
from chatapp.models import Attachment, Project, Turn
from moderation.models import Case
from moderation.models.case import Lane
from tests.chatapp.files import made
from tests.chatapp.files.asked import RULES, ask
from tests.chatapp.files.conftest import Take
from tests.chatapp.relays import RunningRelay, ended
from tests.studio.storages import Store

pytestmark = pytest.mark.django_db


def test_with_its_project_or_its_owner_everything_goes(alice: User, take: Take, boats: Project, store: Store) -> None:
    ships = projects.create(alice, "Ships")
    for place in (boats, ships):
        take(alice, RULES, "rules.txt", project=place)
        take(alice, made.picture("PNG"), project=place)

    projects.delete(alice, boats.public_id)
    assert not any(Attachment.objects.filter(project=None).values_list("text", flat=True))
    erase_all(alice)
    deleting.purge()

    assert not Attachment.objects.exists()
    assert store.held() == []


def lock(turn: Turn) -> Case:
    return Case.objects.create(
        subject_kind="message", subject=turn.answer.public_id, owner=turn.owner, lane=Lane.LOCKED
    )


@pytest.mark.parametrize("how", ["the project ends", "moved, then deleted"])
def test_what_an_engine_was_shown_in_a_locked_case_stays_until_the_last_is_opened(
    alice: User, take: Take, boats: Project, relay: RunningRelay, store: Store, how: str
) -> None:
    files = [take(alice, RULES, "rules.txt", project=boats), take(alice, made.picture("PNG"), project=boats)]
    asked = [ended(ask(alice, "Which?", project=boats)) for _ in range(2)]
    first, second = [lock(turn) for turn in asked]
    unseen = take(alice, b"No engine was shown this.", "unseen.txt", project=boats)

    if how == "the project ends":
        projects.delete(alice, boats.public_id)
    else:
        conversations.keep(alice, Command("move", tuple(turn.conversation.public_id for turn in asked)))
        for file in (*files, unseen):
            deleting.delete(alice, file.public_id)
    deleting.purge()
    first.delete()
    deleting.purge()

    kept = Attachment.objects.order_by("pk")
    assert [(file.pk, file.deleted_at is None) for file in kept] == [(file.pk, False) for file in files]
    assert kept[0].text
    assert len(store.held()) == 2  # the picture and its small one
    second.delete()
    deleting.purge()
    assert not Attachment.objects.exists()
    assert store.held() == []


def test_the_personal_export_names_the_project_and_the_words(alice: User, take: Take, boats: Project) -> None:
    take(alice, RULES, "rules.txt", project=boats)

    [told] = export_of(alice)["stores"]["chatapp.files"]["records"]

    assert told["project"] == str(boats.public_id)
    assert "Rule one" in told["text"]
