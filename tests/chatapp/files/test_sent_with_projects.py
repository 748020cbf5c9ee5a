"""What a question brings along of its project: in which order, for which engines, as long as it fits, and not twice."""

import asyncio
from uuid import uuid4

import pytest
from pytest_django import Settings

from accounts.models import User
from chatapp import context, conversations, turns
from chatapp.conversations import Command
from chatapp.files import deleting, folder
from chatapp.files.loading import Loader
from chatapp.models import Attachment, Project, Turn
from chatapp.turns import Along, Anew
from tests.chatapp.files import made
from tests.chatapp.files.asked import RULES, Visit, ask
from tests.chatapp.files.conftest import Take
from xai.values import ChatRequest, Engine

pytestmark = pytest.mark.django_db


committed = pytest.mark.django_db(transaction=True)  # the loader reads in threads of its own


def sent_with(turn: Turn, engine: Engine | None = None) -> list[str]:
    """The texts an engine gets, everything loaded."""
    built = context.build(context.path_to(turn.prompt_id), kind="first", kept_text="", engine=engine, room_tokens=100)
    loader = Loader()
    request = ChatRequest(engine="e", messages=built.messages)
    loaded = asyncio.run(loader.load(request))
    loader.close()
    return [message.text for message in loaded.messages]


@committed
def test_they_stand_before_what_is_said_in_the_same_words_each_time(alice: User, take: Take, boats: Project) -> None:
    rules = take(alice, RULES, "rules.txt", project=boats)
    turn = ask(alice, "Which?", project=boats)
    mark = rules.public_id.hex[:12]

    _, files, question = sent_with(turn)
    take(alice, b"more", "more.txt", project=boats)
    _, later, _ = sent_with(turn)

    head = f"<<< file {mark}: rules.txt\n{RULES.decode()}\n>>> end of file {mark}"
    assert files == f"{head}\n\n{context.prompt(context.PROJECT)}"
    assert question == "Which?"
    assert later.startswith(head)  # what is added stands behind: the provider's cache holds as far as here


@committed
def test_what_is_taken_out_is_not_sent_any_more(alice: User, take: Take, boats: Project) -> None:
    rules = take(alice, RULES, "rules.txt", project=boats)
    take(alice, b"The mast is high.", "mast.txt", project=boats)
    turn = ask(alice, "Which?", project=boats)

    deleting.delete(alice, rules.public_id)
    left = "".join(sent_with(turn))
    conversations.keep(alice, Command("move", (turn.conversation.public_id,)))
    outside = "".join(sent_with(turn))

    assert ("Rule one" in left, "mast is high" in left) == (False, True)
    assert "mast is high" not in outside


@committed
def test_what_does_not_fit_is_cut_or_named_and_the_page_says_so(
    alice: User, take: Take, boats: Project, visit: Visit, settings: Settings
) -> None:
    settings.PROJECT_FILES_TOKENS = 3_000
    for name in ("a.txt", "b.txt", "c.txt"):
        take(alice, b"words " * 2_000, name, project=boats)
    turn = ask(alice, "Which?", project=boats)

    _, files, _ = sent_with(turn)

    assert "a.txt" in files
    assert "[The file goes on:" in files
    assert "[The file c.txt is left out here: there is no room for it.]" in files
    page = visit(alice).get(f"/projects/{boats.public_id}/").content.decode()
    assert "in part: there is no room for all of it" in page
    assert "not sent: there is no room for it" in page


def test_pictures_go_only_to_engines_that_see_and_words_to_all(alice: User, take: Take, boats: Project) -> None:
    take(alice, made.picture("PNG"), project=boats)
    take(alice, RULES, "rules.txt", project=boats)
    refs = folder.refs_in(boats.pk)

    seen = context.in_folder(refs, Engine("sees", input_modalities=("text", "image")))
    unseen = context.in_folder(refs, Engine("blind"))

    assert [ref.name for ref in seen.files] == ["fox.png", "rules.txt"]
    assert [ref.name for ref in unseen.files] == ["rules.txt"]
    assert unseen.notes == ("[The picture fox.png is left out here: you cannot see pictures.]",)


@committed
def test_a_file_brought_by_hand_is_not_sent_twice_unless_it_was_cut(
    alice: User, take: Take, boats: Project, settings: Settings
) -> None:
    rules = take(alice, RULES * 60, "rules.txt", project=boats)
    begun = turns.send(
        alice, "See", key=uuid4().hex, conversation=Anew(boats.public_id), along=Along(attachments=[rules.public_id])
    )
    turn = Turn.objects.get(public_id=begun.turn)

    *_, question = sent_with(turn)
    settings.PROJECT_FILES_TOKENS = 700
    *_, whole = sent_with(turn)

    assert question == "[rules.txt: see the project's files.]\n\nSee"
    assert whole.count("Rule one") == 60


def test_a_file_taken_out_that_still_stands_beside_a_question_is_not_the_projects_any_more(
    alice: User, take: Take, boats: Project
) -> None:
    rules = take(alice, RULES, "rules.txt", project=boats)
    turn = ask(alice, "See", project=boats, beside=rules)
    assert [ref.pk for ref in context.path_to(turn.prompt_id).folder] == [rules.pk]

    deleting.delete(alice, rules.public_id)

    assert Attachment.objects.get().deleted_at is not None  # its row stays, for the question it stands beside
    path = context.path_to(turn.prompt_id)
    assert path.folder == ()
    assert path.said[-1].files[0].gone  # type: ignore[attr-defined]
