"""The page behind a link: what whoever has it reads, for as long as its owner lets them, and nothing else."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import leaving
from accounts.models import User
from chatapp import conversations, trees, turns
from chatapp.models import Conversation, Role, Share, Turn
from chatapp.sharing import shares
from chatapp.subjects import Answer
from chatapp.trees import Node
from tests.chatapp.answers import answered, ends
from tests.chatapp.links import address, reader, shared, signed_in
from tests.chatapp.test_copies import with_picture

pytestmark = pytest.mark.django_db


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


def test_another_branch_is_not_shown(alice: User) -> None:

    turn = answered(alice, "One?", "First answer.")
    share = shared(turn)
    ends(Turn.objects.get(public_id=turns.retry(alice, turn.public_id, key=uuid4().hex).turn), "Second answer.")

    body = reader().get(address(share)).content.decode()

    assert "First answer." in body
    assert "Second answer." not in body


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


def long(owner: User, turns: int, size: int = 0) -> Conversation:
    """A conversation of so many turns, each with its number."""
    nodes = [
        Node(parent=index - 1 if index else None, role=role, text=f"{word} {index // 2}." + "x" * size)
        for index in range(2 * turns)
        for role, word in [(Role.ASSISTANT, "Answer") if index % 2 else (Role.USER, "Question")]
    ]
    return trees.write(owner, nodes, title="Long")


def test_a_long_conversation_is_read_in_parts_with_links_that_need_no_script(alice: User) -> None:
    place = long(alice, 120)
    share = shares.share(alice, place.public_id, key=uuid4().hex)
    browser, seen, more = reader(), list[str](), address(share)

    pages = []
    while more:
        page = browser.get(more).content.decode()
        pages.append(page)
        seen += re.findall(r'<div class="question">(Question \d+)\.', page)
        following = re.search(r'rel="next" href="(\?part=\d+)"', page)
        more = address(share) + following[1] if following else ""

    assert seen == [f"Question {number}" for number in range(120)]
    assert [page.count('<div class="question">') for page in pages] == [50, 50, 20]
    assert 'rel="prev"' not in pages[0]
    assert 'rel="prev" href="?part=2"' in pages[2]
    assert "Part 3 of 3." in pages[2]


@pytest.mark.parametrize("part", ["0", "-1", "99999", "9" * 400, "²", "x", ""])
def test_a_part_that_is_not_there_is_the_nearest_that_is(alice: User, part: str) -> None:
    share = shares.share(alice, long(alice, 60).public_id, key=uuid4().hex)

    page = reader().get(address(share), {"part": part})

    assert page.status_code == 200
    assert f"Part {2 if part == '99999' else 1} of 2." in page.content.decode()


def test_the_page_of_a_long_conversation_asks_as_often_as_that_of_a_short_one(alice: User) -> None:
    def asked(turns: int) -> int:
        share = shares.share(alice, long(alice, turns).public_id, key=uuid4().hex)
        browser = reader()
        browser.get(address(share))
        with CaptureQueriesContext(connection) as queries:
            browser.get(address(share))
        return len(queries)

    assert asked(300) == asked(51)


def test_the_preview_comes_in_parts_too_and_keeps_what_is_ticked(alice: User) -> None:
    place = long(alice, 60)
    browser = signed_in(alice)

    second = browser.get(f"/c/{place.public_id}/share/", {"part": "2"}).content.decode()
    fragment = browser.get(
        f"/c/{place.public_id}/share/?part=2&ticked=", headers={"HX-Request": "true"}
    ).content.decode()

    assert "Question 59." in second
    assert "This field is required" not in second  # the form is as it was
    assert 'hx-include="#share-files input"' in fragment
