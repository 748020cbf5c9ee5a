"""Files of a project: kept in it, sent with every question asked there, counted and told of."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from accounts.privacy import export_of
from chatapp import conversations
from chatapp.composer import composer
from chatapp.conversations import Command
from chatapp.engines.choosing import AUTO, Choice
from chatapp.files import deleting
from chatapp.line import order
from chatapp.models import Attachment, Conversation, Project, State, Turn
from chatapp.relay import claims, reaper
from tests.chatapp.engines.test_second_look import UNSURE, a_kind, says
from tests.chatapp.files import made
from tests.chatapp.files.asked import RULES, Visit, ask
from tests.chatapp.files.conftest import Take
from tests.chatapp.relays import RunningRelay, ended
from tests.studio.storages import Store
from tests.support.simulator import Simulator
from usage.models import Charge

pytestmark = pytest.mark.django_db
HTML = "text/html,application/xhtml+xml"


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


def test_a_temporary_chat_is_in_no_project(alice: User, boats: Project, visit: Visit) -> None:
    visit(alice).post("/c/temporary/")
    hidden = Conversation.objects.get(temporary=True)

    with pytest.raises(Conversation.DoesNotExist):
        conversations.keep(alice, Command("move", (hidden.public_id,), project=boats.public_id))

    hidden.refresh_from_db()
    assert hidden.project is None
