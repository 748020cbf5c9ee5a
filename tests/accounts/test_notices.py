"""Notices: told to one person, seen on every page, put away by them."""

import asyncio

import pytest
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.urls import reverse

from accounts import notices
from accounts.models import Notice, User
from foundation import wakeups
from tests.accounts.people import signed_in

pytestmark = pytest.mark.django_db


def test_a_notice_is_on_every_page_of_its_owner_until_put_away(alice: User) -> None:
    notice = notices.tell(alice, "case.decided", body="Your picture is shown again.", subject_url="/studio/")
    browser = signed_in(alice)

    before = browser.get("/people/me/").content.decode()
    browser.post(reverse("put_away", args=[notice.public_id]))
    after = browser.get("/people/me/").content.decode()

    assert "Your picture is shown again." in before
    assert "Your picture is shown again." not in after
    assert "Your picture is shown again." in browser.get("/notices/").content.decode()


def test_a_tab_that_was_woken_fetches_just_the_strip(alice: User) -> None:
    notices.tell(alice, "case.decided", body="Your picture is shown again.", subject_url="/studio/")

    strip = signed_in(alice).get(reverse("notices_header")).content.decode()

    assert "Your picture is shown again." in strip
    assert "<html" not in strip


def test_a_notice_of_somebody_else_is_not_there(alice: User, bob: User) -> None:
    notice = notices.tell(alice, "case.decided", body="Your picture is shown again.")
    browser = signed_in(bob)

    foreign = browser.post(reverse("put_away", args=[notice.public_id])).status_code
    missing = browser.post(reverse("put_away", args=[bob.public_id])).status_code
    browser.post(reverse("put_all_away"))

    notice.refresh_from_db()
    assert (foreign, missing) == (404, 404)
    assert "shown again" not in browser.get("/notices/").content.decode()
    assert notice.read_at is None


def test_all_are_put_away_at_once(alice: User) -> None:
    for number in range(3):
        notices.tell(alice, "case.decided", body=f"Decision {number}.")
    browser = signed_in(alice)
    counted = "I have read all 3" in browser.get("/notices/").content.decode()

    browser.post(reverse("put_all_away"))

    assert counted
    assert not Notice.objects.owned_by(alice).unread().exists()


def test_what_a_notice_quotes_cannot_break_the_page(alice: User) -> None:
    notices.tell(alice, "case.decided", body="You wrote <img src=x onerror=alert(1)>.")
    browser = signed_in(alice)

    pages = browser.get("/notices/").content + browser.get("/people/me/").content

    assert b"<img src=x" not in pages


@pytest.mark.django_db(transaction=True)
def test_a_notice_wakes_the_open_tabs_of_its_owner() -> None:
    owner = User.objects.create_user("alice@example.org")

    async def heard() -> dict[str, object]:
        layer = get_channel_layer()
        assert layer is not None
        channel = await layer.new_channel()
        await layer.group_add(wakeups.group(owner.public_id), channel)
        await asyncio.to_thread(notices.tell, owner, "case.decided", body="Decided.")
        message: dict[str, object] = await asyncio.wait_for(layer.receive(channel), 5)
        return message

    message = async_to_sync(heard)()

    assert message["type"] == "wake"
    assert message["topic"] == "notice"
    assert message["id"] == str(Notice.objects.get().public_id)
    assert "Decided" not in str(message)
