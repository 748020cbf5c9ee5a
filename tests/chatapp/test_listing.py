"""The list of conversations: a person's own, by time."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from chatapp import conversations, turns
from chatapp.models import Conversation
from tests.chatapp.answers import answered
from usage.limits import ticks_of
from usage.models import Allowance

pytestmark = pytest.mark.django_db


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


def tagged(owner: User, *tags: str) -> Conversation:
    place = answered(owner).conversation
    Conversation.objects.filter(pk=place.pk).update(tags=tags)
    return place


def test_the_tags_stand_above_the_list_the_most_used_first_and_a_press_narrows_it(
    alice: User, bob: User, visit: Callable[[User], Client]
) -> None:
    boats, both, plain = tagged(alice, "boats"), tagged(alice, "boats", "c++"), tagged(alice)
    away = tagged(alice, "away")
    Conversation.objects.filter(pk=away.pk).update(archived_at=timezone.now())
    tagged(bob, "his")
    browser = visit(alice)

    page = browser.get("/").content.decode()
    narrowed = browser.get("/c/tagged/boats/").content.decode()

    chips = re.findall(r'id="tag-([^"]+)"[^>]*><span class="clip">[^<]*</span> <span class="faint tabular">(\d+)', page)
    assert chips == [("boats", "2"), ("c++", "1")]
    assert 'href="/search/?q=tag:boats"' in page  # without a script
    rows = re.findall(r'data-row="([^"]+)"', narrowed)
    assert set(rows) == {str(each.public_id) for each in (boats, both)}
    assert 'hx-get="/c/tagged/boats/?current="' in narrowed  # what is fetched anew stays narrowed
    assert f'href="/c/{boats.public_id}/?tag=boats"' in narrowed
    kept = browser.get(f"/c/{boats.public_id}/?tag=boats").content.decode()
    assert f'data-row="{plain.public_id}"' not in kept
    assert "show all conversations again" in kept


def test_very_many_tags_show_the_top_few_and_more(alice: User, visit: Callable[[User], Client]) -> None:
    for number in range(3):
        tagged(alice, *(f"t{number}-{letter}" for letter in "abcde"))

    tags = conversations.sidebar_tags(alice)
    page = visit(alice).get("/").content.decode()

    assert (len(tags.first), len(tags.more)) == (6, 9)
    assert "9 more</summary>" in page


def test_no_tags_show_nothing_and_a_tag_nobody_has_says_so(alice: User, visit: Callable[[User], Client]) -> None:
    answered(alice)
    browser = visit(alice)

    assert 'class="tags"' not in browser.get("/").content.decode()
    empty = browser.get("/c/tagged/%3Cb%3E/").content.decode()
    assert "No conversation in the list is tagged &lt;b&gt;." in empty
    assert browser.get("/c/tagged/%00/").status_code == 200
    assert browser.get(f"/?tag={'x' * 500}\x00").status_code == 200


def test_a_narrowed_list_comes_in_stretches_too(alice: User, visit: Callable[[User], Client]) -> None:
    turn = answered(alice)
    rows = [
        Conversation(owner=alice, leaf=turn.answer, tags=["boats"], written_at=timezone.now() - timedelta(hours=hours))
        for hours in range(50)
    ]
    Conversation.objects.bulk_create(rows)
    browser = visit(alice)

    first = browser.get("/c/tagged/boats/").content.decode()
    link = re.search(r'hx-get="(/c/tagged/boats/\?before=[^"]+)"', first)
    assert link is not None
    second = browser.get(link[1].replace("&amp;", "&")).content.decode()

    found = [re.findall(r'data-row="([^"]+)"', each) for each in (first, second)]
    assert [len(each) for each in found] == [40, 10]
    assert 'class="tags"' not in second
