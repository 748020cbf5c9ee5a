"""The list, names, branches, deleting: a person's own, and nobody else's."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import privacy
from accounts.models import User
from chatapp import closing, conversations, log, thread, turns
from chatapp.closing import Bill, Ending
from chatapp.events import Cursor, Event, Kind
from chatapp.models import Conversation, Message, State, TitleBy, Turn
from chatapp.notices import NOTICES
from chatapp.subjects import KIND, Answer
from moderation import flags
from moderation.models import Case
from moderation.verdicts import Action, Verdict
from usage import subjects as ledger_subjects
from usage.limits import ticks_of
from usage.models import Allowance, Hold

pytestmark = pytest.mark.django_db


def answered(
    person: User, text: str = "Why?", answer: str = "Because.", conversation: Conversation | None = None
) -> Turn:
    """A turn that has been answered, without a relay."""
    begun = turns.send(person, text, key=uuid4().hex, conversation=conversation.public_id if conversation else None)
    return ends(Turn.objects.get(public_id=begun.turn), answer)


def ends(turn: Turn, answer: str) -> Turn:
    lease = uuid4()
    now = timezone.now()
    Turn.objects.filter(pk=turn.pk).update(state=State.ANSWERING, lease=lease, lease_until=now + timedelta(minutes=1))
    closed = closing.close(turn.pk, lease, Ending(State.FINISHED, answer), None, Bill())
    assert closed is not None
    return closed


@pytest.fixture
def visit(client: Client) -> Callable[[User], Client]:
    def as_person(person: User) -> Client:
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return as_person


def test_the_list_shows_mine_by_time(alice: User, bob: User) -> None:
    old, new = answered(alice).conversation, answered(alice).conversation
    answered(bob)
    Conversation.objects.filter(pk=old.pk).update(written_at=timezone.now() - timedelta(days=1))

    page = conversations.listing(alice)

    assert [(group.heading, group.conversations) for group in page.groups] == [("Today", [new]), ("Yesterday", [old])]


def test_a_long_list_comes_in_stretches_and_none_is_missing(alice: User) -> None:
    turn = answered(alice)
    rows = [
        Conversation(owner=alice, leaf=turn.answer, written_at=timezone.now() - timedelta(hours=hours))
        for hours in range(1, 100)
    ]
    Conversation.objects.bulk_create(rows)
    seen: list[int] = []
    page = conversations.listing(alice)

    while True:
        seen += [row.pk for group in page.groups for row in group.conversations]
        if page.before is None:
            break
        page = conversations.listing(alice, page.before)

    assert len(seen) == len(set(seen)) == 100


NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
HEADINGS = {
    "Today": timedelta(hours=1),
    "Yesterday": timedelta(days=1),
    "This week": timedelta(days=5),
    "October": timedelta(days=30),
    "November 2025": timedelta(days=365),
}


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_time_has_its_heading(heading: str) -> None:
    assert conversations.heading_of(NOW - HEADINGS[heading], NOW) == heading


def test_a_persons_title_is_never_replaced_by_the_engines(alice: User) -> None:
    conversation = answered(alice).conversation
    conversations.rename(alice, conversation.public_id, "  My   own\nname ")

    given = conversations.give_title(conversation.public_id, "The engine's")

    conversation.refresh_from_db()
    assert not given
    assert (conversation.title, conversation.title_by) == ("My own name", TitleBy.PERSON)


def test_a_deleted_conversation_is_gone_at_once_and_can_be_had_back(
    alice: User, visit: Callable[[User], Client]
) -> None:
    conversation = answered(alice).conversation
    browser = visit(alice)
    assert browser.get(f"/c/{conversation.public_id}/").status_code == 200

    answer = browser.post(f"/c/{conversation.public_id}/delete/")

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/c/{conversation.public_id}/")
    page = browser.get(f"/c/{conversation.public_id}/")
    assert page.status_code == 200
    assert "You can have it back until" in page.content.decode()
    assert f'action="/c/{conversation.public_id}/restore/"' in page.content.decode()
    assert "Because." not in page.content.decode()
    assert conversations.listing(alice).groups == []
    assert browser.post(f"/c/{conversation.public_id}/restore/").status_code == 303
    assert "Because." in browser.get(f"/c/{conversation.public_id}/").content.decode()


def test_with_htmx_deleting_leads_to_the_same_page(alice: User, visit: Callable[[User], Client]) -> None:
    conversation = answered(alice).conversation

    answer = visit(alice).post(f"/c/{conversation.public_id}/delete/", headers={"HX-Request": "true"})

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, f"/c/{conversation.public_id}/")


def test_a_deleted_conversation_is_shown_to_nobody_else_and_not_after_its_time(
    alice: User, bob: User, visit: Callable[[User], Client]
) -> None:
    conversation = answered(alice).conversation
    conversations.delete(alice, conversation.public_id)

    of_another = visit(bob).get(f"/c/{conversation.public_id}/")
    Conversation.objects.update(delete_after=timezone.now() - timedelta(seconds=1))
    too_late = visit(alice).get(f"/c/{conversation.public_id}/")

    assert (of_another.status_code, too_late.status_code) == (404, 404)


def test_the_list_says_what_its_person_has_spent(alice: User, bob: User, visit: Callable[[User], Client]) -> None:
    answered(alice)
    Allowance.objects.filter(owner=alice).update(spent=ticks_of(5), limit=ticks_of(50))

    listed = visit(alice).get("/c/").content.decode()
    of_another = visit(bob).get("/c/").content.decode()

    assert 'data-spent-now="$5.00" data-used-now="10"' in listed
    assert 'data-spent-now="0.00 ¢"' in of_another


def test_what_has_no_title_is_called_by_its_first_words(alice: User, visit: Callable[[User], Client]) -> None:
    begun = turns.send(alice, "Why is the sky\nblue?", key=uuid4().hex)
    titled = answered(alice, "Another question").conversation
    conversations.give_title(titled.public_id, "A title")

    page = visit(alice).get(f"/c/{begun.conversation}/").content.decode()

    assert sorted(re.findall(r'<span class="title">.*?</span>', page)) == [
        '<span class="title">A title</span>',
        '<span class="title">Why is the sky</span>',
    ]
    assert "<h1>Why is the sky</h1>" in page
    assert "<title>Why is the sky · Salon" in page
    assert Conversation.objects.get(public_id=begun.conversation).title == ""


def test_a_conversation_just_begun_is_called_by_its_first_words_too(
    alice: User, visit: Callable[[User], Client]
) -> None:
    fields = {"text": "Why is the sky blue?", "key": uuid4().hex}
    browser = visit(alice)

    first, again = (browser.post("/c/send/", fields, headers={"HX-Request": "true"}) for _ in range(2))

    assert "<h1>Why is the sky blue?</h1>" in first.content.decode()
    assert "<h1>Why is the sky blue?</h1>" in again.content.decode()


def test_after_the_undo_everything_is_purged_but_the_ledger(alice: User) -> None:
    turn = answered(alice)
    log.append_now(log.numbered(turn.public_id, Cursor(1000, 0), [Event(Kind.END, state="finished")]))
    conversations.delete(alice, turn.conversation.public_id)
    assert conversations.purge() == 0
    Conversation.objects.update(delete_after=timezone.now() - timedelta(seconds=1))

    with_commit(conversations.purge)

    assert not Conversation.objects.exists()
    assert not Message.objects.exists()
    assert not Turn.objects.exists()
    assert log.read_now(turn.public_id) == []
    assert Hold.objects.filter(subject=turn.public_id).exists()


def with_commit(work: Callable[[], int]) -> None:
    """Run what waits for the commit, too."""
    from django.test import TestCase

    with TestCase.captureOnCommitCallbacks(execute=True):
        assert work() == 1


def test_what_a_locked_case_is_about_stays(alice: User) -> None:
    turn = answered(alice)
    verdict = Verdict(action=Action.LOCK, check="person", policy_version="")
    flags.raise_flag(subject_kind=KIND, subject=turn.answer.public_id, owner=alice, verdict=verdict)
    conversations.delete(alice, turn.conversation.public_id)
    Conversation.objects.update(delete_after=timezone.now() - timedelta(seconds=1))

    assert conversations.purge() == 0

    assert Message.objects.filter(pk=turn.answer_id).exists()


def test_another_answer_can_be_shown_with_what_followed_it(alice: User) -> None:
    first = answered(alice, "One?", "1")
    follow = answered(alice, "Two?", "2", first.conversation)
    begun = turns.retry(alice, first.public_id, key="again-0001")
    second = ends(Turn.objects.get(public_id=begun.turn), "another 1")
    place = Conversation.objects.select_related("leaf").get(pk=first.conversation_id)
    assert [section.answer.text for section in thread.sections(place)] == ["another 1"]

    shown = conversations.show(alice, place.public_id, first.answer.public_id)

    sections = thread.sections(shown)
    assert [section.answer.text for section in sections] == ["1", "2"]
    assert sections[-1].turn == follow
    siblings = sections[0].siblings
    assert (siblings.number, siblings.count, siblings.before, siblings.after) == (1, 2, None, second.answer.public_id)


@pytest.mark.parametrize("length", [1, 12])
def test_a_page_asks_as_often_however_long_the_conversation(
    alice: User, visit: Callable[[User], Client], length: int
) -> None:
    conversation = answered(alice).conversation
    for number in range(length - 1):
        answered(alice, f"And {number}?", "So.", conversation)
    browser = visit(alice)
    browser.get("/")

    with CaptureQueriesContext(connection) as queries:
        page = browser.get(f"/c/{conversation.public_id}/")

    assert page.content.decode().count('class="turn"') == length
    assert len(queries) <= 10, [query["sql"] for query in queries]


VERBS = ["send/", "show/", "rename/", "delete/", "restore/"]
TURN_VERBS = ["stop/", "retry/", "continue/", "flag/"]


@pytest.mark.parametrize("whose", ["another's", "nobody's"])
def test_what_is_not_mine_is_not_there(alice: User, bob: User, visit: Callable[[User], Client], whose: str) -> None:
    turn = answered(bob)
    conversation = turn.conversation.public_id if whose == "another's" else uuid4()
    asked = turn.public_id if whose == "another's" else uuid4()
    browser = visit(alice)

    answers = {"page": browser.get(f"/c/{conversation}/"), "turn": browser.get(f"/turns/{asked}/")}
    fields = {"text": "Hi", "key": uuid4().hex, "title": "Mine", "message": str(turn.answer.public_id)}
    answers |= {verb: browser.post(f"/c/{conversation}/{verb}", fields) for verb in VERBS}
    answers |= {verb: browser.post(f"/turns/{asked}/{verb}", fields) for verb in TURN_VERBS}

    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(answers, 404)
    turn.conversation.refresh_from_db()
    assert turn.conversation.title == ""
    assert turn.conversation.deleted_at is None


def test_a_hidden_answer_is_shown_to_nobody_and_sent_to_no_engine(alice: User, visit: Callable[[User], Client]) -> None:
    from chatapp import context

    turn = answered(alice, "Say it", "Something awful")
    Answer().hide(turn.answer.public_id, "A reviewer removed this answer.")
    follow = answered(alice, "And?", "So.", turn.conversation)

    page = visit(alice).get(f"/c/{turn.conversation.public_id}/").content.decode()

    assert "Something awful" not in page
    assert "A reviewer removed this answer." in page
    assert "Something awful" not in [message.text for message in context.path_to(follow.prompt_id)]
    assert "Something awful" in Answer().excerpt(turn.answer.public_id)
    Answer().show(turn.answer.public_id)
    assert "Something awful" in visit(alice).get(f"/c/{turn.conversation.public_id}/").content.decode()


@pytest.mark.parametrize("code", ["", *NOTICES])
@pytest.mark.parametrize("words", ["Some words", ""])
def test_every_end_has_one_button_to_try_again_and_those_its_sentence_names(
    alice: User, visit: Callable[[User], Client], code: str, words: str
) -> None:
    turn = answered(alice, "Why?", words)
    ended = State.STOPPED if not code else State.INTERRUPTED if words else State.FAILED
    Turn.objects.filter(pk=turn.pk).update(state=ended, notice=code, ticks=7, exact=True)

    page = unescape(visit(alice).get(f"/c/{turn.conversation.public_id}/").content.decode())

    buttons = re.findall(r'<button class="[^"]*" type="submit">(Try again|Retry|Continue)</button>', page)
    assert [name for name in buttons if name != "Continue"] == ["Try again"]
    if words:
        assert "Continue" in buttons
    if not code:
        assert "You stopped this answer." in page
        assert "is charged; the amount stands below." in page


def test_an_answer_that_was_withheld_and_then_allowed_is_no_longer_called_withheld(
    alice: User, visit: Callable[[User], Client]
) -> None:
    turn = answered(alice, "Say it", "Quite harmless")
    withheld = NOTICES["withheld"].sentence
    Turn.objects.filter(pk=turn.pk).update(state=State.WITHHELD, notice="withheld")
    Message.objects.filter(pk=turn.answer.pk).update(hidden=withheld)
    place = f"/c/{turn.conversation.public_id}/"
    before = unescape(visit(alice).get(place).content.decode())

    Answer().show(turn.answer.public_id)

    after = unescape(visit(alice).get(place).content.decode())
    assert (withheld in before, "Quite harmless" in before) == (True, False)
    assert (withheld in after, "Quite harmless" in after) == (False, True)


def test_a_person_can_report_an_answer(alice: User, visit: Callable[[User], Client]) -> None:
    turn = answered(alice)

    visit(alice).post(f"/turns/{turn.public_id}/flag/", {"why": "It is wrong"})

    assert Case.objects.get().subject == turn.answer.public_id


def test_all_of_it_can_be_taken_along(alice: User, bob: User) -> None:
    turn = answered(alice, "Why?", "Because.")
    answered(bob, "Mine", "Yours")

    store = privacy.export_of(alice)["stores"]["chatapp.conversations"]

    assert store["count"] == 1
    assert [message["text"] for message in store["records"][0]["messages"]] == ["Why?", "Because."]
    assert store["records"][0]["id"] == str(turn.conversation.public_id)


def test_erasing_a_person_stops_hides_and_purges(alice: User) -> None:
    done, writing = answered(alice), Turn.objects.get(public_id=turns.send(alice, "Go on", key="click-0009").turn)

    report = privacy.erase_all(alice)["chatapp.conversations"]

    assert report == {"conversations": 2}
    writing.refresh_from_db()
    assert writing.stop_asked_at is not None
    assert conversations.purge() == 1
    assert not Conversation.objects.filter(pk=done.conversation_id).exists()


def test_the_ledger_knows_what_a_reply_was_about(alice: User, bob: User) -> None:
    turn = answered(alice, "Why is the sky blue?")

    line = ledger_subjects.described(alice, [(turns.PURPOSE, turn.public_id)])[turn.public_id]

    assert line.title == "Why is the sky blue?"
    assert line.url == f"/c/{turn.conversation.public_id}/"
    assert ledger_subjects.described(bob, [(turns.PURPOSE, turn.public_id)]) == {}
    assert ledger_subjects.is_over(turns.PURPOSE, turn.public_id)
