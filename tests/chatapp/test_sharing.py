"""Whoever has a link reads what its owner chose to show, as long as the owner lets them, and nothing else."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts import leaving, privacy
from accounts.models import User
from chatapp import conversations, stretches, turns
from chatapp.models import Conversation, Message, Share, State, Turn
from chatapp.sharing import shares
from chatapp.subjects import Answer
from tests.chatapp.answers import answered, ends
from tests.chatapp.test_copies import bytes_of, with_picture

pytestmark = pytest.mark.django_db
BROWSER = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/128.0"}


def shared(turn: Turn, **how: object) -> Share:
    return shares.share(turn.owner, turn.conversation.public_id, key=uuid4().hex, **how)  # type: ignore[arg-type]


def reader() -> Client:
    """Somebody without an account, in a browser of their own."""
    return Client(**BROWSER)  # type: ignore[arg-type]


def address(share: Share, more: str = "") -> str:
    return f"/s/{share.token}/{more}"


def signed_in(person: User) -> Client:
    browser = reader()
    browser.force_login(person)
    return browser


def test_whoever_has_the_link_reads_without_signing_in(alice: User) -> None:
    share = shared(answered(alice, "Why is the **sky** blue?", "It *scatters*."))

    page = reader().get(address(share))

    body = page.content.decode()
    assert page.status_code == 200
    assert "Why is the **sky** blue?" in body
    assert "It <em>scatters</em>." in body
    assert "written by AI" in body
    assert "Made with Salon" in body
    assert f"{share.expires_at:%B} {share.expires_at.year}" in body
    assert alice.email not in body
    assert alice.name not in body


def test_the_page_is_for_no_search_engine_cache_or_other_sites_log(alice: User) -> None:
    page = reader().get(address(shared(answered(alice))))

    assert "noindex" in page["X-Robots-Tag"]
    assert '<meta name="robots" content="noindex' in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"
    assert page["Referrer-Policy"] == "same-origin"  # to every other site: none
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]


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


def test_another_branch_is_not_shown(alice: User) -> None:

    turn = answered(alice, "One?", "First answer.")
    share = shared(turn)
    ends(Turn.objects.get(public_id=turns.retry(alice, turn.public_id, key=uuid4().hex).turn), "Second answer.")

    body = reader().get(address(share)).content.decode()

    assert "First answer." in body
    assert "Second answer." not in body


def test_the_preview_is_what_a_reader_sees(alice: User) -> None:
    turn = answered(alice, "One?", "Some *words*.")
    preview = signed_in(alice).get(f"/c/{turn.conversation.public_id}/share/").content.decode()

    seen = reader().get(address(shared(turn))).content.decode()

    article = re.compile(r"<article.*?</article>", re.DOTALL)
    assert article.findall(preview) == article.findall(seen) != []


def test_a_hidden_answer_is_not_shown_also_when_it_is_hidden_later(alice: User) -> None:
    turn = answered(alice, "One?", "Secret words.")
    share = shared(turn)
    browser = reader()
    assert "Secret words." in browser.get(address(share)).content.decode()

    Answer().hide(turn.answer.public_id, "")

    assert "Secret words." not in browser.get(address(share)).content.decode()


def ends_by_revoking(share: Share) -> None:
    shares.revoke(share.owner, share.public_id)


def ends_by_expiry(share: Share) -> None:
    past = timezone.now() - timedelta(days=1)
    Share.objects.filter(pk=share.pk).update(made_at=past - timedelta(days=2), expires_at=past)


def ends_by_deleting(share: Share) -> None:
    conversations.delete(share.owner, share.conversation.public_id)


def ends_by_deleting_and_having_back(share: Share) -> None:
    conversations.delete(share.owner, share.conversation.public_id)
    conversations.restore(share.owner, share.conversation.public_id)


def ends_by_leaving(share: Share) -> None:
    leaving.leave(share.owner)


@pytest.mark.parametrize(
    "end",
    [ends_by_revoking, ends_by_expiry, ends_by_deleting, ends_by_deleting_and_having_back, ends_by_leaving],
    ids=lambda end: end.__name__,
)
def test_an_ended_link_looks_like_one_that_never_was(alice: User, rosa: User, end: object) -> None:
    turn = answered(alice, "One?", "1.")
    picture = with_picture(turn.prompt)
    share = shared(turn, files=[picture.public_id])
    browser = reader()
    file = address(share, f"files/{picture.public_id}/")
    assert [browser.get(place).status_code for place in (address(share), file)] == [200, 302]

    end(share)  # type: ignore[operator]

    gone, never = browser.get(address(share)), browser.get("/s/no-such-token/")
    assert (gone.status_code, never.status_code) == (404, 404)
    assert "This link opens nothing" in gone.content.decode()
    strip = re.compile(r'<meta name="csrf-token"[^>]*>')
    assert strip.sub("", gone.content.decode()) == strip.sub("", never.content.decode())
    assert browser.get(file).status_code == 404
    assert signed_in(rosa).post(address(share, "continue/")).status_code == 404


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


def test_a_password_is_asked_for_before_anything_is_told(alice: User) -> None:
    turn = answered(alice, "One?", "1.")
    picture = with_picture(turn.prompt)
    share = shared(turn, password="seven swans", files=[picture.public_id])
    browser = reader()

    door = browser.get(address(share)).content.decode()
    wrong = browser.post(address(share), {"password": "eight swans"})
    right = browser.post(address(share), {"password": "seven swans"})

    assert "asks for a password" in door
    assert "One?" not in door
    assert share.title not in door
    assert wrong.status_code == 422
    assert "not the password" in wrong.content.decode()
    assert right.status_code == 303
    assert "One?" in browser.get(address(share)).content.decode()
    assert browser.get(address(share, f"files/{picture.public_id}/")).status_code == 302
    assert reader().get(address(share, f"files/{picture.public_id}/")).status_code == 404
    assert signed_in(alice).post(address(share, "continue/")).status_code == 404


def test_one_links_password_opens_no_other(alice: User) -> None:
    first, second = (shared(answered(alice), password="seven swans") for _ in range(2))
    browser = reader()
    browser.post(address(first), {"password": "seven swans"})
    browser.cookies["open"]["path"] = address(second)

    page = browser.get(address(second), headers={"cookie": f"open={browser.cookies['open'].value}"})

    assert "asks for a password" in page.content.decode()


def test_passwords_are_not_tried_for_ever(alice: User, settings: object) -> None:
    settings.SHARE_PASSWORD_TRIES = 3  # type: ignore[attr-defined]
    share = shared(answered(alice), password="seven swans")

    tries = [reader().post(address(share), {"password": "guess"}).status_code for _ in range(4)]
    right = reader().post(address(share), {"password": "seven swans"})

    assert tries == [422, 422, 422, 429]
    assert right.status_code == 429
    elsewhere = reader().post(address(share), {"password": "seven swans"}, REMOTE_ADDR="198.51.100.7")
    assert elsewhere.status_code == 303


def test_tokens_are_not_guessed_for_ever(alice: User, settings: object) -> None:
    settings.SHARE_GUESSES_PER_MINUTE = 3  # type: ignore[attr-defined]
    share = shared(answered(alice))
    assert reader().get(address(share)).status_code == 200
    for _ in range(3):
        reader().get(f"/s/{uuid4().hex}/")

    assert reader().get(address(share)).status_code == 404
    assert reader().get(address(share), REMOTE_ADDR="198.51.100.7").status_code == 200


def test_readers_are_counted_once_and_machines_and_the_owner_not_at_all(alice: User) -> None:
    share = shared(answered(alice))
    first, second = reader(), reader()

    for browser in (first, first, second, signed_in(alice), Client(HTTP_USER_AGENT="Googlebot/2.1")):
        browser.get(address(share))
    first.get(address(share), headers={"sec-purpose": "prefetch"})

    share.refresh_from_db()
    assert share.views == 2


def test_nothing_kept_opens_the_link(alice: User) -> None:
    share = shared(answered(alice), password="seven swans")

    with connection.cursor() as cursor:
        cursor.execute("SELECT s::text FROM chatapp_share s WHERE id = %s", [share.pk])
        row = cursor.fetchone()[0]

    assert share.token not in row
    assert "seven swans" not in row
    assert Share.objects.get(pk=share.pk).link.endswith(address(share))


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
