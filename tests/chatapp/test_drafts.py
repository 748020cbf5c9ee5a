"""What was typed and not sent is there on another device; what was typed last stays; sending empties it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts import privacy
from accounts.models import User
from chatapp import turns
from chatapp.composer import drafts
from chatapp.models import Draft, State, Turn
from tests.accounts.people import signed_in

pytestmark = pytest.mark.django_db


def typed(client: Client, text: str, at: datetime, place: str = "/c/draft/") -> int:
    said = {"text": text, "typed_at": str(int(at.timestamp() * 1000))}
    return client.post(place, said).status_code


def conversation(alice: User) -> str:
    """The address of one that nobody writes in."""
    begun = turns.send(alice, "Why?", key="click-0001")
    Turn.objects.filter(public_id=begun.turn).update(state=State.STOPPED, ended_at=timezone.now())
    return f"/c/{begun.conversation}/"


@pytest.mark.parametrize("where", ["new", "existing"])
def test_what_was_typed_stands_in_the_composer_of_another_device(alice: User, where: str) -> None:
    page = "/" if where == "new" else conversation(alice)
    draft = "/c/draft/" if where == "new" else f"{page}draft/"

    assert typed(signed_in(alice), "Half a <b>thought", timezone.now(), draft) == 204

    assert "Half a &lt;b&gt;thought" in signed_in(alice).get(page).content.decode()


def test_each_conversation_has_its_own(alice: User) -> None:
    page = conversation(alice)
    client = signed_in(alice)

    typed(client, "for the new one", timezone.now())
    typed(client, "for this one", timezone.now(), f"{page}draft/")

    assert "for the new one" in client.get("/").content.decode()
    assert "for this one" in client.get(page).content.decode()
    assert "for the new one" not in client.get(page).content.decode()


def test_what_was_typed_last_stays_in_whatever_order_it_comes(alice: User) -> None:
    client, now = signed_in(alice), timezone.now()

    for text, seconds in [("second", 20), ("first", 30), ("third", 10)]:
        assert typed(client, text, now - timedelta(seconds=seconds)) == 204
    assert typed(client, "late", now - timedelta(seconds=15)) == 204

    assert Draft.objects.get(owner=alice).text == "third"


def test_a_clock_that_is_fast_does_not_silence_the_other_devices(alice: User) -> None:
    client = signed_in(alice)

    typed(client, "from tomorrow", timezone.now() + timedelta(days=1))
    typed(client, "now", timezone.now() + timedelta(seconds=1))

    assert Draft.objects.get(owner=alice).text == "now"


@pytest.mark.parametrize("where", ["new", "existing"])
def test_sending_empties_it_and_what_comes_late_from_before_is_ignored(alice: User, where: str) -> None:
    place = "/c/" if where == "new" else conversation(alice)
    client, before = signed_in(alice), timezone.now()
    typed(client, "Why no", before, f"{place}draft/")

    client.post(f"{place}send/", {"text": "Why not?", "key": "click-0002"})
    typed(client, "Why not", before + timedelta(milliseconds=1), f"{place}draft/")

    assert Draft.objects.latest("saved_at").text == ""


def test_a_message_never_drafted_leaves_its_late_draft_behind(alice: User) -> None:
    client, before = signed_in(alice), timezone.now()

    client.post("/c/send/", {"text": "Why not?", "key": "click-0002"})
    typed(client, "Why not", before)

    assert Draft.objects.get(owner=alice).text == ""


def test_a_refused_message_stays_typed(alice: User) -> None:
    client = signed_in(alice)
    typed(client, "how to make a pipe bomb at home", timezone.now())

    client.post("/c/send/", {"text": "how to make a pipe bomb at home", "key": "click-0002"})

    assert "pipe bomb" in client.get("/").content.decode()


def test_trying_again_leaves_what_is_typed(alice: User) -> None:
    page = conversation(alice)
    typed(signed_in(alice), "half a thought", timezone.now(), f"{page}draft/")

    turns.retry(alice, Turn.objects.get().public_id, key="click-0002")

    assert Draft.objects.get(owner=alice).text == "half a thought"


def test_a_stranger_cannot_write_into_it(alice: User, bob: User) -> None:
    page = conversation(alice)

    assert typed(signed_in(bob), "mine", timezone.now(), f"{page}draft/") == 404
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("typed_at", ["", "soon", "99999999999999999999", "-99999999999999999"])
def test_a_moment_that_is_none_is_refused(alice: User, typed_at: str) -> None:
    assert signed_in(alice).post("/c/draft/", {"text": "x", "typed_at": typed_at}).status_code == 422


def test_what_no_message_could_be_is_not_kept(alice: User) -> None:
    with pytest.raises(ValueError, match="Too long"):
        drafts.save(alice, None, "x" * 400_001, datetime.now(UTC))


def test_what_stands_unsent_is_taken_along_and_erased(alice: User, bob: User) -> None:
    typed(signed_in(alice), "Half a thought", timezone.now())
    typed(signed_in(bob), "His", timezone.now())

    store = privacy.export_of(alice)["stores"]["chatapp.composer"]
    report = privacy.erase_all(alice)["chatapp.composer"]

    assert [record["text"] for record in store["records"]] == ["Half a thought"]
    assert report["drafts"] == 1
    assert Draft.objects.get().owner == bob
