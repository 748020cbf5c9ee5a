"""A picture that is asked for in a conversation: recognised by rules, made by the studio, shown to its owner alone."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import Settings

from accounts import privacy
from accounts.models import Role, User
from chatapp import turns
from chatapp.drawing.wishes import LONGEST, wish
from chatapp.models import Conversation, Drawing, Turn
from studio.models import Asset, Job
from tests.chatapp.conftest import person
from tests.chatapp.links import address, reader, shared
from tests.chatapp.relays import RunningRelay, ask, ended
from tests.studio.steps import work
from tests.support.simulator import Simulator

TABLE = Path(__file__).parents[1] / "tables" / "wishes.tsv"
HTMX = {"HX-Request": "true"}
ASKED = "Please make a picture of a fox crossing a river, 16:9"


def labelled() -> list[tuple[str, str, str]]:
    """Ratio, words to be drawn, question; "-" and nothing where no picture is asked for."""
    return [tuple(line.split("\t")) for line in TABLE.read_text().splitlines()]  # type: ignore[misc]


@pytest.mark.parametrize(("ratio", "prompt", "question"), labelled(), ids=lambda each: str(each)[:30])
def test_a_wish_for_a_picture_is_read_from_the_question(ratio: str, prompt: str, question: str) -> None:
    found = wish(question)

    assert (found.ratio, found.prompt) == (ratio, prompt) if found else ratio == "-"


def test_the_rules_do_not_hang_on_what_is_long_or_odd() -> None:
    for odd in (
        "",
        "x",
        "make a picture of " + "a very, " * 10_000,
        "make " * 200,
        "a " * (LONGEST // 2),
        "picture of \x00",
    ):
        wish(odd)


@pytest.fixture
def alice(transactional_db: None) -> User:
    return person("alice", Role.CREATOR)


@pytest.fixture
def tab(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def asked(owner: User, question: str = ASKED) -> Turn:
    found: Turn = Turn.objects.get(public_id=turns.send(owner, question, key=uuid4().hex).turn)
    return found


def card(tab: Client, turn: Turn) -> str:
    return str(tab.get(f"/turns/{turn.public_id}/drawing/", headers=HTMX).content.decode())


def draw(tab: Client, turn: Turn, prompt: str = "a fox crossing a river", ratio: str = "16:9") -> Any:
    return tab.post(f"/turns/{turn.public_id}/drawing/order/", {"prompt": prompt, "ratio": ratio}, headers=HTMX)


def test_the_offer_says_what_is_drawn_and_its_price_and_one_click_orders_it_once(
    tab: Client, alice: User, simulator: Simulator
) -> None:
    turn = asked(alice)
    page = tab.get(f"/c/{turn.conversation.public_id}/").content.decode()

    offer = card(tab, turn)
    draw(tab, turn)
    draw(tab, turn, "something else")

    assert f'hx-get="/turns/{turn.public_id}/drawing/"' in page
    assert "a fox crossing a river</textarea>" in offer
    assert "Make the picture" in offer
    assert "¢" in offer
    job = Job.objects.get()
    assert (job.prompt, job.shape, job.owner) == ("a fox crossing a river", "16:9", alice)
    assert f'data-wake="job:{job.public_id}"' in card(tab, turn)
    work(job)
    asset = Asset.objects.visible_to(alice).get()
    (told,) = privacy.export_of(alice)["stores"]["chatapp.conversations"]["records"]
    assert told["messages"][0]["picture_order"] == str(job.public_id)
    made = card(tab, turn)
    assert f"/studio/assets/{asset.public_id}/large/" in made
    assert "Made with AI" in made


def test_a_plain_question_and_a_temporary_chat_are_offered_nothing(tab: Client, alice: User) -> None:
    plain, secret = asked(alice, "Why is the sky blue?"), asked(alice)
    Conversation.objects.filter(pk=secret.conversation_id).update(temporary=True)

    for turn in (plain, secret):
        assert card(tab, turn).strip() == ""
        assert draw(tab, turn).status_code == 404
    assert not Job.objects.exists()


def test_who_may_not_create_sees_no_card_and_can_order_nothing(client: Client, transactional_db: None) -> None:
    ben = person("ben")
    client.force_login(ben)
    turn = asked(ben)

    assert "/drawing/" not in client.get(f"/c/{turn.conversation.public_id}/").content.decode()
    assert draw(client, turn).status_code == 403
    assert not Job.objects.exists()


def test_a_card_that_was_put_aside_stays_so_until_it_is_wanted_again(tab: Client, alice: User) -> None:
    turn = asked(alice)
    place = f"/turns/{turn.public_id}/drawing/dismiss/"

    tab.post(place, headers=HTMX)
    aside = card(tab, turn)
    tab.post(place, {"again": "1"}, headers=HTMX)

    assert "Make the picture" not in aside
    assert "Offer the picture again" in aside
    assert "Make the picture" in card(tab, turn)


def test_what_cannot_be_ordered_says_why_and_keeps_the_words(tab: Client, alice: User, settings: Settings) -> None:
    turn = asked(alice)

    empty, odd = draw(tab, turn, " "), draw(tab, turn, "a fox", "7:1")
    settings.MAX_OPEN_JOBS_PER_PERSON = 0
    full = draw(tab, turn, "a <b>fox</b>")

    assert [each.status_code for each in (empty, odd)] == [422, 422]
    assert "Write what you would like to see" in empty.content.decode()
    assert "is not offered" in odd.content.decode()
    assert full.status_code == 422
    assert "Nothing was ordered" in full.content.decode()
    assert "a &lt;b&gt;fox&lt;/b&gt;" in full.content.decode()
    assert not Drawing.objects.exclude(job=None).exists()


def test_a_picture_that_came_to_nothing_can_be_ordered_again(tab: Client, alice: User, simulator: Simulator) -> None:
    turn = asked(alice)
    draw(tab, turn)
    tab.post(f"/studio/jobs/{Job.objects.get().public_id}/cancel/")

    again = card(tab, turn)
    draw(tab, turn, "a fox at dusk")

    assert "Make the picture" in again
    assert sorted(job.prompt for job in Job.objects.all()) == ["a fox at dusk", "a fox crossing a river"]
    assert "a fox at dusk" in card(tab, turn)


def test_an_offer_to_try_again_can_be_put_aside_too(tab: Client, alice: User, simulator: Simulator) -> None:
    turn, other = asked(alice), asked(alice)
    draw(tab, turn)
    tab.post(f"/studio/jobs/{Job.objects.get().public_id}/cancel/")

    tab.post(f"/turns/{turn.public_id}/drawing/dismiss/", headers=HTMX)

    assert "Make the picture" not in card(tab, turn)
    assert "Offer the picture again" in card(tab, turn)
    draw(tab, turn, "a fox at dusk")
    assert "a fox at dusk" in card(tab, turn)
    assert f'id="draw-{other.public_id}-ratio"' in card(tab, other)  # no two of a page alike


def test_links_and_exports_do_not_show_the_picture(
    tab: Client, alice: User, simulator: Simulator, relay: RunningRelay
) -> None:
    turn = ended(ask(alice, ASKED))
    draw(tab, turn)
    work(Job.objects.get())
    asset, place = Asset.objects.get(), turn.conversation.public_id

    told = [whole(tab.get(f"/c/{place}/take/{shape}/")) for shape in ("markdown", "json", "html")]
    told.append(whole(reader().get(address(shared(turn)))))

    assert all(b"fox crossing a river" in each for each in told)
    assert not any(str(asset.public_id).encode() in each or b"/studio/" in each for each in told)


def whole(answer: Any) -> bytes:
    """All of it, streamed or not."""
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)
