"""Schemas that may be asked for, answers that fit them, and how a value is shown and taken along."""

import json
import re

import pytest

from chatapp.shapes import schemas, showing
from chatapp.shapes.fitting import Unfit, read

PERSON: dict[str, object] = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "age": {"type": "integer"}},
    "required": ["name"],
}
PEOPLE: dict[str, object] = {"type": "array", "items": PERSON}

DOUBLING = {
    "type": "object",
    "properties": {"a": {"$ref": "#/$defs/d0"}},
    "$defs": {f"d{n}": {"allOf": [{"$ref": f"#/$defs/d{n + 1}"}, {"$ref": f"#/$defs/d{n + 1}"}]} for n in range(30)}
    | {"d30": {"type": "string"}},
}

TAKEN: dict[str, dict[str, object]] = {
    "an object": PERSON,
    "an array": PEOPLE,
    "a reference within": {"type": "object", "properties": {"a": {"$ref": "#/$defs/a"}}, "$defs": {"a": PERSON}},
    "a property called pattern": {"type": "object", "properties": {"pattern": {"type": "string"}}},
    "a union": {"type": "object", "properties": {"a": {"anyOf": [{"type": "string"}, {"type": "null"}]}}},
    "formats": {"type": "object", "properties": {"when": {"type": "string", "format": "date"}}},
}
REFUSED = {
    "a word": ('"object"', "is a JSON object"),
    "no type": ("{}", '"type"'),
    "a plain type": ('{"type": "string"}', '"type"'),
    "no JSON": ("{type: object}", "not JSON"),
    "a pattern": ('{"type": "object", "properties": {"a": {"type": "string", "pattern": "(a+)+$"}}}', "“pattern”"),
    "patterns of names": ('{"type": "object", "patternProperties": {"(a+)+$": {}}}', "“patternProperties”"),
    "a reference outside": (
        '{"type": "object", "properties": {"a": {"$ref": "http://169.254.169.254/"}}}',
        "leads out",
    ),
    "a file": ('{"type": "array", "items": {"$ref": "file:///etc/passwd"}}', "leads out"),
    "a reference to nothing": ('{"type": "object", "properties": {"a": {"$ref": "#/$defs/no"}}}', "leads nowhere"),
    "a circle": ('{"type": "object", "properties": {"a": {"$ref": "#"}}}', "in a circle"),
    "doubling references": (json.dumps(DOUBLING), "more than 2,000 places"),
    "a number beyond all": ('{"type": "object", "default": 1' + "0" * 400 + "}", "a number"),
    "a number of many digits": ('{"type": "object", "default": 1' + "0" * 5_000 + "}", "a number"),
    "an infinite number": ('{"type": "object", "default": 1e999}', "a number"),
    "no number": ('{"type": "object", "default": NaN}', "a number"),
    "a NUL": ('{"type": "object", "description": "a\\u0000b"}', "invisible character"),
    "half a letter": ('{"type": "object", "description": "\\ud800"}', "invisible character"),
    "no schema": ('{"type": "object", "required": "name"}', "no valid JSON Schema"),
    "too long": ('{"type": "object", "description": "' + "x" * 20_000 + '"}', "is the most"),
    "too deep": ('{"type": "object", "properties": {"a": ' * 10 + '{"type": "string"}' + "}}" * 10, "levels deep"),
    "far too deep": ("[" * 5_000, "too deeply"),
    "deep lists": ('{"type": "object", "enum": ' + "[" * 400 + "]" * 400 + "}", "levels deep"),
}


@pytest.mark.parametrize("case", TAKEN)
def test_a_schema_people_mean_is_taken(case: str) -> None:
    assert schemas.parsed(json.dumps(TAKEN[case])) == TAKEN[case]


@pytest.mark.parametrize("case", REFUSED)
def test_a_schema_that_is_wrong_or_dangerous_is_refused_with_what_to_change(case: str) -> None:
    text, words = REFUSED[case]

    with pytest.raises(ValueError, match=re.escape(words)):
        schemas.parsed(text)


@pytest.mark.parametrize(
    "text",
    ['{"name": "Ada", "age": 36}', '\n{"name": "Ada"}\n', '```json\n{"name": "Ada"}\n```', '```\n{"name": "Ada"}```\n'],
    ids=["plain", "blank edges", "fenced as json", "fenced"],
)
def test_what_fits_is_read(text: str) -> None:
    assert read(text, PERSON)["name"] == "Ada"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ada is 36.", "not JSON"),
        ('{"name": "Ada"', "not JSON"),
        ('{"name": NaN}', "not JSON"),
        ('{"age": 36}', "'name' is a required property"),
        ('{"name": "Ada", "age": "36"}', "age: '36' is not of type 'integer'"),
        ("[]", "is not of type 'object'"),
        ("[" * 100_000, "not JSON"),
        ('{"name": "' + "x" * 9_000 + '", "age": "' + "y" * 9_000 + '"}', "…"),
    ],
    ids=["prose", "cut", "no number", "missing", "wrong type", "another shape", "deep", "huge"],
)
def test_what_does_not_fit_is_told_in_the_validators_words(text: str, words: str) -> None:
    with pytest.raises(Unfit) as unfit:
        read(text, PERSON)

    assert words in str(unfit.value)
    assert len(str(unfit.value)) < 1_000


def test_a_deep_answer_is_not_gone_into() -> None:
    with pytest.raises(Unfit, match="levels deep"):
        read('{"below": ' * 300 + "{}" + "}" * 300, {"type": "object"})


def test_many_problems_are_counted_not_listed() -> None:
    with pytest.raises(Unfit, match="and 7 more"):
        read(json.dumps([{}] * 10), PEOPLE)


def test_records_are_a_table_with_every_column_once() -> None:
    table = showing.shown([{"name": "Ada", "age": 36}, {"name": "Bob", "likes": ["tea", "boats"], "well": True}])

    assert isinstance(table, showing.Table)
    assert table.columns == ["name", "age", "likes", "well"]
    assert table.rows == [["Ada", "36", "", ""], ["Bob", "", "tea, boats", "yes"]]


def test_a_long_table_says_how_much_is_only_in_the_file() -> None:
    table = showing.shown([{"n": n} for n in range(1_200)])

    assert isinstance(table, showing.Table)
    assert (len(table.rows), table.more) == (500, 700)


def test_a_record_is_a_form_with_tables_and_forms_inside() -> None:
    fields = showing.shown({"title": "Tea", "of": {"country": "India"}, "kinds": [{"name": "Assam"}], "none": None})

    assert not isinstance(fields, showing.Table)
    title, of, kinds, none = fields
    assert (title.words, none.words) == ("Tea", "")
    assert of.fields[0].words == "India"
    assert kinds.table is not None
    assert kinds.table.rows == [["Assam"]]


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        ([{"a": 1, "b": "x"}, {"a": -2}], ["a,b", "1,x", "-2,"]),
        ({"kinds": [{"name": "Assam"}], "title": "Tea"}, ["name", "Assam"]),
        ({"title": "Tea", "n": 2}, ["title,n", "Tea,2"]),
        (["x", "y"], ["value", "x", "y"]),
        ([{"a": "=HYPERLINK(1)", "b": "@x", "-c": "1,2"}], ["a,b,'-c", "'=HYPERLINK(1),'@x,\"1,2\""]),
    ],
    ids=["records", "a list inside", "one record", "words", "formulas"],
)
def test_a_file_for_spreadsheets_holds_the_records_and_runs_nothing(value: object, lines: list[str]) -> None:
    assert showing.as_csv(value).splitlines() == lines
