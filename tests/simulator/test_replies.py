"""What it says is worth looking at, and the same each time."""

import json

import jsonschema
import pytest

from simulator import tokens
from simulator.conversation import Conversation, Said, of
from simulator.replies import compose
from simulator.replies.kinds import TABLE, kind_of
from simulator.replies.resuming import unsaid
from simulator.replies.texts import FOLDER, variants
from simulator.replies.titles import title_of
from simulator.scenes.words import HOSTILE, ODD


def conversation(*said: str, schema: dict[str, object] | None = None, system: str = "") -> Conversation:
    """User and assistant in turn, the last from the user."""
    roles = [("user", "assistant")[(len(said) - 1 - n) % 2] for n in range(len(said))]
    first = [Said("system", system)] if system else []
    return of([*first, *(Said(role, text) for role, text in zip(roles, said, strict=True))], schema, False)


@pytest.mark.parametrize("text", [ODD, HOSTILE, "", "  two  blanks\n\n\n", "a" * 50, "שלום 👩‍👩‍👧‍👦"])
def test_pieces_joined_are_the_text(text: str) -> None:
    assert "".join(tokens.split(text)) == text


KINDS = [
    ("hello", "greeting"),
    ("Write a Python function that merges intervals", "code-python"),
    ("a SQL query for the latest orders", "code-sql"),
    ("Compare tea and coffee", "versus"),
    ("Prove that the square root of 2 is irrational", "maths"),
    ("Write a haiku about snow", "poem"),
    ("Tell me a story about a lighthouse", "story"),
    ("Write a long essay about tea", "long"),
    ("Give me ideas for a party", "list"),
    ("How do I plant a tree?", "steps"),
    ("Show me a table of the planets", "table"),
    ("Why is the sky blue?", "prose"),
    ("I have been learning the cello.", "statement"),
    ("Are you Grok?", "about"),
    ("thanks!", "thanks"),
    ("continue", "continue"),
    ("Wie funktioniert das und warum ist es so?", "tongue-de"),
]


@pytest.mark.parametrize(("asked", "kind"), KINDS)
def test_the_reply_fits_the_kind_of_question(asked: str, kind: str) -> None:
    assert kind_of(asked) == kind


@pytest.mark.parametrize("kind", [*(kind for kind, _ in TABLE), "statement", "picture"])
def test_every_kind_has_words_and_thinking(kind: str) -> None:
    assert variants(kind), f"no text for {kind} in {FOLDER}"
    assert all(reply.text.strip() and reply.thinking.strip() for reply in variants(kind))


def test_every_text_is_of_a_known_kind() -> None:
    known = {kind for kind, _ in TABLE} | {"statement", "picture"}

    assert {path.stem.rsplit("-", 1)[0] for path in FOLDER.glob("*.md")} == known


def test_no_gap_is_left_open() -> None:
    for asked, _ in KINDS:
        for seed in range(6):
            reply = compose(conversation(asked), seed)
            assert "{{" not in reply.text + reply.thinking, (asked, seed)


def test_the_same_words_under_the_same_seed_get_the_same_answer() -> None:
    assert compose(conversation("Why?"), 7) == compose(conversation("Why?"), 7)
    assert len({compose(conversation("Why is that?"), seed).text for seed in range(30)}) > 2


def intended(before: Conversation) -> str:
    return compose(before, 7).text


CUT_OFF = "Your answer above was cut off. Go on from the very next character after its last one."


@pytest.mark.parametrize("ask", [CUT_OFF, "continue", "Please go on"])
def test_a_cut_answer_is_continued_with_the_very_words_that_were_to_follow(ask: str) -> None:
    whole = compose(conversation("Explain the tides"), 7).text

    rest = unsaid(conversation("Explain the tides", whole[:100], ask), intended)

    assert rest == whole[100:]


@pytest.mark.parametrize("talk", [("Explain the tides", "Something else.", CUT_OFF), (CUT_OFF,)])
def test_what_was_not_its_own_answer_cannot_be_continued_by_the_letter(talk: tuple[str, ...]) -> None:
    assert unsaid(conversation(*talk), intended) == ""
    assert kind_of(CUT_OFF) == "continue"


def test_it_remembers_what_was_said() -> None:
    talk = ("My name is Ada.", "Hello, Ada.", "Tell me about tea.", "Tea is a drink.")

    assert "Ada" in compose(conversation(*talk, "What is my name?"), 1).text
    assert "**two** messages" in compose(conversation(*talk, "How many messages have I sent?"), 1).text
    assert "My name is Ada." in compose(conversation(*talk, "What did I ask first?"), 1).text
    assert "*tea*" in compose(conversation(*talk, "Why is that so?"), 1).text
    five = (*talk, "And coffee?", "Also a drink.", "And cocoa?", "Another.")
    assert "your 5th message" in compose(conversation(*five, "Why is that so?"), 1).text


@pytest.mark.parametrize(
    ("asked", "answer"), [("What is 17*23?", "**391**"), ("How much is (2+3)^2 / 4?", "**6.25**"), ("7 - 12", "**-5**")]
)
def test_sums_are_right(asked: str, answer: str) -> None:
    assert answer in compose(conversation(asked), 1).text


@pytest.mark.parametrize("asked", ["2^9999999", "1/0", "call 555-0123 now", "version 1.2.3"])
def test_what_is_no_sum_is_not_worked_out(asked: str) -> None:
    assert "worked out" not in compose(conversation(asked), 1).text or asked == "call 555-0123 now"


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("Can you explain how photosynthesis works in plants?", "How photosynthesis works in plants"),
        ("please write a poem about the sea at night", "The sea at night"),
        ("What is the difference between TCP and UDP?", "The difference between TCP and UDP"),
        ("", "A first question"),
        ("Was ist der Unterschied zwischen TCP und UDP?", "Unterschied zwischen TCP und UDP"),
    ],
)
def test_titles_are_short_and_plain(said: str, title: str) -> None:
    assert title_of(said) == title


@pytest.mark.parametrize(
    "system",
    [
        "Write a title of at most six words for this conversation. Plain text.",
        "You name conversations. Reply with a short title only.",
    ],
)
def test_a_helper_that_wants_a_title_gets_one(system: str) -> None:
    reply = compose(conversation("How do tides work?\n\nThe moon pulls.", system=system), 3)

    assert reply.text == "Tides work"


SCHEMAS: list[dict[str, object]] = [
    {"type": "object", "properties": {"title": {"type": "string", "maxLength": 20}}, "required": ["title"]},
    {
        "type": "object",
        "properties": {
            "verdict": {"enum": ["refuse", "review", "allow"]},
            "score": {"type": "number", "minimum": 0, "maximum": 1},
            "count": {"type": "integer", "minimum": 3, "multipleOf": 3},
            "when": {"type": "string", "format": "date"},
            "tags": {"type": "array", "items": {"type": "string", "minLength": 3}, "minItems": 1, "maxItems": 5},
            "maybe": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/place"}]},
            "kind": {"const": "x"},
        },
        "required": ["verdict", "score", "count", "when", "tags", "maybe", "kind"],
        "additionalProperties": False,
        "$defs": {
            "place": {"type": "object", "properties": {"city": {"type": ["string", "null"]}}, "required": ["city"]}
        },
    },
    {"type": "array", "items": {"type": "boolean"}, "minItems": 4},
    {"$defs": {"node": {"type": "object", "properties": {"next": {"$ref": "#/$defs/node"}}}}, "$ref": "#/$defs/node"},
]


@pytest.mark.parametrize("schema", SCHEMAS)
@pytest.mark.parametrize("seed", range(5))
def test_structured_answers_fit_their_schema(schema: dict[str, object], seed: int) -> None:
    reply = compose(conversation("Look at this", schema=schema), seed)

    jsonschema.validate(json.loads(reply.text), schema, format_checker=jsonschema.FormatChecker())


def test_a_stand_in_accuses_nobody() -> None:
    replies = [compose(conversation("Judge this", schema=SCHEMAS[1]), seed) for seed in range(10)]

    values = [json.loads(reply.text) for reply in replies]
    assert {(value["verdict"], value["score"]) for value in values} == {("allow", 0)}
