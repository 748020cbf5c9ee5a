"""Auto: the kind of task by rules, over a labelled table; and from kind, size, pictures and purse to an engine."""

import sys
from collections import Counter
from pathlib import Path
from time import process_time
from timeit import repeat

import pytest

from chatapp.engines.router import Facts, Kind, read, route
from chatapp.engines.router.words import BECAUSE
from xai.catalogue import known_engines
from xai.values import Engine, TokenPrices

TABLE = Path(__file__).parents[2] / "tables" / "router.tsv"
AT_LEAST = 0.93
AT_LEAST_OF_EACH_KIND = 0.80
ENGINES = tuple(each for each in known_engines() if "multi-agent" not in each.id)
FAST, STRONG, CODE = "grok-4.20-0309-non-reasoning", "grok-4.7", "grok-build-0.1"


def labelled() -> list[tuple[str, str]]:
    """Kind and question."""
    rows = [line.split("\t", 1) for line in TABLE.read_text().splitlines()]
    return [(kind, question.replace("\\n", "\n")) for kind, question in rows]


def confusion(rows: list[tuple[str, str]]) -> tuple[str, Counter[tuple[str, str]]]:
    """The table of what was and what the rules say, as text and as counts."""
    counted = Counter((kind, str(read(question).kind)) for kind, question in rows)
    kinds = [kind.value for kind in Kind]
    lines = ["is \\ read as " + "".join(f"{kind[:9]:>11}" for kind in kinds)]
    lines += [f"{is_:<13}" + "".join(f"{counted[is_, said] or '·':>11}" for said in kinds) for is_ in kinds]
    return "\n".join(lines), counted


@pytest.mark.parametrize(
    ("question", "before", "engine", "because"),
    [
        ("And for the children?", STRONG, STRONG, "goes_on"),
        ("Thank you!", CODE, CODE, "goes_on"),
        ("And for the children?", "", FAST, "short"),
        ("And for the children?", "grok-gone", FAST, "short"),
        ("Now prove that the square root of 2 is irrational", FAST, STRONG, "reasoning"),
        ("Summarise this in three lines", STRONG, FAST, "summarising"),
    ],
    ids=["plain", "thanks", "first", "gone", "harder", "another task"],
)
def test_a_plain_question_stays_with_whoever_answered_before(
    question: str, before: str, engine: str, because: str
) -> None:
    routed = route(question, Facts(ENGINES, before=before))

    assert (routed.engine.id, routed.because) == (engine, because)


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Why is the sky blue?", False),
        ("Prove that the square root of 2 is irrational", False),
        (
            "My neighbour and I have been turning this over for a week, and neither of us can let it rest any longer.",
            True,
        ),
        ("Compare these two for loops for me: which of the studies says that one is quicker? for (;;) {}", True),
    ],
    ids=["a line", "sure", "no sign", "signs of two"],
)
def test_an_engine_is_asked_only_where_the_rules_are_not_sure(question: str, *, asked: bool) -> None:
    assert route(question, Facts(ENGINES)).open_ is asked
    assert not route(question, Facts(ENGINES, thrifty=True)).open_
    assert not route(question, Facts(ENGINES[:1])).open_  # whatever it is, the same one answers


def test_few_questions_are_worth_asking_about() -> None:
    rows = labelled()

    about = [question for _, question in rows if route(question, Facts(ENGINES)).open_]

    sys.stdout.write(f"an engine would be asked about {len(about)} of {len(rows)}\n")
    assert len(about) / len(rows) <= 0.10


def test_the_table_is_large_and_has_every_kind() -> None:
    rows = labelled()

    assert len(rows) >= 150
    assert {kind for kind, _ in rows} == {kind.value for kind in Kind}
    assert len({question for _, question in rows}) == len(rows)


def test_the_rules_read_most_questions_right() -> None:
    rows = labelled()

    table, counted = confusion(rows)

    right = sum(count for (is_, said), count in counted.items() if is_ == said)
    wrong = [
        f"{is_} read as {said}: {question[:80]!r}" for is_, question in rows if (said := read(question).kind) != is_
    ]
    told = [table, f"{right} of {len(rows)} right ({100 * right / len(rows):.1f} %)", *wrong]
    sys.stdout.write("\n".join(told) + "\n")  # pytest -rP shows it
    assert right / len(rows) >= AT_LEAST
    for kind in Kind:
        all_of_it = sum(count for (is_, _), count in counted.items() if is_ == kind)
        assert counted[kind.value, kind.value] / all_of_it >= AT_LEAST_OF_EACH_KIND, kind


@pytest.mark.parametrize(
    ("question", "engine", "because"),
    [
        ("What is the capital of Mongolia?", FAST, "short"),
        ("Write a Python function that reverses a linked list", CODE, "coding"),
        ("Find the deadlock in this distributed queue: ```go\nmu.Lock()\n```", STRONG, "hard_coding"),
        ("Prove that the square root of 2 is irrational", STRONG, "reasoning"),
        ("Extract all dates from this text: 3 May and 9 June", FAST, "extraction"),
        ("Plan a three-day trip to Lisbon with two children", "grok-4.3", "planning"),
        ("Compare the evidence for and against intermittent fasting", STRONG, "research"),
    ],
)
def test_each_kind_goes_to_an_engine_for_it(question: str, engine: str, because: str) -> None:
    routed = route(question, Facts(ENGINES))

    assert (routed.engine.id, routed.because) == (engine, because)


def test_only_an_engine_that_sees_gets_pictures() -> None:
    blind = Engine("grok-9-blind", prices=TokenPrices(prompt=1, completion=1), context_tokens=10**6)
    sees = Engine("grok-9-eye", input_modalities=("text", "image"), prices=TokenPrices(prompt=9, completion=9))

    assert route("What is this?", Facts((blind, sees), pictures=True)).engine is sees
    assert route("What is this?", Facts((blind,), pictures=True)).engine is blind  # it is told, not broken


@pytest.mark.parametrize(
    ("question", "because"),
    [("Hello!", "short"), ("Prove that the square root of 2 is irrational", "reasoning")],
    ids=["small talk", "a task"],
)
def test_a_picture_that_only_goes_along_says_who_can_answer_and_not_why(question: str, because: str) -> None:
    sees, blind = Engine(id="a-sees", input_modalities=("text", "image")), Engine(id="z-blind")

    alone, along = (route(question, Facts((sees, blind), must_see=must)) for must in (False, True))

    assert (alone.engine, along.engine) == (blind, sees)
    assert alone.because == along.because == because
    assert route("Hello!", Facts((sees, blind), pictures=True)).because == "pictures"


def test_a_long_text_goes_where_it_can_be_read() -> None:
    facts = Facts(ENGINES, input_tokens=700_000, output_tokens=8_000)

    routed = route("Prove what follows from this.", facts)

    assert (routed.engine.context_tokens or 0) > 708_000
    assert routed.because == "long_text"


def test_a_small_purse_goes_to_the_cheapest() -> None:
    routed = route("Prove that the square root of 2 is irrational", Facts(ENGINES, thrifty=True))

    assert routed.because == "thrifty"
    assert routed.engine.prices.completion == min(each.prices.completion for each in ENGINES)


@pytest.mark.parametrize("engine", [*ENGINES, Engine("somebody-elses")], ids=lambda each: each.id)
@pytest.mark.parametrize("kind", list(Kind))
def test_it_never_names_an_engine_or_an_effort_that_is_not_there(engine: Engine, kind: Kind) -> None:
    routed = route("Hm.", Facts((engine,), input_tokens=10**7, pictures=True), kind)

    assert routed.engine is engine
    assert routed.effort in ("", *engine.efforts)
    assert routed.because in BECAUSE


def test_new_engines_are_chosen_by_their_price_until_the_table_knows_them() -> None:
    dear = Engine("grok-7", efforts=("low", "high"), prices=TokenPrices(prompt=30_000, completion=90_000))
    cheap = Engine("grok-7-mini", efforts=("low",), prices=TokenPrices(prompt=1_000, completion=3_000))

    assert route("Prove it.", Facts((dear, cheap))).engine is dear
    assert route("Hi!", Facts((dear, cheap))).engine is cheap


def test_it_takes_no_time() -> None:
    question = "Why does this loop never end? " + "word " * 20_000

    assert min(repeat(lambda: route(question, Facts(ENGINES)), number=5, timer=process_time)) / 5 < 0.005
