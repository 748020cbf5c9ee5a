"""Files of a project: kept in it, sent with every question asked there, paid for, told of, and gone when they are deleted."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from accounts.privacy import erase_all, export_of
from chatapp import context, conversations, projects, turns
from chatapp.composer import composer
from chatapp.conversations import Command
from chatapp.engines.choosing import AUTO, HOUSE, Choice
from chatapp.files import deleting, folder
from chatapp.files.loading import Loader
from chatapp.line import order
from chatapp.models import Attachment, Conversation, Project, State, Turn
from chatapp.relay import claims, reaper
from chatapp.turns import Along, Anew
from moderation.models import Case
from moderation.models.case import Lane
from tests.chatapp.engines.test_second_look import UNSURE, a_kind, says
from tests.chatapp.files import made
from tests.chatapp.files.conftest import Take
from tests.chatapp.relays import RunningRelay, ended
from tests.studio.storages import Store
from tests.support.simulator import Simulator
from usage.models import Charge
from xai.values import ChatRequest, Engine

pytestmark = pytest.mark.django_db
committed = pytest.mark.django_db(transaction=True)  # the loader reads in threads of its own
Visit = Callable[[User], Client]
RULES = b"Rule one: every boat has a name.\nRule two: no boat is blue."
HTML = "text/html,application/xhtml+xml"


@pytest.fixture
def boats(alice: User) -> Project:
    return projects.create(alice, "Boats")


def ask(
    person: User,
    text: str,
    *,
    project: Project | None = None,
    conversation: UUID | None = None,
    choice: Choice = HOUSE,
    beside: Attachment | None = None,
) -> Turn:
    where = conversation or Anew(project.public_id if project else None)
    along = Along(attachments=[beside.public_id] if beside else [])
    begun = turns.send(person, text, key=uuid4().hex, conversation=where, choice=choice, along=along)
    return Turn.objects.select_related("conversation__project", "hold").get(public_id=begun.turn)


def sent_with(turn: Turn, engine: Engine | None = None) -> list[str]:
    """The texts an engine gets, everything loaded."""
    built = context.build(context.path_to(turn.prompt_id), kind="first", kept_text="", engine=engine, room_tokens=100)
    loader = Loader()
    request = ChatRequest(engine="e", messages=built.messages)
    loaded = asyncio.run(loader.load(request))
    loader.close()
    return [message.text for message in loaded.messages]


# --- keeping ---------------------------------------------------------------------------------------------------------


def test_a_file_is_added_shown_and_deleted_at_once(alice: User, visit: Visit, boats: Project, store: Store) -> None:
    browser, place = visit(alice), f"/projects/{boats.public_id}/"

    told = browser.post("/files/", {"project": boats.public_id, "file": SimpleUploadedFile("rules.txt", RULES)})
    browser.post("/files/", {"project": boats.public_id, "file": SimpleUploadedFile("b.png", made.picture("PNG"))})

    assert told.status_code == 201
    rules, picture = Attachment.objects.filter(project=boats).order_by("pk")
    assert told.json()["delete"] == f"/files/{rules.public_id}/delete/"
    page = browser.get(place).content.decode()
    assert "rules.txt" in page
    assert f"/files/{picture.public_id}/small/" in page
    assert "up to 19.1" in page  # the limits, before anything is sent
    assert "50 in a project" in page

    for each in (rules, picture):
        gone = browser.post(
            f"/files/{each.public_id}/delete/", {"project": boats.public_id}, headers={"HX-Request": "true"}
        )
        assert (gone.status_code, gone.headers["HX-Trigger"]) == (204, "project-files")

    assert not Attachment.objects.exists()
    assert store.held() == []
    left = browser.get(f"{place}files/").content.decode()
    assert "rules.txt" not in left
    assert 'id="gauge" hx-swap-oob="true"' in left


def test_without_a_script_a_form_adds_one_and_a_refusal_is_said(alice: User, visit: Visit, boats: Project) -> None:
    browser, accept = visit(alice), {"Accept": HTML}
    values = {"project": boats.public_id}

    added = browser.post("/files/", values | {"file": SimpleUploadedFile("rules.txt", RULES)}, headers=accept)
    refused = browser.post(
        "/files/", values | {"file": SimpleUploadedFile("empty.txt", b" ")}, headers=accept, follow=True
    )
    file = Attachment.objects.get()
    gone = browser.post(f"/files/{file.public_id}/delete/", values)

    assert added.headers["Location"] == gone.headers["Location"] == f"/projects/{boats.public_id}/"
    assert "There is nothing in this file." in refused.content.decode()
    assert not Attachment.objects.exists()


def test_nobody_adds_to_or_looks_into_anothers_project(alice: User, bob: User, visit: Visit, boats: Project) -> None:
    browser = visit(bob)
    upload = SimpleUploadedFile("rules.txt", RULES)

    assert browser.post("/files/", {"project": boats.public_id, "file": upload}).status_code == 404
    assert browser.post("/files/", {"project": "boats", "file": upload}).status_code == 404
    assert browser.get(f"/projects/{boats.public_id}/files/").status_code == 404
    assert not Attachment.objects.exists()


def test_a_project_keeps_so_many_and_the_same_click_adds_once(
    alice: User, visit: Visit, boats: Project, settings: Settings
) -> None:
    settings.FILES_PER_PROJECT = 1
    browser, key = visit(alice), uuid4().hex

    def add(raw: bytes, key: str) -> int:
        values = {"project": boats.public_id, "file": SimpleUploadedFile("a.txt", raw), "key": key}
        answer = browser.post("/files/", values)
        if answer.status_code == 422:
            assert answer.json()["sentence"].startswith("A project keeps 1 files at most.")
        return answer.status_code

    assert [add(RULES, key), add(RULES, key), add(b"other", uuid4().hex)] == [201, 201, 422]
    assert Attachment.objects.count() == 1


def test_a_file_of_a_project_is_never_swept_as_unsent(
    alice: User, take: Take, boats: Project, settings: Settings
) -> None:
    take(alice, RULES, "rules.txt", project=boats)
    settings.FILE_UNSENT_HOURS = 0

    deleting.purge()

    assert Attachment.objects.kept().get().text


# --- sending ---------------------------------------------------------------------------------------------------------


def test_every_question_there_brings_the_files_and_the_answer_says_which(
    alice: User, take: Take, boats: Project, relay: RunningRelay, simulator: Simulator, visit: Visit
) -> None:
    outside = ended(ask(alice, "How many rules?"))
    take(alice, RULES * 40, "rules.txt", project=boats)
    take(alice, made.picture("PNG", (320, 320)), project=boats)

    first = ended(ask(alice, "How many rules?", project=boats))
    second = ended(ask(alice, "And boats?", conversation=first.conversation.public_id))

    assert [turn.state for turn in (outside, first, second)] == [State.FINISHED] * 3
    assert outside.project_file_ids == []
    in_order = list(Attachment.objects.order_by("pk").values_list("pk", flat=True))
    assert first.project_file_ids == second.project_file_ids == in_order
    assert "+project-1" in first.prompt_version
    more = sum(Attachment.objects.values_list("tokens", flat=True))
    assert (first.input_tokens or 0) > (outside.input_tokens or 0) + 0.7 * more
    assert (second.cached_tokens or 0) > 0.7 * more  # they stand before all that is said
    assert (first.ticks or 0) < first.hold.ticks
    page = visit(alice).get(f"/c/{first.conversation.public_id}/").content.decode()
    assert "rules.txt, fox.png" in page


def test_what_is_deleted_is_named_nowhere_any_more(
    alice: User, take: Take, boats: Project, relay: RunningRelay, visit: Visit
) -> None:
    secret = take(alice, RULES, "my-secret.txt", project=boats)
    take(alice, b"The mast is high.", "mast.txt", project=boats)
    turn = ended(ask(alice, "How many rules?", project=boats))

    deleting.delete(alice, secret.public_id)

    page = visit(alice).get(f"/c/{turn.conversation.public_id}/").content.decode()
    export = export_of(alice)["stores"]
    assert "a file removed since, mast.txt" in page
    [conversation] = export["chatapp.conversations"]["records"]
    answer = conversation["messages"][-1]
    assert answer["project_files"] == ["a file removed since", "mast.txt"]
    ours = {name: value for name, value in answer.items() if name != "text"}  # what the engine said of it is its own
    assert "my-secret" not in repr([ours, export["chatapp.files"]])


def test_a_picture_in_the_project_changes_nothing_for_small_talk(alice: User, take: Take, boats: Project) -> None:
    auto = Choice(AUTO)
    before = ask(alice, "Hello!", project=boats, choice=auto)
    picture = take(alice, made.picture("PNG"), project=boats)

    along = ask(alice, "Hello!", project=boats, choice=auto)
    about = ask(alice, "Hello!", choice=auto, beside=picture)

    assert before.chosen_because == along.chosen_because == "short"
    assert about.chosen_because == "pictures"


def test_nor_does_it_where_an_engine_is_asked_what_the_question_is(
    alice: User, take: Take, boats: Project, relay: RunningRelay, simulator: Simulator, settings: Settings
) -> None:
    settings.AUTO_ASKS_SECONDS = 10
    take(alice, made.picture("PNG"), project=boats)
    says(simulator, a_kind("chat"))

    turn = ended(ask(alice, UNSURE, project=boats, choice=Choice(AUTO)))

    assert (turn.state, turn.chosen_because) == (State.FINISHED, "asked:short")


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


# --- counting --------------------------------------------------------------------------------------------------------


def test_hold_gauge_and_line_count_them(alice: User, take: Take, boats: Project, visit: Visit) -> None:
    bare, bare_gauge = ask(alice, "Which?", project=boats), composer(alice, None, project=boats).gauge
    first = {each.turn: each.tokens for each in order.first(10)}[bare.public_id]
    file = take(alice, b"words " * 8_000, "long.txt", project=boats)
    full, gauge = ask(alice, "Which?", project=boats), composer(alice, None, project=boats).gauge
    second = {each.turn: each.tokens for each in order.first(10)}[full.public_id]

    assert full.hold.ticks - bare.hold.ticks > file.tokens * 12_500  # at the price of the cheapest engine
    assert gauge.used - bare_gauge.used == second - first == file.tokens
    browser = visit(alice)
    page = browser.get(f"/c/{full.conversation.public_id}/").content.decode()
    assert f'data-address="/c/gauge/?project={boats.public_id}"' in page
    asked = f"/c/gauge/?project={boats.public_id}&engine=grok-4.7&effort=&used=0"
    assert f'data-used="{gauge.used}"' in browser.get(asked).content.decode()


def test_the_gauge_knows_them_also_after_sending(alice: User, take: Take, boats: Project, visit: Visit) -> None:
    file = take(alice, b"words " * 8_000, "long.txt", project=boats)
    values = {"text": "Which?", "key": uuid4().hex, "project": boats.public_id, "engine": "grok-4.7"}

    answer = visit(alice).post("/c/send/", values, headers={"HX-Request": "true"}).content.decode()

    used = int(answer.partition('data-used="')[2].partition('"')[0])
    assert used > file.tokens


def test_anothers_project_counts_for_nothing(alice: User, bob: User, take: Take, boats: Project, visit: Visit) -> None:
    take(alice, b"words " * 8_000, "long.txt", project=boats)
    browser = visit(bob)

    mine, bare = (browser.get(f"/c/gauge/?{more}&used=0").content for more in (f"project={boats.public_id}", "a=b"))

    assert mine == bare


def test_of_a_lost_send_the_bill_counts_what_went_and_not_what_came_later(
    alice: User, take: Take, boats: Project
) -> None:
    def lost(turn: Turn, then: Callable[[], object]) -> int:
        claims.take([turn.pk])
        then()
        long_ago = timezone.now() - timedelta(hours=1)
        Turn.objects.filter(pk=turn.pk).update(lease_until=long_ago, stop_asked_at=long_ago)
        reaper.reap()
        return Charge.objects.get(subject=turn.public_id).input_tokens

    bare = lost(ask(alice, "Which?", project=boats), lambda: None)
    later = lost(ask(alice, "Which?", project=boats), lambda: take(alice, b"words " * 8_000, "long.txt", project=boats))
    turn = ask(alice, "Which?", project=boats)
    moved = Command("move", (turn.conversation.public_id,))
    went = lost(turn, lambda: conversations.keep(alice, moved))

    assert later == bare
    assert went - bare > 0.7 * Attachment.objects.get().tokens


# --- leaving ---------------------------------------------------------------------------------------------------------


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


def test_a_temporary_chat_is_in_no_project(alice: User, boats: Project, visit: Visit) -> None:
    visit(alice).post("/c/temporary/")
    hidden = Conversation.objects.get(temporary=True)

    with pytest.raises(Conversation.DoesNotExist):
        conversations.keep(alice, Command("move", (hidden.public_id,), project=boats.public_id))

    hidden.refresh_from_db()
    assert hidden.project is None
