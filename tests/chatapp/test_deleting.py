"""Deleting hides at once, can be undone for a while, and then purges everything but the ledger and locked cases."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts import privacy
from accounts.models import User
from chatapp import conversations, log, turns
from chatapp.events import Cursor, Event, Kind
from chatapp.models import Conversation, Message, Turn
from chatapp.subjects import KIND
from moderation import flags
from moderation.verdicts import Action, Verdict
from tests.chatapp.answers import answered
from usage.models import Hold

pytestmark = pytest.mark.django_db


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
