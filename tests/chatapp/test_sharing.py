"""Links and their owner: made of what stands there, ticked, listed, updated; and what a reader takes along."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django import Settings

from accounts import privacy
from accounts.models import User
from chatapp import stretches, turns
from chatapp.models import Conversation, Message, Share, State, Turn
from chatapp.sharing import shares
from tests.chatapp.answers import answered, ends
from tests.chatapp.links import address, reader, shared, signed_in
from tests.chatapp.test_copies import bytes_of, with_picture

pytestmark = pytest.mark.django_db


def test_what_is_said_later_is_not_shown_until_the_owner_says_so(alice: User) -> None:
    turn = answered(alice, "One?", "1.")
    share = shared(turn)
    answered(alice, "Two?", "2.", turn.conversation)

    before = reader().get(address(share)).content.decode()
    shares.update(alice, share.public_id)
    after = reader().get(address(share)).content.decode()

    assert "One?" in before
    assert "Two?" not in before
    assert "Two?" in after


def test_the_preview_is_what_a_reader_sees(alice: User) -> None:
    turn = answered(alice, "One?", "Some *words*.")
    preview = signed_in(alice).get(f"/c/{turn.conversation.public_id}/share/").content.decode()

    seen = reader().get(address(shared(turn))).content.decode()

    seen = re.sub(r'<p class="report-way.*?</p>', "", seen, flags=re.DOTALL)  # its owner has nothing to report here
    article = re.compile(r"<article.*?</article>", re.DOTALL)
    assert article.findall(re.sub(r"\s+", " ", preview)) == article.findall(re.sub(r"\s+", " ", seen)) != []


def test_only_ticked_files_are_shown(alice: User) -> None:
    turn = answered(alice)
    ticked, other = with_picture(turn.prompt), with_picture(turn.prompt)
    share, bare = shared(turn, files=[ticked.public_id]), shared(turn)

    body = reader().get(address(share)).content.decode()

    assert str(ticked.public_id) in body
    assert str(other.public_id) not in body
    assert reader().get(address(share, f"files/{ticked.public_id}/")).status_code == 302
    assert reader().get(address(share, f"files/{other.public_id}/")).status_code == 404
    assert reader().get(address(bare, f"files/{ticked.public_id}/")).status_code == 404


def test_somebody_elses_file_cannot_be_ticked(alice: User, bob: User) -> None:
    theirs = with_picture(answered(bob).prompt)

    share = shared(answered(alice), files=[theirs.public_id])

    assert not share.files.exists()


def test_a_reader_goes_on_in_a_copy_of_their_own(alice: User, bob: User) -> None:
    turn = answered(alice, "One?", "1.")
    ticked, other = with_picture(turn.prompt), with_picture(turn.prompt)
    Conversation.objects.filter(pk=turn.conversation.pk).update(tags=["private"], instructions="Private.")
    share = shared(turn, files=[ticked.public_id])
    browser, key = signed_in(bob), uuid4().hex

    first, again = (browser.post(address(share, "continue/"), {"key": key}) for _ in range(2))

    (copy,) = Conversation.objects.owned_by(bob)
    assert first["Location"] == again["Location"] == f"/c/{copy.public_id}/"
    assert [each.answer.text for each in stretches.latest(copy).sections] == ["1."]
    assert (copy.tags, copy.instructions, copy.title) == ([], "", share.title)
    (file,) = copy.attachments.all()
    assert (file.owner, bytes_of(file)) == (bob, b"a picture")
    assert other.key != file.key != ticked.key


def test_the_header_says_that_a_link_lives(alice: User) -> None:
    turn = answered(alice)
    browser, place = signed_in(alice), f"/c/{turn.conversation.public_id}/"
    before = browser.get(place).content.decode()

    share = shared(turn)
    meanwhile = browser.get(f"{place}share/badge/").content.decode()
    shares.revoke(alice, share.public_id)
    after = browser.get(place).content.decode()

    assert ">Shared<" not in before
    assert ">Shared<" in meanwhile
    assert ">Shared<" not in after


def test_a_double_click_makes_one_link(alice: User) -> None:
    turn = answered(alice)
    browser, place = signed_in(alice), f"/c/{turn.conversation.public_id}/share/"
    said = {"key": uuid4().hex, "days": "7", "password": ""}

    answers = [browser.post(place, said).status_code for _ in range(2)]

    assert answers == [303, 303]
    (share,) = Share.objects.owned_by(alice)
    assert timedelta(days=6, hours=23) < share.expires_at - timezone.now() <= timedelta(days=7)


WITHOUT_SENSE = {
    "a span not on offer": {"days": "31"},
    "no number": {"days": "x"},
    "a short password": {"days": "30", "password": "short"},
    "no such file": {"days": "30", "ticked": "no-file"},
}


@pytest.mark.parametrize("said", WITHOUT_SENSE.values(), ids=WITHOUT_SENSE)
def test_a_form_that_makes_no_sense_makes_no_link(alice: User, said: dict[str, str]) -> None:
    turn = answered(alice)

    page = signed_in(alice).post(f"/c/{turn.conversation.public_id}/share/", said)

    assert page.status_code == 422
    assert not Share.objects.exists()


def test_my_links_stand_in_one_list_and_nobody_elses(alice: User, bob: User) -> None:
    mine, theirs = shared(answered(alice)), shared(answered(bob))
    over = shared(answered(alice))
    shares.revoke(alice, over.public_id)

    body = signed_in(alice).get("/shares/").content.decode()

    assert mine.token in body
    assert theirs.token not in body
    assert over.token not in body
    assert "Taken back" in body


def test_what_can_be_taken_along_tells_of_links_and_opens_none(alice: User) -> None:
    share = shared(answered(alice))

    (told,) = privacy.export_of(alice)["stores"]["chatapp.shares"]["records"]

    assert told["title"] == share.title
    assert share.token not in str(told)


def test_a_copy_made_from_a_link_has_nothing_the_page_does_not_show(alice: User, bob: User) -> None:
    turn = answered(alice, "One?", "1.")
    Message.objects.filter(pk=turn.answer.pk).update(reasoning="Secret thoughts.")
    Turn.objects.filter(pk=turn.pk).update(effort="high", notice="cut", state=State.INTERRUPTED)

    signed_in(bob).post(address(shared(turn), "continue/"), {"key": uuid4().hex})

    copied = Turn.objects.select_related("answer").get(owner=bob)
    assert (copied.answer.text, copied.answer.reasoning, copied.effort) == ("1.", "", "")
    assert copied.notice != "cut"


def test_what_is_still_being_written_is_not_in_the_link_when_it_ends(alice: User) -> None:
    turn = answered(alice, "One?", "1.")
    begun = turns.send(alice, "Two?", key=uuid4().hex, conversation=turn.conversation.public_id)
    made = shared(turn)
    moved = shares.update(alice, shared(turn).public_id)
    ends(Turn.objects.get(public_id=begun.turn), "2.")

    for share in (made, moved):
        body = reader().get(address(share)).content.decode()
        assert "One?" in body
        assert "Two?" not in body


def test_a_link_is_not_made_before_anything_can_be_read(alice: User) -> None:
    place = Turn.objects.get(public_id=turns.send(alice, "One?", key=uuid4().hex).turn).conversation

    page = signed_in(alice).post(f"/c/{place.public_id}/share/", {"key": uuid4().hex, "days": "7", "password": ""})

    assert page.status_code == 422
    assert "There is nothing to read yet" in page.content.decode()
    assert not Share.objects.exists()


def test_a_copy_from_a_link_has_room_or_is_not_made(alice: User, bob: User, settings: Settings) -> None:
    turn = answered(alice, "One?", "1.")
    picture = with_picture(turn.prompt)
    share = shared(turn, files=[picture.public_id])
    settings.FILES_PER_PERSON = 1
    browser = signed_in(bob)

    first, full = (browser.post(address(share, "continue/"), {"key": uuid4().hex}) for _ in range(2))

    assert (first.status_code, full.status_code) == (303, 422)
    assert "the most there is room for" in full.content.decode()
    assert Conversation.objects.owned_by(bob).count() == 1
