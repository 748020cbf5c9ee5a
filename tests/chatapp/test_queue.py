"""What is queued is sent when the answer ends, by the house itself, in its order, once."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from chatapp import tasks, turns
from chatapp.composer import queue
from chatapp.models import Conversation, Draft, Queued, State, Turn
from chatapp.refusals import Reason, Refused
from chatapp.schedule import SCHEDULE
from config.celery import app
from foundation import idempotency
from tests.chatapp.queues import asked, over, queued, waiting
from tests.chatapp.relays import RunningRelay, ask, until
from tests.support.house import ROOT
from tests.support.processes import Processes
from tests.support.simulator import Simulator
from usage.models import Hold

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_queued_messages_are_sent_one_after_the_other_though_nobody_looks(
    alice: User, processes: Processes, relay: RunningRelay, simulator: Simulator
) -> None:
    processes.worker("sweeps")
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
def test_whoever_is_killed_here_sends_it_neither_never_nor_twice(alice: User, point: str, tmp_path: Path) -> None:
    """What a worker does, in a process that has nothing else to start or to end: of Celery nothing is asked here."""
    turn = ask(alice, "First")
    queued(alice, turn, "Second")
    over(turn)
    does = "import django; django.setup(); from chatapp import tasks; tasks.send_all_queued()"
    changes = {"SALON_KILL_POINT": point, "SALON_KILL_MARK": str(tmp_path / "died")}
    died = subprocess.run([sys.executable, "-c", does], env={**os.environ, **changes}, cwd=ROOT, check=False)
    assert died.returncode == -signal.SIGKILL

    tasks.send_all_queued()

    assert asked(alice) == ["First", "Second"]
    assert waiting() == []
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
