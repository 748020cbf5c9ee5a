"""What a reply may cost before, has cost so far, and probably cost when nobody can say."""

import pytest
from django.conf import settings

import xai
from usage import estimates, reserves
from xai.prices import ticks_for
from xai.values import Engine, TokenPrices, Usage

PRICES = TokenPrices(
    prompt=20_000, cached=5_000, image=20_000, completion=60_000, long_threshold=200_000, long_prompt=40_000,
    long_cached=10_000, long_completion=120_000,
)  # fmt: skip
THINKER = Engine("grok-4.7", efforts=("low", "medium", "high", "xhigh"), default_effort="high", prices=PRICES)


@pytest.mark.parametrize(
    ("engine", "effort", "tokens"),
    [
        ("grok-4.7", "low", 2_000),
        ("grok-4.7", "xhigh", 32_000),
        ("grok-4.7", None, 16_000),
        ("grok-4.3", "none", 0),
        ("grok-4.20-0309-non-reasoning", None, 0),
        ("grok-4.20-0309-reasoning", None, 16_000),
        ("grok-4.20-multi-agent-0309", "low", 8_000),
        ("grok-4.20-multi-agent-0309", "high", 256_000),
        ("grok-build-0.1", None, 16_000),
    ],
)
def test_each_known_engine_has_a_reserve_for_its_thinking(engine: str, effort: str | None, tokens: int) -> None:
    known = xai.known_engine(engine)
    assert known is not None

    assert reserves.reasoning_tokens(known, effort) == tokens


def test_an_engine_nobody_knows_is_given_a_generous_reserve() -> None:
    assert reserves.reasoning_tokens(Engine("claude-fable-9"), None) == 16_000


@pytest.mark.parametrize(
    ("used", "sent"),
    [
        # The reference's recorded requests: what was billed for what words.
        (Usage(input_tokens=637, output_tokens=9, reasoning_tokens=173), "hi"),
        (Usage(input_tokens=1528, output_tokens=9, reasoning_tokens=173), "One word, please"),
        (Usage(input_tokens=642, output_tokens=145, reasoning_tokens=290), "Hello"),
    ],
)
def test_a_hold_covers_what_was_recorded(used: Usage, sent: str) -> None:
    ceiling = estimates.chat_hold_ticks(
        THINKER, input_tokens=estimates.ceiling_tokens([sent]), max_output_tokens=1_000, effort="low"
    )

    assert ceiling >= ticks_for(used, PRICES)


@pytest.mark.parametrize(
    "text", ["The fox crosses the river.", "Лиса идёт через реку", "狐狸过河", "x = {1: [2, 3]}\n" * 9, "🦊" * 9]
)
def test_a_ceiling_is_above_the_typical_guess_in_every_script(text: str) -> None:
    assert estimates.ceiling_tokens([text]) > estimates.typical_tokens([text]) > len(text) / 5


def test_a_long_context_is_held_at_its_own_prices() -> None:
    short = estimates.chat_hold_ticks(THINKER, input_tokens=199_999, max_output_tokens=0, effort="low")
    long = estimates.chat_hold_ticks(THINKER, input_tokens=200_000, max_output_tokens=0, effort="low")

    assert long > 1.9 * short


def test_the_running_estimate_grows_with_each_word_and_ends_as_the_charge_of_a_cut() -> None:
    running = estimates.Running(THINKER, estimates.typical_tokens(["A question"]))
    steps = [running.ticks]
    for delta in ("Thinking about it. " * 20, "An answer, word by word. " * 40):
        (running.add_reasoning if delta.startswith("Thinking") else running.add_text)(delta)
        steps.append(running.ticks)

    cut = estimates.charge_for_cut(
        THINKER, texts=["A question"], text="An answer, word by word. " * 40, reasoning="Thinking about it. " * 20
    )

    assert steps == sorted(set(steps))
    assert cut == running.usage()
    assert cut.ticks == steps[-1] == ticks_for(cut, PRICES)


def test_a_guess_of_a_long_context_is_at_its_own_prices() -> None:
    running = estimates.Running(THINKER, 250_000)
    running.add_text("word " * 100)

    assert running.ticks == ticks_for(running.usage(), PRICES)


def test_the_usual_reply_is_a_small_part_of_the_usual_allowance() -> None:
    engine = xai.known_engine(settings.CHAT_ENGINE)
    assert engine is not None

    hold = estimates.chat_hold_ticks(
        engine,
        input_tokens=estimates.ceiling_tokens(["word " * 2_000]),
        max_output_tokens=settings.MAX_OUTPUT_TOKENS,
        effort=settings.CHAT_EFFORT,
    )

    assert hold < 0.01 * settings.ALLOWANCE_USD * 10_000_000_000
