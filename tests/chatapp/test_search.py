"""Search: titles and everything said, one's own alone, as soon as it is written to the end."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from celery import current_app
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from chatapp import closing, conversations, projects, search, turns
from chatapp.conversations import Command
from chatapp.models import Attached, Attachment, Conversation, Message, Turn
from chatapp.models.passage import Passage
from chatapp.schedule import SCHEDULE
from chatapp.search import NotUnderstood
from chatapp.search import finding as limits
from chatapp.subjects import Answer
from chatapp.takedowns import Messages
from tests.chatapp.answers import answered, ends

pytestmark = pytest.mark.django_db
Visit = Callable[[User], Client]


def found(person: User, said: str) -> list[str]:
    """The messages that are found, newest first; a title stands for itself."""
    search.index()
    texts: list[str] = []
    for each in search.find(person, said).found:
        ids = [hit.message for hit in each.hits]
        texts += [
            str(text)
            for text in Message.objects.filter(public_id__in=ids).order_by("-pk").values_list("text", flat=True)
        ]
        texts += [] if ids else [str(each.conversation)]
    return texts


SAID = {
    "The rates of boats": ["rate", "RATES", "boat rates", '"rates of"', "rat -limit"],
    "Der Größte in Zürich": ["großte", "größte", "zurich", "ZÜRICH der"],
    "什么是速率限制": ["速率", "限制", "什么 限制"],
    "foo_bar(x) at example.com/path/to": ["bar", "foo", "path", "example.com", '"path/to"'],
    "Το τέλος ΤΕΛΟΣ": ["τελος", "τέλος"],
    "It cost 3.14 or 1e5": ["3.14", "1e5", "cost"],
}


@pytest.mark.parametrize(
    ("text", "said"), [(text, said) for text, all_ in SAID.items() for said in all_], ids=range(22)
)
def test_words_are_found_in_many_languages(alice: User, text: str, said: str) -> None:
    answered(alice, text, "Yes.")

    assert found(alice, said) == [text]


@pytest.mark.parametrize("said", ["oats", '"of the"', "rates -boats", "速制", '"rate of"', "tides"])
def test_what_was_not_said_is_not_found(alice: User, said: str) -> None:
    answered(alice, "The rates of boats 什么是速率限制", "Yes.")

    assert found(alice, said) == []


def test_only_ones_own_is_found(alice: User, bob: User) -> None:
    answered(bob, "A secret harbour", "Deep.")

    assert found(alice, "harbour") == []
    assert found(bob, "harbour") == ["A secret harbour"]


def test_titles_are_found_and_their_changes(alice: User) -> None:
    place = answered(alice).conversation
    conversations.rename(alice, place.public_id, "Polite waiting")
    assert found(alice, "polite") == ["Polite waiting"]

    conversations.rename(alice, place.public_id, "Rude hurry")

    assert found(alice, "polite") == []
    assert found(alice, "rude") == ["Rude hurry"]
    assert Passage.objects.filter(message=None).count() == 1


def test_nothing_is_indexed_while_it_is_written(alice: User) -> None:
    turn = Turn.objects.get(public_id=turns.send(alice, "A harbour?", key=uuid4().hex).turn)
    Message.objects.filter(pk=turn.answer_id).update(text="Half an answer about tides")
    assert found(alice, "tides") == []
    assert found(alice, "harbour") == ["A harbour?"]

    ends(turn, "The whole answer about tides")

    assert found(alice, "tides") == ["The whole answer about tides"]
    assert search.index() == 0


def hidden(turn: Turn) -> None:
    Answer().hide(turn.answer.public_id, "Removed.")


def judged(turn: Turn) -> None:
    Messages().withhold(turn.answer.public_id)


def deleted(turn: Turn) -> None:
    conversations.delete(turn.owner, turn.conversation.public_id)


def temporary(turn: Turn) -> None:
    Conversation.objects.filter(pk=turn.conversation_id).update(temporary=True)


@pytest.mark.parametrize("gone", [hidden, judged, deleted, temporary])
@pytest.mark.parametrize("when", ["before it is indexed", "after"])
def test_what_nobody_shall_read_is_not_found(alice: User, gone: Callable[[Turn], None], when: str) -> None:
    turn = answered(alice, "Why?", "Because of the harbour.")
    if when == "after":
        search.index()
    gone(turn)

    assert found(alice, "harbour") == []


def test_no_word_of_a_temporary_chat_is_in_the_index(alice: User) -> None:
    temporary(answered(alice, "Why?", "Because of the harbour."))
    Conversation.objects.update(title="Harbours", title_by="person")

    search.index()

    assert not Passage.objects.exists()


def test_what_was_brought_back_is_found(alice: User) -> None:
    turn = answered(alice, "Why?", "Because of the harbour.")
    deleted(turn)
    assert found(alice, "harbour") == []

    conversations.restore(alice, turn.conversation.public_id)

    assert found(alice, "harbour") == ["Because of the harbour."]


@pytest.fixture
def shelf(alice: User) -> dict[str, Turn]:
    """Three conversations that all speak of a harbour."""
    plain = answered(alice, "harbour one", "Yes: a harbour with ```code```")
    work = answered(alice, "harbour two", "No harbour")
    old = answered(alice, "harbour three", "Old harbour")
    boats = projects.create(alice, "Old boats")
    conversations.keep(alice, Command("tag", (work.conversation.public_id,), tag="work"))
    conversations.keep(alice, Command("move", (work.conversation.public_id,), project=boats.public_id))
    conversations.keep(alice, Command("archive", (old.conversation.public_id,)))
    Message.objects.filter(conversation=old.conversation).update(created_at=datetime(2024, 5, 5, tzinfo=UTC))
    Turn.objects.filter(pk=plain.pk).update(engine_used="grok-code-fast")
    for turn, kind in ((plain, "picture"), (work, "text")):
        file = Attachment.objects.create(owner=alice, kind=kind, name="a", media_type="x/y", sha256="0" * 64, bytes=1)
        Attached.objects.create(message=turn.prompt, attachment=file)
    return {"plain": plain, "work": work, "old": old}


FILTERED = {
    "harbour tag:work": {"harbour two", "No harbour"},
    "harbour tag:WORK from:me": {"harbour two"},
    'harbour project:"old boats" from:grok': {"No harbour"},
    "harbour project:old from:grok": {"No harbour"},
    "harbour engine:grok-code": {"Yes: a harbour with ```code```"},
    "has:code": {"Yes: a harbour with ```code```"},
    "harbour has:image": {"harbour one"},
    "has:file": {"harbour two"},
    "harbour before:2025": {"harbour three", "Old harbour"},
    "harbour after:2025 from:me": {"harbour one", "harbour two"},
    "harbour in:archive from:grok": {"Old harbour"},
    "tag:work": {"harbour two"},
    "in:archive": {"harbour three"},
    "tag:nowhere": set(),
    "harbour tag:work tag:nowhere": set(),
}


@pytest.mark.parametrize("said", FILTERED, ids=range(len(FILTERED)))
def test_filters_are_words(alice: User, shelf: dict[str, Turn], said: str) -> None:
    assert set(found(alice, said)) == FILTERED[said]


def test_a_day_begins_with_its_first_moment(alice: User) -> None:
    turn = answered(alice, "Exactly at midnight?")
    Message.objects.update(created_at=datetime(2026, 3, 1, tzinfo=UTC))
    assert turn.prompt.text

    assert found(alice, "midnight after:2026-03-01") == ["Exactly at midnight?"]
    assert found(alice, "midnight before:2026-03-01") == []


def test_a_project_is_named_by_its_beginning_never_by_another_one(alice: User) -> None:
    for name in ("Anchors", "Boats of wood"):
        inside = turns.Anew(projects.create(alice, name).public_id)
        begun = turns.send(alice, f"About {name}?", key=uuid4().hex, conversation=inside)
        ends(Turn.objects.get(public_id=begun.turn), "Yes.")

    assert found(alice, "about project:boats") == ["About Boats of wood?"]


def test_what_is_not_shown_of_a_conversation_is_counted(alice: User) -> None:
    turn = answered(alice, "Tides 0?", "No.")
    for number in range(1, 5):
        answered(alice, f"Tides {number}?", "No.", conversation=turn.conversation)
    search.index()

    [group] = search.find(alice, "tides").found

    assert (len(group.hits), group.more) == (limits.HITS_EACH, 5 - limits.HITS_EACH)


def test_a_project_that_is_not_there_is_said(alice: User, bob: User) -> None:
    projects.create(bob, "Secret")

    with pytest.raises(NotUnderstood, match="no project called “Secret”"):
        search.find(alice, "harbour project:Secret")


@pytest.mark.parametrize(("walk", "enough"), [(3_000, 60), (3, 60), (3, 1)], ids=["walked", "indexed", "common"])
def test_both_ways_find_the_same_and_pages_have_no_holes(
    alice: User, monkeypatch: pytest.MonkeyPatch, walk: int, enough: int
) -> None:
    for name, value in {"ENOUGH": enough, "CONVERSATIONS": 2, "WALK": walk}.items():
        monkeypatch.setattr(limits, name, value)
    places = [answered(alice, f"harbour {number}", "Yes.").conversation.public_id for number in range(5)]
    search.index()
    seen: list[UUID] = []
    before = ""
    for _ in range(10):
        page = search.find(alice, "harbour", before)
        seen += [each.conversation.public_id for each in page.found]
        before = page.before
        if not before:
            break

    assert seen == places[::-1] if enough > 1 else set(seen) <= set(places)


HOSTILE = {
    "many different words": " ".join(f"w{number:x}" for number in range(60_000)),
    "one long word": "x" * 300_000,
    "ligatures that unfold": "\ufdfa" * 100_000,
    "four bytes each": " ".join(chr(0x20000 + number) for number in range(40_000)),
    "signs alone": "!?-" * 1000,
}


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_too_much_for_the_index(alice: User, text: str) -> None:
    turn = answered(alice, "harbour", "Yes.")
    Message.objects.filter(pk=turn.answer_id).update(text=HOSTILE[text])

    assert found(alice, "harbour") == ["harbour"]
    assert search.index() == 0


def test_doorbell_and_sweep_ring_at_a_task_that_is_there() -> None:
    import chatapp.tasks  # noqa: F401  # as a worker does

    asked = {str(entry["task"]) for entry in SCHEDULE.values()} | {closing.INDEX_TASK}
    assert asked <= set(current_app.tasks)


def test_the_page_marks_escapes_and_asks_little(alice: User, visit: Visit) -> None:
    answered(alice, "<b>harbour</b> & tides", "Yes, a harbour.")
    search.index()
    browser = visit(alice)
    browser.get("/search/")

    with CaptureQueriesContext(connection) as queries:
        page = browser.get("/search/?q=harbour", headers={"X-Fragment": "1"}).content.decode()

    assert "&lt;b&gt;<mark>harbour</mark>&lt;/b&gt; &amp; tides" in page
    assert "<b>harbour" not in page
    assert len([query for query in queries if "passage" in query["sql"] or "chatapp" in query["sql"]]) <= 6


@pytest.mark.parametrize(
    ("said", "status", "words"),
    [
        ("", 200, "with this tag"),
        ("tides", 200, "Nothing for “tides”."),
        ("colour:red", 422, "is not a filter"),
        ("'@1' | :* <-> \\", 200, "Nothing for"),
        ("%s %(owner)s {0}", 200, "Nothing for"),
    ],
    ids=["empty", "nothing", "unknown", "its own signs", "ours"],
)
def test_every_state_has_its_words(alice: User, visit: Visit, said: str, status: int, words: str) -> None:
    answered(alice)

    answer = visit(alice).get("/search/", {"q": said})

    assert answer.status_code == status
    assert words in answer.content.decode()


@pytest.mark.parametrize("before", ["nonsense", "2026-01-01~1", "2026-01-01T00:00:00+00:00~x", "~"])
def test_a_bad_mark_is_no_mark(alice: User, visit: Visit, before: str) -> None:
    answered(alice, "harbour", "Yes.")
    search.index()

    assert "harbour" in visit(alice).get("/search/", {"q": "harbour", "before": before}).content.decode()


def test_a_find_on_another_branch_is_gone_to_on_its_branch(alice: User, visit: Visit) -> None:
    first = answered(alice, "One?", "The first answer")
    second = ends(Turn.objects.get(public_id=turns.retry(alice, first.public_id, key=uuid4().hex).turn), "The second")
    browser = visit(alice)
    place = f"/c/{first.conversation.public_id}/"

    answer = browser.post(f"{place}jump/", {"message": str(first.answer.public_id)}, follow=True)

    assert answer.redirect_chain == [(f"{place}?message={first.answer.public_id}", 302)]
    assert f'data-show="turn-{first.public_id}"' in answer.content.decode()
    again = browser.post(f"{place}jump/", {"message": str(first.prompt.public_id)}, follow=True)
    assert "The first answer" in again.content.decode()
    assert "The second" not in again.content.decode()
    assert second.conversation_id == first.conversation_id
