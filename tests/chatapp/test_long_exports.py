"""A long conversation is taken along piece by piece: what is in memory does not grow with it, nor with its files."""

import asyncio
import json
import tracemalloc
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from chatapp import markdown, trees
from chatapp.markdown.kept import Kept
from chatapp.models import Conversation, Role
from chatapp.transfers import form, pages
from chatapp.trees import Node

pytestmark = pytest.mark.django_db
Visit = Callable[[User], Client]
SIZE = 20_000  # characters of one message
MOST_BYTES = 9_000_000  # trees.AT_ONCE of them, a few times over
KEPT_BYTES = 1_000_000  # of what was rendered; in the house more, within a bound of its own


def long(owner: User, messages: int, size: int = SIZE) -> Conversation:
    nodes = [
        Node(
            parent=index - 1 if index else None,
            role=Role.ASSISTANT if index % 2 else Role.USER,
            text=f"Message {index}. " + "é" * size,
        )
        for index in range(messages)
    ]
    return trees.write(owner, nodes, title="Long")


def as_json(place: Conversation) -> Iterator[str]:
    return form.pieces([place], "2026-11-20")


@pytest.mark.parametrize(
    ("write", "bound"),
    [(as_json, MOST_BYTES), (pages.as_html, MOST_BYTES + KEPT_BYTES), (pages.as_markdown, MOST_BYTES)],
    ids=["json", "html", "markdown"],
)
def test_no_more_than_a_part_of_it_is_in_memory(
    alice: User, write: Callable[[Conversation], Iterator[str]], bound: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(markdown, "_kept", Kept(KEPT_BYTES))
    place = long(alice, 1_000)
    written = 0

    tracemalloc.start()
    for piece in write(place):
        written += len(piece)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert written > 1_000 * SIZE
    assert most < bound


def test_a_part_more_asks_three_times_more_and_no_message_asks_by_itself(alice: User) -> None:
    def asked(messages: int) -> int:
        place = long(alice, messages, 1)
        with CaptureQueriesContext(connection) as queries:
            list(as_json(place))
        return len(queries)

    assert asked(trees.AT_ONCE * 4) - asked(trees.AT_ONCE * 2) <= 2 * 3


def test_the_parts_make_one_whole_with_every_branch(alice: User) -> None:
    place = long(alice, 120, 1)
    said = json.loads("".join(as_json(place)))["conversations"][0]

    assert [each["id"] for each in said["messages"]] == [str(number) for number in range(120)]
    assert [each["parent"] for each in said["messages"]] == [None, *(str(number) for number in range(119))]
    assert said["leaf"] == "119"


async def arrived(answer: Any) -> bytes:
    return b"".join([piece async for piece in answer.streaming_content])


@pytest.mark.parametrize("size", [1, SIZE], ids=["short", "long"])
def test_the_file_arrives_whole_by_its_address(alice: User, visit: Visit, size: int) -> None:
    place = long(alice, 40, size)

    answer = visit(alice).get(f"/c/{place.public_id}/take/json/")

    content = asyncio.run(arrived(answer)) if answer.streaming else answer.content
    assert answer.streaming == (size == SIZE)
    assert len(json.loads(content)["conversations"][0]["messages"]) == 40
    assert answer.headers["Content-Disposition"] == 'attachment; filename="Long.json"'
