"""What is taken along can be brought back and is the same; what comes from elsewhere is taken as far as it can be."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile, File
from django.test import Client
from django.utils import timezone

from accounts.models import User
from chatapp import stretches, temporary, turns
from chatapp.models import Conversation, Message, Project, Transfer, TransferState, Turn
from chatapp.subjects import Answer
from chatapp.transfers import form, runs
from foundation.storage import media
from tests.chatapp.answers import answered, ends

pytestmark = pytest.mark.django_db
FIXTURES = Path(__file__).parent / "exports"


def brought(person: User, content: bytes | str | Any, name: str = "export.json") -> dict[str, Any]:
    """Bring this file, as the worker does; returns the report."""
    if not isinstance(content, bytes | str):
        content = json.dumps(content)
    data = content if isinstance(content, bytes) else content.encode()
    row = runs.bring(person, ContentFile(data, name=name))
    assert runs.work(row.pk)
    row.refresh_from_db()
    assert row.key == ""
    return {
        **row.report,
        "state": row.state,
        "lost": {code: said["count"] for code, said in row.report["lost"].items()},
    }


def taken_along(person: User, shape: str = "json") -> zipfile.ZipFile:
    row = runs.take_along(person, shape)
    assert runs.work(row.pk)
    row.refresh_from_db()
    assert row.state == TransferState.FINISHED
    with media().open(row.key) as stored:
        return zipfile.ZipFile(io.BytesIO(stored.read()))


def told(person: User) -> list[dict[str, Any]]:
    """All conversations of a person in the house's form, without what a house gives its own name."""
    rows = Conversation.objects.owned_by(person).listed().select_related("project").order_by("pk")
    return [{**each, "id": ""} for each in json.loads("".join(form.pieces(rows, "")))["conversations"]]


def shown(conversation: Conversation) -> list[tuple[str, str]]:
    return [(each.prompt.text, each.answer.shown_text) for each in stretches.latest(conversation).sections]


def lively(person: User) -> None:
    """Two conversations: branches, a bad end, a hidden answer, tags, a project."""
    first = answered(person, "One?", "1.")
    ends(Turn.objects.get(public_id=turns.retry(person, first.public_id, key=uuid4().hex).turn), "Other 1.")
    answered(person, "Two?", "2. `code`", first.conversation)
    project = Project.objects.create(owner=person, name="Foxes", instructions="Be brief.")
    Conversation.objects.filter(pk=first.conversation.pk).update(
        title="Numbers", title_by="person", tags=["a", "b"], project=project, pinned_at=timezone.now()
    )
    second = answered(person, "Why?", "Half")
    Turn.objects.filter(pk=second.pk).update(state="interrupted", notice="cut")
    hidden = answered(person, "And?", "Hidden words.", second.conversation)
    Answer().hide(hidden.answer.public_id, "This is hidden.")


def test_everything_taken_along_and_brought_into_another_account_is_the_same(alice: User, bob: User) -> None:
    lively(alice)
    before = told(alice)

    report = brought(bob, taken_along(alice).read("conversations.json"))

    assert (report["taken"], report["lost"]) == (2, {})
    assert told(bob) == before
    assert "Hidden words." not in json.dumps(before)


def test_bringing_the_same_again_brings_nothing_and_says_so(alice: User, bob: User) -> None:
    lively(alice)
    along = taken_along(alice).read("conversations.json")
    brought(bob, along)

    again, own = brought(bob, along), brought(alice, along)

    assert (again["taken"], again["skipped"]) == (0, 2) == (own["taken"], own["skipped"])
    assert Conversation.objects.owned_by(bob).count() == 2


def test_what_was_thrown_away_can_be_brought_again(alice: User, bob: User) -> None:
    lively(alice)
    along = taken_along(alice).read("conversations.json")
    brought(bob, along)
    Conversation.objects.owned_by(bob).update(deleted_at=timezone.now(), delete_after=timezone.now())

    assert brought(bob, along)["taken"] == 2


@pytest.mark.parametrize(
    ("shape", "ends_with", "says"), [("markdown", ".md", "# Numbers"), ("html", ".html", "<h1>Numbers</h1>")]
)
def test_each_conversation_is_a_file_to_read(alice: User, shape: str, ends_with: str, says: str) -> None:
    lively(alice)

    along = taken_along(alice, shape)

    page = along.read(f"Numbers{ends_with}").decode()
    assert len(along.namelist()) == 2
    assert says in page
    assert "Two?" in page
    assert "Hidden words." not in "".join(along.read(name).decode() for name in along.namelist())


def test_a_page_taken_along_runs_and_loads_nothing(alice: User) -> None:
    turn = answered(alice, "<script>alert(1)</script>", "<img src=x onerror=alert(1)> ![p](https://a.test/p.png)")
    browser = Client()
    browser.force_login(alice)

    page = browser.get(f"/c/{turn.conversation.public_id}/take/html/").content.decode()

    assert "default-src 'none'" in page
    assert "<script" not in page
    assert "<img" not in page


def test_temporary_chats_are_not_taken_along(alice: User) -> None:
    answered(alice, "One?", "1.", temporary.begin(alice))

    assert b"One?" not in taken_along(alice).read("conversations.json")


# Small files of the two foreign forms, written after what their programs write.
def test_chatgpts_export_is_brought_with_its_branches(alice: User) -> None:
    report = brought(alice, (FIXTURES / "chatgpt.json").read_bytes())

    row = Conversation.objects.get(title="Foxes and rivers")
    assert report["taken"] == 1
    assert shown(row) == [
        ("How do foxes swim?", "They paddle."),
        ("Show me in Python.", "```python\nprint('splash')\n```\n\nIt splashes."),
    ]
    assert Message.objects.filter(conversation=row, text="They rarely do.").count() == 1
    assert stretches.latest(row).sections[1].answer.reasoning == "A print will do."
    assert stretches.latest(row).sections[0].turn.engine_used == "gpt-4o"
    assert row.created_at.year == 2024
    assert report["lost"] == {"tool": 1, "file": 1}


def test_a_zip_of_chatgpts_is_brought_as_well(alice: User) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(FIXTURES / "chatgpt.json", "conversations.json")
        archive.writestr("user.json", "{}")

    assert brought(alice, packed.getvalue(), "export.zip")["taken"] == 1


def test_open_webuis_export_is_brought_with_its_branches(alice: User) -> None:
    report = brought(alice, (FIXTURES / "open_webui.json").read_bytes())

    row = Conversation.objects.get(title="Bread")
    assert (report["taken"], report["lost"]) == (1, {"file": 1})
    assert shown(row) == [("How long does bread rise?", "Two hours.")]
    assert stretches.latest(row).sections[0].answer.reasoning == "Yeast is slow."
    assert Message.objects.filter(conversation=row, text="Overnight.").exists()
    assert (row.tags, row.instructions) == (["kitchen"], "You are a baker.")


def node(id: str, parent: str | None, role: str, text: Any) -> dict[str, Any]:
    content = {"content_type": "text", "parts": [text]}
    return {"id": id, "parent": parent, "children": [], "message": {"author": {"role": role}, "content": content}}


def mapping(*nodes: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    return [{"title": "T", "id": uuid4().hex, "mapping": {each["id"]: each for each in nodes}, **more}]


GOOD = mapping(node("a", None, "user", "Still good?"), node("b", "a", "assistant", "Yes."))
HOSTILE: dict[str, bytes] = {
    "empty": b" ",
    "no JSON": b"\xff\xfe not json",
    "breaks off": json.dumps(GOOD).encode()[:-3],
    "a number": b"17",
    "very deep": b"[" * 1_000_000,
    "very deep inside": b'[{"mapping": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"}]",
    "a huge number": b'[{"mapping": {}, "create_time": ' + b"9" * 10_000 + b"}]",
    "a circle": json.dumps(mapping(node("a", "b", "user", "?"), node("b", "a", "assistant", "!"))).encode(),
    "its own parent": json.dumps(mapping(node("a", "a", "user", "?"))).encode(),
    "wrong kinds": json.dumps(mapping(node("a", None, "user", {"x": []}), title=[], create_time={}, current_node=3)).encode(),
    "nulls": b'[{"mapping": {"a": null, "b": {"message": {"author": null, "content": {"content_type": "text", "parts": null}}}}}]',
    "letters no table takes": json.dumps(mapping(node("a", None, "user", "nul \x00 and \ud800"))).encode(),
    "chat of wrong kinds": b'[{"chat": {"history": {"messages": {"a": {"role": 1, "content": 2, "files": 3}}, "currentId": []}}}]',
    "own form of wrong kinds": b'{"conversations": [{"messages": [1, {"role": "user", "text": "?", "files": [{"data": 1}]}], "tags": 3}]}',
    "a broken zip": b"PK\x03\x04 and no more",
    "a zip without conversations": b"",
}  # fmt: skip
_EMPTY = io.BytesIO()
with zipfile.ZipFile(_EMPTY, "w") as _archive:
    _archive.writestr("readme.txt", "x")
HOSTILE["a zip without conversations"] = _EMPTY.getvalue()


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_no_file_breaks_anything_and_each_has_its_report(alice: User, content: bytes) -> None:
    report = brought(alice, content)

    assert report["state"] in (TransferState.FINISHED, TransferState.FAILED)
    assert report["taken"] or report["lost"]
    for row in Conversation.objects.owned_by(alice):
        assert all(isinstance(each.html, str) for each in stretches.latest(row).sections)


def test_one_bad_conversation_does_not_keep_the_others_out(alice: User) -> None:
    report = brought(alice, [{"mapping": {"a": {"message": 3}}}, {"no": "such form"}, *GOOD])

    assert (report["taken"], report["lost"]) == (1, {"nothing_said": 1, "no_conversation": 1})


def test_a_small_file_that_unpacks_to_a_huge_one_is_not_read_to_its_end(alice: User, settings: Any) -> None:
    settings.TRANSFER_UNPACKED_BYTES = 1_000_000
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("conversations.json", "[" + " " * 5_000_000 + "]")

    assert brought(alice, packed.getvalue())["lost"] == {"unreadable": 1}


def test_markup_in_a_text_stays_text(alice: User) -> None:
    brought(
        alice, mapping(node("a", None, "user", "<b>?</b>"), node("b", "a", "assistant", "<script>alert(1)</script>"))
    )
    browser = Client()
    browser.force_login(alice)

    page = browser.get(f"/c/{Conversation.objects.get().public_id}/").content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_question_without_an_answer_can_be_asked_again(alice: User) -> None:
    brought(alice, mapping(node("a", None, "user", "One?"), node("b", "a", "user", "Two?"), current_node="b"))

    sections = stretches.latest(Conversation.objects.get()).sections
    again = turns.retry(alice, sections[1].turn.public_id, key=uuid4().hex)

    assert [(each.prompt.text, bool(each.sentence)) for each in sections] == [("One?", True), ("Two?", True)]
    assert Turn.objects.get(public_id=again.turn).is_open


def test_a_worker_that_died_is_followed_by_one_that_goes_on(alice: User, bob: User) -> None:
    lively(alice)
    row = runs.bring(bob, ContentFile(taken_along(alice).read("conversations.json"), name="x.json"))
    assert Transfer.objects.filter(pk=row.pk).claim(60)
    assert not runs.work(row.pk)

    Transfer.objects.filter(pk=row.pk).update(state="working", lease_until=timezone.now())
    assert runs.work(row.pk)

    assert Conversation.objects.owned_by(bob).count() == 2


def test_what_is_cancelled_goes_no_further(alice: User, bob: User) -> None:
    lively(alice)
    row = runs.bring(bob, ContentFile(taken_along(alice).read("conversations.json"), name="x.json"))
    key = row.key

    runs.cancel(bob, row.public_id)

    assert not runs.work(row.pk)
    assert not Conversation.objects.owned_by(bob).exists()
    assert not media().exists(key)


def test_one_of_a_kind_at_a_time(alice: User) -> None:
    runs.bring(alice, ContentFile(b"[]", name="a.json"))

    with pytest.raises(runs.Busy):
        runs.bring(alice, ContentFile(b"[]", name="b.json"))


def test_the_page_takes_a_file_and_shows_its_report(alice: User) -> None:
    browser = Client()
    browser.force_login(alice)
    upload: Any = File(io.BytesIO(json.dumps([*GOOD, {"no": "form", "title": "Odd one"}]).encode()), name="c.json")
    assert browser.post("/transfers/bring/", {"file": upload}).status_code == 303
    runs.work(Transfer.objects.get().pk)

    page = browser.get("/transfers/").content.decode()

    assert "1 conversation brought" in page
    assert "Odd one" in page
    assert "no conversation of a form we know" in page
