"""One-shot calls: every one the provider accepted is in the ledger, whatever became of it here."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as project
from django.db import transaction
from django.utils import timezone
from pytest_django import Settings

import xai
from tests.support.simulator import Simulator, start_simulator
from tests.usage.conftest import person
from usage import allowances, calls, ledger, sweeps
from usage.limits import OverAllowance, OverBudget
from usage.models import Attempt, Budget, Charge, Hold, Payer
from xai.errors import RateLimited, XaiError
from xai.values import ChatMessage, ChatRequest

pytestmark = pytest.mark.django_db(transaction=True)
ENGINE = "grok-4.20-0309-non-reasoning"


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with start_simulator(tmp_path_factory.mktemp("provider")) as running:
        yield running


@pytest.fixture
def upstream(provider: Simulator) -> Iterator[Simulator]:
    """A provider with an empty log, and `xai` sent there; retries are quick."""
    provider.clear()
    quick = xai.XaiSettings(
        base_url=provider.base_url, api_key=provider.key, retries=2, retry_base_seconds=0.01, retry_cap_seconds=0.05
    )
    xai.configure(quick, xai.InMemoryStore())
    yield provider
    from config import upstream as wiring

    wiring.configure()


def question(words: str = "Give this conversation a title of four words: foxes and rivers") -> ChatRequest:
    return ChatRequest(engine=ENGINE, messages=(ChatMessage("user", words),), max_output_tokens=40)


def bill(upstream: Simulator) -> dict[str, int]:
    """What the provider says it is owed, by our trace."""
    return {str(row["trace"]): int(str(row["ticks"])) for row in upstream.requests(accepted=True)}


def entries() -> dict[str, int]:
    return {entry.trace: entry.ticks for entry in Charge.objects.all()}


def test_a_call_is_booked_to_the_house_to_the_tick(upstream: Simulator) -> None:
    alice = person("alice@example.org", "Alice")

    answer = calls.ask(question(), purpose="title", owner=alice)

    entry = Charge.objects.get()
    assert answer.text
    assert entries() == bill(upstream)
    assert (entry.payer, entry.exactness, entry.purpose, entry.status) == ("house", "reported", "title", 200)
    assert entry.upstream_request_id == answer.request_id
    assert allowances.standing(alice).spent == 0
    assert not Hold.objects.open().exists()


def test_a_call_can_be_the_persons(upstream: Simulator) -> None:
    alice = person("alice@example.org", "Alice")

    calls.ask(question(), purpose="prompt_help", owner=alice, payer=Payer.PERSON)

    assert allowances.standing(alice).spent == sum(bill(upstream).values()) > 0


def test_nothing_is_sent_that_the_money_does_not_cover(upstream: Simulator, settings: Settings) -> None:
    alice = person("alice@example.org", "Alice")
    settings.ALLOWANCE_USD = 0.0001
    with pytest.raises(OverAllowance):
        calls.ask(question(), purpose="prompt_help", owner=alice, payer=Payer.PERSON)
    settings.HOUSE_BUDGET_USD = 0.0001
    with pytest.raises(OverBudget):
        calls.ask(question(), purpose="title", owner=alice)

    assert upstream.requests() == []
    assert not Attempt.objects.exists()


def test_a_refused_call_costs_nothing_and_says_why(upstream: Simulator) -> None:
    alice = person("alice@example.org", "Alice")
    upstream.set_scene("rate_limited", helpers=True)

    with pytest.raises(RateLimited):
        calls.ask(question(), purpose="title", owner=alice)

    attempt = Attempt.objects.get()
    assert (attempt.state, attempt.error_type, attempt.status) == ("not_billed", "rate_limited", 429)
    assert entries() == bill(upstream) == {}
    assert not Hold.objects.open().exists()


def test_a_call_of_unknown_fate_is_the_houses_and_estimated(upstream: Simulator) -> None:
    alice = person("alice@example.org", "Alice")
    upstream.set_scene("accept_then_drop", helpers=True)

    with pytest.raises(XaiError):
        calls.ask(question(), purpose="prompt_help", owner=alice, payer=Payer.PERSON)

    entry = Charge.objects.get()
    assert (entry.payer, entry.exactness) == ("house", "estimated")
    assert set(entries()) == set(bill(upstream))
    assert allowances.standing(alice).spent == allowances.standing(alice).held == 0


def test_a_call_that_takes_too_long_is_given_up_and_booked(upstream: Simulator, settings: Settings) -> None:
    alice = person("alice@example.org", "Alice")
    settings.CALL_SECONDS = 0.3
    upstream.set_scene("hang_before_headers seconds=30", helpers=True)

    with pytest.raises(XaiError) as gave_up:
        calls.ask(question(), purpose="title", owner=alice)

    assert gave_up.value.code == "call_timed_out"
    assert Charge.objects.get().exactness == "estimated"


def test_a_call_inside_a_transaction_is_refused_before_anything_is_sent(upstream: Simulator) -> None:
    alice = person("alice@example.org", "Alice")

    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        calls.ask(question(), purpose="title", owner=alice)

    assert upstream.requests() == []


@pytest.mark.parametrize("point", ["call.sending", "call.answered"])
def test_a_call_whose_process_is_killed_is_booked_by_the_sweep(upstream: Simulator, tmp_path: Path, point: str) -> None:
    person("alice@example.org", "Alice")

    died = subprocess.run(
        [sys.executable, "-c", ASKING, ENGINE],
        env={
            **os.environ,
            "XAI_BASE_URL": upstream.base_url,
            "XAI_API_KEY": upstream.key,
            "SALON_KILL_POINT": point,
            "SALON_KILL_MARK": str(tmp_path / "died"),
        },
        cwd=project.BASE_DIR,
        check=False,
        capture_output=True,
        text=True,
    )
    open_before = Attempt.objects.open().count()
    hold = Hold.objects.open().get()
    Hold.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    sweeps.end_due_holds()

    assert died.returncode == -signal.SIGKILL, died.stderr
    assert open_before == 1
    assert project.CALL_SECONDS < (hold.due_at - hold.opened_at).total_seconds() < 3 * project.CALL_SECONDS
    assert len(bill(upstream)) == (0 if point == "call.sending" else 1)
    assert set(bill(upstream)) <= set(entries())
    entry = Charge.objects.get()
    assert (entry.payer, entry.exactness, entry.error_type) == ("house", "estimated", "unresolved")
    assert Budget.objects.get().held == 0
    assert not ledger.prove().differences


ASKING = """
import sys, django
django.setup()
from accounts.models import User
from usage import calls
from xai.values import ChatMessage, ChatRequest
request = ChatRequest(engine=sys.argv[1], messages=(ChatMessage("user", "A title, please"),), max_output_tokens=40)
calls.ask(request, purpose="title", owner=User.objects.get())
"""
