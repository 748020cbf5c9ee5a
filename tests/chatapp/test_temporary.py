"""A temporary chat leaves nothing: in no list while it lives, in no store when it has ended."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import redis
from django.conf import settings as house
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import privacy
from accounts.models import User
from chatapp import conversations, temporary, titles, turns
from chatapp.composer import drafts
from chatapp.conversations import Command
from chatapp.models import Attachment, AttachmentKind, Conversation, Draft, Queued, State, Turn
from chatapp.sharing import shares
from tests.chatapp.answers import answered
from tests.chatapp.relays import RunningRelay, ask, ended, shows, until
from tests.support.simulator import Simulator
from usage.models import Charge

MARK = "marmalade-8831"


def everything_kept() -> Iterator[tuple[str, str]]:
    """Every place where something is kept, with what is in it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_stat_user_tables WHERE relname NOT LIKE 'pg_%'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "{table}" t')  # noqa: S608  # names of our own tables
            yield f"table {table}", cursor.fetchone()[0] or ""
    for number in range(3):
        store = redis.Redis.from_url(house.REDIS_URL, db=number)
        for key in store.scan_iter("*"):
            yield f"key {key!r}", repr(key) + repr(_value(store, key))
    for file in Path(house.MEDIA_ROOT).rglob("*"):
        if file.is_file():
            yield f"file {file.name}", file.read_bytes().decode(errors="replace")


def _value(store: "redis.Redis", key: bytes) -> object:
    kind = store.type(key)
    if kind == b"stream":
        return store.xrange(key)
    if kind == b"hash":
        return store.hgetall(key)
    if kind == b"list":
        return store.lrange(key, 0, -1)
    if kind == b"set":
        return store.smembers(key)
    return store.zrange(key, 0, -1) if kind == b"zset" else store.get(key)


def places_with(mark: str) -> set[str]:
    return {place.split("'")[0].strip() for place, content in everything_kept() if mark in content}


@pytest.mark.django_db(transaction=True)
def test_nothing_of_it_is_left_anywhere(alice: User, relay: RunningRelay, simulator: Simulator) -> None:
    browser = Client()
    browser.force_login(alice)
    place = browser.post("/c/temporary/")["Location"]
    begun = browser.post(f"{place}send/", {"text": f"Say {MARK}, nothing else.", "key": uuid4().hex})
    turn = ended(Turn.objects.get(owner=alice))
    drafts.save(alice, turn.conversation.public_id, f"More {MARK}", timezone.now())
    assert begun.status_code == 303
    assert {"table chatapp_message", "table chatapp_draft"} <= places_with(MARK)

    over = browser.post(f"{place}end/", follow=True)

    assert "Nothing that was said in it is kept" in over.content.decode()
    assert places_with(MARK) == set()
    assert browser.get(place).status_code == 404
    assert not Conversation.objects.exists()
    assert not Draft.objects.exclude(conversation=None).exists()
    assert Charge.objects.get().person_ticks > 0


@pytest.mark.django_db(transaction=True)
def test_one_that_is_still_being_written_is_stopped_and_purged(
    alice: User, relay: RunningRelay, simulator: Simulator
) -> None:
    simulator.set_scene("pace tokens=4000 rate=50")
    place = temporary.begin(alice)
    shows(ask(alice, f"Say {MARK}.", place.public_id), 20)

    temporary.end(alice, place.public_id)

    until(lambda: bool(conversations.purge()) or not Conversation.objects.exists(), "purged")
    assert places_with(MARK) == set()


@pytest.mark.django_db
def test_it_is_in_no_list_and_no_export_and_cannot_be_shared(alice: User) -> None:
    place = temporary.begin(alice)
    answered(alice, "One?", "1.", place)

    assert conversations.listing(alice).groups == []
    assert privacy.export_of(alice)["stores"]["chatapp.conversations"]["records"] == []
    with pytest.raises(Conversation.DoesNotExist):
        shares.share(alice, place.public_id, key=uuid4().hex)


@pytest.mark.django_db
def test_no_engine_is_asked_for_its_title(alice: User, simulator: Simulator) -> None:
    place = temporary.begin(alice)
    answered(alice, "One?", "1.", place)

    assert not titles.give(place.public_id)
    assert simulator.requests() == []


GONE, AWAY = timedelta(minutes=11), timedelta(hours=25)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("here", "written", "ends"),
    [(None, None, False), (GONE, None, False), (None, GONE, False), (GONE, GONE, True), (None, AWAY, True)],
    ids=["both now", "asked without a script", "reading", "gone", "idle with a tab open"],
)
def test_it_ends_when_its_person_has_gone(
    alice: User, here: timedelta | None, written: timedelta | None, ends: bool
) -> None:
    place, now = temporary.begin(alice), timezone.now()
    lasting = answered(alice).conversation
    long_ago = {"here_at": now - AWAY, "written_at": now - AWAY}
    Conversation.objects.filter(pk=lasting.pk).update(**long_ago)
    nothing = timedelta()
    Conversation.objects.filter(pk=place.pk).update(
        here_at=now - (here or nothing), written_at=now - (written or nothing)
    )

    assert temporary.sweep() == int(ends)

    assert Conversation.objects.filter(pk=place.pk).exists() != ends
    assert Conversation.objects.kept().filter(pk=lasting.pk).exists()


@pytest.mark.django_db
def test_a_tab_keeps_it_alive_and_hears_of_its_end(alice: User) -> None:
    browser = Client()
    browser.force_login(alice)
    place = temporary.begin(alice)
    Conversation.objects.filter(pk=place.pk).update(here_at=timezone.now() - GONE, written_at=timezone.now() - GONE)

    here = browser.post(f"/c/{place.public_id}/here/").status_code
    swept = temporary.sweep()
    temporary.end(alice, place.public_id)

    assert (here, swept) == (204, 0)
    assert browser.post(f"/c/{place.public_id}/here/").status_code == 404


@pytest.mark.django_db
def test_one_that_lasts_can_neither_be_ended_nor_kept_alive(alice: User) -> None:
    turn = answered(alice)

    with pytest.raises(Conversation.DoesNotExist):
        temporary.end(alice, turn.conversation.public_id)
    with pytest.raises(Conversation.DoesNotExist):
        temporary.here(alice, turn.conversation.public_id)


@pytest.mark.django_db
def test_the_page_says_what_it_is_all_the_time(alice: User) -> None:
    browser = Client()
    browser.force_login(alice)

    empty = browser.post("/c/temporary/", follow=True).content.decode()
    place = Conversation.objects.get()
    answered(alice, "One?", "1.", place)
    later = browser.get(f"/c/{place.public_id}/").content.decode()

    for page in (empty, later):
        assert "Nothing of it is kept once it ends" in page
        assert f"/c/{place.public_id}/end/" in page
    assert Turn.objects.get().state == State.FINISHED


@pytest.mark.django_db
def test_nothing_that_stands_in_it_is_taken_along(alice: User) -> None:
    place = temporary.begin(alice)
    drafts.save(alice, place.public_id, "Temporary draft", timezone.now())
    drafts.save(alice, None, "Lasting draft", timezone.now())
    Queued.objects.create(owner=alice, conversation=place, text="Temporary waiting")
    for name, kept_in in (("temporary.txt", place), ("lasting.txt", None)):
        Attachment.objects.create(
            owner=alice, conversation=kept_in, temporary=kept_in is not None, kind=AttachmentKind.TEXT, name=name,
            media_type="text/plain", sha256="5" * 64, bytes=9,
        )  # fmt: skip

    stores = privacy.export_of(alice)["stores"]

    assert [record["text"] for record in stores["chatapp.composer"]["records"]] == ["Lasting draft"]
    assert [record["name"] for record in stores["chatapp.files"]["records"]] == ["lasting.txt"]


@pytest.mark.django_db
def test_one_deleted_among_others_is_not_had_back(alice: User) -> None:
    place, lasting = temporary.begin(alice), answered(alice).conversation
    answered(alice, "One?", "1.", place)

    kept = conversations.keep(alice, Command("delete", (place.public_id, lasting.public_id)))
    conversations.purge()

    assert kept.undo == [Command("restore", (lasting.public_id,))]
    assert not Conversation.objects.filter(pk=place.pk).exists()
    with pytest.raises(Conversation.DoesNotExist):
        conversations.restore(alice, place.public_id)


@pytest.mark.django_db
def test_its_end_does_not_say_that_nothing_is_kept_while_something_is_written(alice: User) -> None:
    browser = Client()
    browser.force_login(alice)
    place = temporary.begin(alice)
    turns.send(alice, "One?", key=uuid4().hex, conversation=place.public_id)
    Turn.objects.update(state=State.ANSWERING, lease=uuid4(), lease_until=timezone.now() + timedelta(minutes=1))

    over = browser.post(f"/c/{place.public_id}/end/", follow=True).content.decode()

    assert "as soon as it has stopped" in over
    assert "Nothing that was said in it is kept" not in over


@pytest.mark.django_db
def test_the_page_says_where_files_may_outlast_it(alice: User) -> None:
    browser = Client()
    browser.force_login(alice)

    page = browser.post("/c/temporary/", follow=True).content.decode()

    assert "files can stand in a log" in page
