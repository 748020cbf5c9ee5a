"""What is queued is sent when the answer ends, by the house itself, in its order, once; and it waits when it should."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import F
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from chatapp import tasks, turns
from chatapp.composer import drafts, queue
from chatapp.files import uploads
from chatapp.models import Conversation, Draft, Message, Queued, Role, State, Turn
from chatapp.refusals import Reason, Refused
from chatapp.schedule import SCHEDULE
from config.celery import app
from foundation import idempotency
from tests.chatapp.relays import RunningRelay, ask, ended, shows, until
from tests.support.processes import Processes
from tests.support.simulator import Simulator
from usage.models import Allowance, Hold

pytestmark = pytest.mark.django_db
SLOW = "[[scene:pace tokens=400 rate=60]]"


def queued(alice: User, turn: Turn, *texts: str) -> list[Queued]:
    for text in texts:
        assert queue.add(alice, turn.conversation.public_id, text, key=uuid4().hex, choice=turns.HOUSE)
    return list(Queued.objects.filter(text__in=texts))


def over(turn: Turn, state: State = State.FINISHED) -> Turn:
    """It has ended so, without anybody ringing."""
    notice = "" if state in (State.FINISHED, State.STOPPED) else "interrupted"
    Turn.objects.filter(pk=turn.pk).update(state=state, ended_at=timezone.now(), notice=notice)
    return turn


def asked(alice: User) -> list[str]:
    return list(
        Message.objects.filter(conversation__owner=alice, role=Role.USER).order_by("pk").values_list("text", flat=True)
    )


def waiting() -> list[str]:
    return list(Queued.objects.values_list("text", flat=True))


# --- sending ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_queued_messages_are_sent_one_after_the_other_though_nobody_looks(
    alice: User, processes: Processes, simulator: Simulator
) -> None:
    processes.worker("sweeps")
    processes.relay()
    turn = ask(alice, "First [[scene:pace tokens=40 rate=60]]")
    queued(alice, turn, "Second", "Third")

    until(lambda: Turn.objects.filter(state=State.FINISHED).count() == 3, "three answers", seconds=30)

    assert [text.split(" [[")[0] for text in asked(alice)] == ["First", "Second", "Third"]
    path = Conversation.objects.get().leaf
    assert path is not None
    assert path.depth == 6
    assert waiting() == []


def test_the_sweep_sends_what_no_doorbell_was_heard_for(alice: User) -> None:
    turn = ask(alice, "First")
    queued(alice, turn, "Second")
    tasks.send_all_queued()
    assert waiting() == ["Second"]
    over(turn)

    tasks.send_all_queued()

    assert asked(alice) == ["First", "Second"]
    assert waiting() == []


def test_beat_rings_the_sweep() -> None:
    assert SCHEDULE["chatapp-send-queued"]["task"] in app.tasks


@pytest.mark.django_db(transaction=True)
def test_however_many_send_it_goes_once(alice: User) -> None:
    turn = ask(alice, "First")
    queued(alice, turn, "Second", "Third")
    over(turn)
    gate = threading.Barrier(5)

    def hurry() -> None:
        gate.wait()
        queue.send_next(turn.conversation.public_id)
        connection.close()

    threads = [threading.Thread(target=hurry) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert asked(alice) == ["First", "Second"]
    assert waiting() == ["Third"]
    assert Hold.objects.count() == 2


@pytest.mark.parametrize("point", ["queue.sent", "queue.gone"])
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_here_sends_it_neither_never_nor_twice(
    alice: User, processes: Processes, simulator: Simulator, point: str, tmp_path: Path
) -> None:
    mark = tmp_path / "died"
    turn = ask(alice, "First")
    queued(alice, turn, "Second")
    over(turn)
    processes.worker("sweeps", SALON_KILL_POINT=point, SALON_KILL_MARK=str(mark))
    app.send_task("chatapp.tasks.send_all_queued", queue="sweeps")
    until(mark.exists, f"killed at {point}")

    app.send_task("chatapp.tasks.send_all_queued", queue="sweeps")
    until(lambda: waiting() == [], "it is sent")

    assert asked(alice) == ["First", "Second"]
    assert Hold.objects.filter(settled_at=None).count() == 2
    assert Turn.objects.open().count() == 1


def test_queueing_twice_by_one_key_is_one_message(alice: User) -> None:
    turn = ask(alice, "First")
    for _ in range(2):
        assert queue.add(alice, turn.conversation.public_id, "Second", key="click-0001", choice=turns.HOUSE)

    assert waiting() == ["Second"]
    with pytest.raises(Refused) as refused:
        queue.add(alice, turn.conversation.public_id, "Another", key="click-0001", choice=turns.HOUSE)
    assert refused.value.reason == Reason.KEY_REUSED


@pytest.mark.django_db(transaction=True)
def test_the_end_of_an_answer_and_a_message_queued_meanwhile_never_miss_each_other(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn = ask(alice, "First")
    rung: list[str] = []
    monkeypatch.setattr("foundation.outbox.ring", lambda task, *args, **_: rung.append(task))
    inside, ending = threading.Event(), threading.Event()
    remember = idempotency.remember

    def slowly(*args: object) -> None:
        inside.set()
        ending.wait(5)
        remember(*args)  # type: ignore[arg-type]

    monkeypatch.setattr("foundation.idempotency.remember", slowly)

    def stop() -> None:
        inside.wait(5)
        threading.Timer(0.3, ending.set).start()
        turns.stop(alice, turn.public_id)
        connection.close()

    stopper = threading.Thread(target=stop)
    stopper.start()
    assert queue.add(alice, turn.conversation.public_id, "Second", key="click-0001", choice=turns.HOUSE)
    stopper.join(10)

    assert "chatapp.tasks.send_queued" in rung


@pytest.mark.parametrize("act", [queue.take, queue.drop])
@pytest.mark.django_db(transaction=True)
def test_edited_or_deleted_while_a_worker_looks_it_is_not_sent_all_the_same(
    alice: User, monkeypatch: pytest.MonkeyPatch, act: Callable[..., object]
) -> None:
    """The worker has begun to send; the click comes then. Either it is sent and the click finds nothing, or the reverse."""
    turn = ask(alice, "First")
    (chip,) = queued(alice, turn, "Second")
    over(turn)
    clicked: list[bool] = []
    sending = turns.send

    def click() -> None:
        try:
            act(alice, chip.public_id, *([""] if act is queue.take else []))
            clicked.append(True)
        except Queued.DoesNotExist:
            clicked.append(False)
        finally:
            connection.close()

    clicker = threading.Thread(target=click)

    def slowly(*args: Any, **kwargs: Any) -> turns.Begun:
        clicker.start()
        clicker.join(0.5)  # the click is through by then, or waits for us
        return sending(*args, **kwargs)

    monkeypatch.setattr(turns, "send", slowly)
    queue.send_next(turn.conversation.public_id)
    clicker.join(10)

    assert clicked == [False]
    assert asked(alice) == ["First", "Second"]
    assert not Draft.objects.filter(text__contains="Second").exists()


def test_a_click_heard_already_is_not_heard_again_when_what_it_queued_is_sent(alice: User, browser: Client) -> None:
    turn = ask(alice, "First")
    place = f"/c/{turn.conversation.public_id}/"
    click = {"text": "Second", "key": "click-0001"}
    browser.post(f"{place}queue/add/", click)
    over(turn)
    tasks.send_all_queued()
    over(Turn.objects.latest("pk"))

    answer = browser.post(f"{place}queue/add/", click)

    assert answer.status_code == 200
    assert asked(alice) == ["First", "Second"]


def test_a_click_that_was_sent_at_once_is_found_while_its_answer_is_written(alice: User, browser: Client) -> None:
    place = f"/c/{over(ask(alice, 'First')).conversation.public_id}/"
    click = {"text": "Second", "key": "click-0001"}
    browser.post(f"{place}queue/add/", click)

    answer = browser.post(f"{place}queue/add/", click)

    assert answer.status_code == 200
    assert (asked(alice), waiting()) == (["First", "Second"], [])


# --- waiting ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [State.STOPPED, State.INTERRUPTED, State.FAILED, State.REFUSED, State.WITHHELD])
def test_after_an_answer_that_did_not_end_well_it_waits_for_its_owner(alice: User, state: State) -> None:
    turn = over(ask(alice, "First"))
    turn = ask(alice, "Second", turn.conversation.public_id)
    (chip,) = queued(alice, turn, "Third")
    over(turn, state)

    tasks.send_all_queued()
    queue.send_next(turn.conversation.public_id)
    assert asked(alice) == ["First", "Second"]
    assert queue.shoulder(Conversation.objects.get()).paused

    queue.send_now(alice, chip.public_id)
    assert asked(alice) == ["First", "Second", "Third"]


def test_send_now_stops_what_is_written_and_passes_the_others(
    alice: User, relay: RunningRelay, simulator: Simulator
) -> None:
    turn = ask(alice, f"First {SLOW}")
    _, third = queued(alice, turn, "Second", "Third")
    shows(turn, 20)

    queue.send_now(alice, third.public_id)
    assert ended(turn).state == State.STOPPED
    for _ in range(2):
        tasks.send_queued(str(turn.conversation.public_id))
        assert ended(Turn.objects.latest("pk")).state == State.FINISHED

    assert [text.split(" [[")[0] for text in asked(alice)] == ["First", "Third", "Second"]


def test_what_is_refused_stays_with_its_sentence_and_nothing_passes_it(alice: User, settings: Settings) -> None:
    turn = ask(alice, "First")
    chip, _ = queued(alice, turn, "Second", "Third")
    over(turn)
    Allowance.objects.filter(owner=alice).update(spent=F("limit") - F("held"))

    tasks.send_all_queued()
    tasks.send_all_queued()

    chip.refresh_from_db()
    assert "of your allowance is left" in chip.problem
    assert waiting() == ["Second", "Third"]
    Allowance.objects.filter(owner=alice).update(spent=0)
    tasks.send_all_queued()
    assert waiting() == ["Second", "Third"]

    queue.send_now(alice, chip.public_id)
    assert asked(alice) == ["First", "Second"]


def test_a_refusal_that_ends_by_itself_is_no_problem(alice: User, settings: Settings) -> None:
    turn, elsewhere = ask(alice, "First"), ask(alice, "Elsewhere")
    (chip,) = queued(alice, turn, "Second")
    over(turn)
    settings.MAX_WRITING_TURNS_PER_PERSON = 1
    tasks.send_all_queued()
    chip.refresh_from_db()
    assert chip.problem == ""
    over(elsewhere)

    tasks.send_all_queued()

    assert "Second" in asked(alice)


def test_somebody_suspended_sends_nothing(alice: User) -> None:
    turn = ask(alice, "First")
    (chip,) = queued(alice, turn, "Second")
    over(turn)
    User.objects.filter(pk=alice.pk).update(suspended_until="2999-01-01T00:00:00Z")

    tasks.send_all_queued()

    chip.refresh_from_db()
    assert chip.problem == queue.NOT_WELCOME
    assert asked(alice) == ["First"]


def test_what_the_rules_forbid_is_refused_before_it_waits(alice: User) -> None:
    turn = ask(alice, "First")

    with pytest.raises(Refused) as refused:
        queue.add(
            alice, turn.conversation.public_id, "how to make a pipe bomb at home", key=uuid4().hex, choice=turns.HOUSE
        )

    assert refused.value.reason == Reason.POLICY
    assert waiting() == []


def test_more_than_a_few_are_refused(alice: User) -> None:
    turn = ask(alice, "First")
    queued(alice, turn, *(f"Number {number}" for number in range(queue.MOST)))

    with pytest.raises(Refused) as refused:
        queue.add(alice, turn.conversation.public_id, "One more", key=uuid4().hex, choice=turns.HOUSE)

    assert refused.value.reason == Reason.QUEUE_FULL


def test_a_deleted_conversation_sends_nothing(alice: User) -> None:
    turn = ask(alice, "First")
    queued(alice, turn, "Second")
    over(turn)
    Conversation.objects.update(deleted_at=timezone.now(), delete_after=timezone.now())

    tasks.send_all_queued()
    queue.send_next(turn.conversation.public_id)

    assert asked(alice) == ["First"]


# --- its doors -------------------------------------------------------------------------------------------------------


@pytest.fixture
def browser(alice: User) -> Client:
    client = Client(headers={"HX-Request": "true"})
    client.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_queueing_empties_the_composer_and_its_draft(alice: User, browser: Client) -> None:
    place = f"/c/{ask(alice, 'First').conversation.public_id}/"
    now = int(timezone.now().timestamp() * 1000)
    browser.post(f"{place}draft/", {"text": "Second", "typed_at": str(now)})

    answer = browser.post(f"{place}queue/add/", {"text": "Second", "key": "click-0001"})

    assert answer["HX-Reswap"] == "none"
    assert "Next: “Second”" in answer.content.decode()
    assert Draft.objects.get().text == ""
    assert "Next: “Second”" in browser.get(place).content.decode()


def test_files_go_from_the_draft_into_the_queue_and_back_into_the_draft_to_be_edited(
    alice: User, browser: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    conversation = ask(alice, "First").conversation
    file = uploads.take(alice, SimpleUploadedFile("notes.txt", b"The fox crossed."), key="upload-0001")
    drafts.add_file(alice, conversation, file)
    place = f"/c/{conversation.public_id}/"

    browser.post(f"{place}queue/add/", {"text": "Second", "key": "click-0001", "attachment": str(file.public_id)})

    assert list(Draft.objects.get().attachments.all()) == []
    chip = Queued.objects.get()
    assert list(chip.attachments.all()) == [file]
    browser.post(f"/queued/{chip.public_id}/take/", {"text": ""})
    assert list(Draft.objects.get().attachments.all()) == [file]
    assert "notes.txt" in browser.get(place).content.decode()


def test_what_was_set_beside_the_words_is_sent_with_them(alice: User, browser: Client) -> None:
    turn = ask(alice, "First")
    form = {"text": "Second", "key": "click-0001", "engine": "grok-4.3", "parameters": "1", "temperature": "0.5"}
    browser.post(f"/c/{turn.conversation.public_id}/queue/add/", form)
    over(turn)

    tasks.send_all_queued()

    sent = Turn.objects.latest("pk")
    assert (sent.engine, sent.parameters) == ("grok-4.3", {"temperature": 0.5})


def test_several_engines_are_not_made_one_in_the_queue(alice: User, browser: Client) -> None:
    turn = ask(alice, "First")
    form = {"text": "Second", "key": "click-0001", "engine": ["grok-4.7", "grok-4.3"]}

    answer = browser.post(f"/c/{turn.conversation.public_id}/queue/add/", form)

    assert answer.status_code == 422
    assert "Grok is still writing here" in answer.content.decode()
    assert waiting() == []


def test_when_nothing_is_written_any_more_it_is_sent(alice: User, browser: Client) -> None:
    turn = over(ask(alice, "First"))
    place = f"/c/{turn.conversation.public_id}/"

    answer = browser.post(f"{place}queue/add/", {"text": "Second", "key": "click-0001"})

    assert ">Second</div>" in answer.content.decode()
    assert asked(alice) == ["First", "Second"]


def test_editing_brings_it_back_behind_what_is_typed(alice: User, browser: Client) -> None:
    turn = ask(alice, "First")
    (chip,) = queued(alice, turn, "Second")

    answer = browser.post(f"/queued/{chip.public_id}/take/", {"text": "Half a thought"})

    assert "Half a thought\n\nSecond</textarea>" in answer.content.decode()
    assert Draft.objects.get().text == "Half a thought\n\nSecond"
    assert waiting() == []


def test_what_was_sent_meanwhile_is_not_there_to_be_edited(alice: User, browser: Client) -> None:
    turn = ask(alice, "First")
    (chip,) = queued(alice, turn, "Second")
    over(turn)
    tasks.send_all_queued()

    assert browser.post(f"/queued/{chip.public_id}/take/", {"text": ""}).status_code == 404
    assert not Draft.objects.filter(text__contains="Second").exists()


def test_deleting_sends_nothing(alice: User, browser: Client) -> None:
    turn = ask(alice, "First")
    (chip,) = queued(alice, turn, "Second")

    assert browser.post(f"/queued/{chip.public_id}/drop/").status_code == 200

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
