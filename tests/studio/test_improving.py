"""A better prompt is a proposal at a known price; what was typed is never lost to it."""

import base64
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from studio import improving
from studio.improving import NotImproved, difference
from studio.verbs import Verb
from tests.support.simulator import Simulator
from usage import calls, money
from usage.models import Charge, Hold, Payer

HTMX = {"HX-Request": "true"}
TYPED = "a fox crossing a river"


def words(answer: Any) -> str:
    return str(answer.content.decode())


def says(upstream: Simulator, text: str) -> None:
    upstream.set_scene(f"echo base64={base64.b64encode(text.encode()).decode()}", helpers=True)


def asked(tab: Client, typed: str = TYPED, verb: str = "imagine") -> Any:
    return tab.post("/studio/improve/", {"prompt": typed, "verb": verb}, headers=HTMX)


def looked(tab: Client) -> Any:
    return tab.get("/studio/improve/", headers=HTMX)


def ask(tab: Client, typed: str = TYPED, verb: str = "imagine") -> Any:
    """Asked by the page, answered by a worker, looked for by the page."""
    asked(tab, typed, verb)
    improving.answer(User.objects.get(display_name="Alice").pk)
    return looked(tab)


@pytest.fixture(autouse=True)
def _nothing_asked(alice: User) -> Iterator[None]:
    yield
    cache.delete_many([improving._claim(alice), improving._said(alice)])


def test_the_proposal_stands_beside_the_words_and_its_price_is_booked(
    tab: Client, alice: User, upstream: Simulator
) -> None:
    page = words(tab.get("/studio/"))

    answer = ask(tab)

    assert "Improve my prompt" in page
    assert answer.status_code == 200
    assert f"{TYPED[:16]}" in words(answer)
    assert "<ins>" in words(answer)
    assert 'data-after="a fox crossing a river, in low morning light' in words(answer)
    charge, hold = Charge.objects.get(purpose=improving.PURPOSE), Hold.objects.get(purpose=improving.PURPOSE)
    assert (charge.payer, charge.owner) == (Payer.PERSON, alice)
    price = improving.price()
    assert price is not None
    assert 0 < charge.person_ticks <= hold.ticks <= price


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("NO", "would not rewrite this"),
        ("I'm sorry, but I can't help with that.", "would not rewrite this"),
        ("Es tut mir leid, das geht nicht.", "would not rewrite this"),
        (TYPED, "would change nothing"),
        ("word " * 230, "far too much"),
        ('  ""  ', "gave no words"),
    ],
)
def test_what_is_no_better_prompt_is_told_and_stays_paid(
    said: str, sentence: str, tab: Client, alice: User, upstream: Simulator
) -> None:
    says(upstream, said)

    answer = ask(tab)

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert "Your words are as they were" in words(answer)
    assert Charge.objects.filter(purpose=improving.PURPOSE).count() == 1


@pytest.mark.parametrize(
    "said",
    [
        "Prompt: a fox at dusk",
        '"a fox at dusk"',
        "Sure, here it is:\na fox at dusk",
        "**Improved prompt:** a fox at dusk",
    ],
)
def test_what_engines_say_around_a_prompt_is_taken_off(
    said: str, tab: Client, alice: User, upstream: Simulator
) -> None:
    says(upstream, said)
    ask(tab)

    assert improving.outcome(alice).after == "a fox at dusk"


def test_failures_ask_nothing_twice_and_charge_nobody_for_silence(
    tab: Client, alice: User, upstream: Simulator, settings: Any
) -> None:
    upstream.set_scene("wrong_key", helpers=True)
    broken = ask(tab)
    upstream.set_scene("slow_first_token seconds=5", helpers=True)
    settings.CALL_SECONDS = 0.3
    slow = ask(tab)

    assert "could not be asked now" in words(broken)
    assert "took too long" in words(slow)
    assert sum(charge.person_ticks for charge in Charge.objects.filter(purpose=improving.PURPOSE)) == 0


def test_nothing_is_asked_for_nothing_too_much_or_without_money(
    alice: User, upstream: Simulator, settings: Any
) -> None:
    for typed in (" ", "x" * (settings.MAX_PROMPT_CHARACTERS + 1)):
        with pytest.raises(NotImproved, match="Nothing was asked"):
            improving.ask(alice, typed, Verb.FILM)
    settings.ALLOWANCE_USD = 0
    improving.ask(alice, TYPED, Verb.FILM)
    improving.answer(alice.pk)
    with pytest.raises(NotImproved, match="allowance does not cover"):
        improving.outcome(alice)
    assert not Charge.objects.exists()


def test_the_page_waits_for_no_engine_and_one_is_asked_at_a_time(
    tab: Client, alice: User, upstream: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = asked(tab)
    first = improving.under_way(alice)
    again = asked(tab, "something else")

    assert "You can go on typing" in words(page)
    assert 'hx-get="/studio/improve/"' in words(again)
    assert improving.under_way(alice) == first
    assert not Hold.objects.exists()  # nobody was asked while the page waited
    assert looked(tab).status_code == 204
    assert "data-asking" in words(tab.get("/studio/"))  # also after a reload
    monkeypatch.setattr(improving, "SLOW_SECONDS", -1)
    assert "takes longer than usual" in words(looked(tab))
    assert tab.get("/studio/improve/", {"slow": "1"}, headers=HTMX).status_code == 204
    improving.answer(alice.pk)
    improving.answer(alice.pk)  # a bell that rings twice
    assert "data-after" in words(looked(tab))
    assert Charge.objects.filter(purpose=improving.PURPOSE).count() == 1


def test_an_answer_that_never_came_is_said(tab: Client, alice: User) -> None:
    answer = looked(tab)

    assert answer.status_code == 422
    assert "No answer came" in words(answer)


def test_a_proposal_cut_off_in_the_middle_is_none_and_says_its_own_cost(
    tab: Client, alice: User, upstream: Simulator, settings: Any
) -> None:
    upstream.set_scene("finish reason=length", helpers=True)
    answer = ask(tab)

    charge = Charge.objects.get(purpose=improving.PURPOSE)
    assert answer.status_code == 422
    assert "did not finish" in words(answer)
    assert f"It cost {money.cents(charge.person_ticks)}." in words(answer)
    by = improving.engine()
    assert by is not None
    short, long = (improving._question(typed, Verb.EDIT, by) for typed in ("x", "x" * settings.MAX_PROMPT_CHARACTERS))
    assert long.max_output_tokens is not None
    assert long.max_output_tokens >= settings.MAX_PROMPT_CHARACTERS
    assert calls.at_most(short) < calls.at_most(long) == improving.price()


def test_the_difference_has_every_word_of_both() -> None:
    pieces = difference("a red fox by the river", "a fox by a wide river, at dusk")

    assert [(piece.does, piece.words) for piece in pieces] == [
        ("same", "a"), ("removed", " red"), ("same", " fox by"), ("removed", " the"), ("added", " a wide"),
        ("same", " river"), ("added", ", at dusk"),
    ]  # fmt: skip
