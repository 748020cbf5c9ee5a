"""The quiet line: a range of cost and time from what the house's own answers cost and took."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from chatapp import engines, tasks, turns
from chatapp.composer import expected
from chatapp.models import State, Turn
from config.celery import app
from foundation import redis

pytestmark = pytest.mark.django_db
GROK = "grok-4.7"


@pytest.fixture(autouse=True)
def _read_anew(settings: Settings) -> Iterator[None]:
    settings.MAX_WRITING_TURNS_PER_PERSON = settings.ALLOWANCE_USD = 1000
    expected.forget()
    yield
    expected.forget()


def answers(alice: User, count: int, *, size: int = 1_000, days: int = 0, state: State = State.FINISHED) -> None:
    """So many, the n-th with n × 10 tokens put out, thought along n × 10, in n × 100 ms."""
    for number in range(1, count + 1):
        begun = turns.send(alice, "Why?", key=f"click-{size}-{days}-{number:04}")
        Turn.objects.filter(public_id=begun.turn).update(
            state=state, engine=GROK, effort="low", ended_at=timezone.now() - timedelta(days=days),
            input_tokens=size, output_tokens=number * 10, reasoning_tokens=number * 10, last_token_ms=number * 100,
        )  # fmt: skip


def ranges() -> list[list[int]]:
    tasks.count_expected()
    expected.forget()
    found: list[list[int]] = json.loads(expected.gauge(GROK, "low", 0).as_json)
    return found


def test_half_and_nine_tenths_of_the_last_answers_make_the_range(alice: User) -> None:
    answers(alice, 20)

    assert ranges() == [[0, 200, 360, 1_000, 1_800]]
    assert expected.gauge(GROK, "low", 0).known
    assert not expected.gauge(GROK, "high", 0).known


@pytest.mark.parametrize(
    ("what", "name"),
    [
        ({"count": 19}, "too few"),
        ({"count": 20, "days": 31}, "too old"),
        ({"count": 20, "state": State.STOPPED}, "cut"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_what_says_nothing_is_not_counted(alice: User, what: dict[str, int], name: str) -> None:
    answers(alice, **what)  # type: ignore[arg-type]

    assert ranges() == [[0, 400, 2_000, 4_000, 25_000]]
    assert not expected.gauge(GROK, "low", 0).known


def test_a_gauge_holds_all_a_page_needs_while_somebody_types() -> None:
    shown = expected.gauge(GROK, "low", 40_000)

    engine = engines.known(GROK)
    assert (shown.used, shown.window) == (10_640, engine.context_tokens)
    assert (shown.prompt, shown.completion) == (engine.prices.prompt, engine.prices.completion)


def test_auto_is_expected_to_do_as_the_houses_own_engine(settings: Settings) -> None:
    assert expected.gauge("auto", "", 0).prompt == expected.gauge(settings.CHAT_ENGINE, "low", 0).prompt


def test_without_what_was_counted_the_page_says_estimates(alice: User) -> None:
    redis.sync().set(redis.key("expected", "answers"), "no json")

    assert not expected.gauge(GROK, "low", 0).known


def test_beat_counts_it() -> None:
    assert "chatapp.tasks.count_expected" in app.tasks


@pytest.mark.parametrize("used", ["", "-1", "x", "9" * 40, "٣"])
def test_another_engine_has_another_gauge(alice: User, used: str) -> None:
    client = Client()
    client.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")

    answer = client.get("/c/gauge/", {"engine": "grok-4.7", "effort": "high", "used": used})

    assert answer.status_code == 200
    assert 'data-effort="high"' in answer.content.decode()
