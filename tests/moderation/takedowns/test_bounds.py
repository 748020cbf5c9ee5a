"""The form is open to everybody, so it can be turned on anybody: how far the word of somebody we do not know goes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from accounts import links
from accounts.models import AuditEntry, Notice, Role, User
from chatapp.models import Message
from chatapp.sharing import shares as talks
from moderation.models import Letter, Takedown
from moderation.models.takedown import Noted
from moderation.takedowns import alarms, hiding, judging, sweeping
from moderation.takedowns.receiving import ask
from studio.models import Asset, Lineage
from studio.sharing import shares as work
from tests.access_cases.studio_works import hung
from tests.accounts.people import person, signed_in
from tests.chatapp.answers import answered
from tests.moderation.takedowns.asking import (
    BEA,
    LOOKS,
    SAID,
    apart,
    asked,
    confirmed,
    in_the_mail,
    judge,
    let_time_pass,
    link,
    looking,
    said,
    seen,
    send,
)  # fmt: skip

pytestmark = pytest.mark.django_db


def around(picture: Asset) -> tuple[Asset, list[Asset]]:
    """What its owner has of it beside it; and what another has: the same, nearly the same, made from it."""
    bob = person("bob", Role.CREATOR)
    own = looking(hung(picture.owner), "", picture.sha256)
    others = [
        looking(hung(bob), "", picture.sha256),
        looking(hung(bob), apart(LOOKS, 9), "b" * 64),
        looking(hung(bob), "", "c" * 64),
    ]
    Lineage.objects.create(child=others[2], parent=picture, role="source")
    return own, others


def gallery(owner: User, many: int) -> list[Asset]:
    return [looking(hung(owner), "", f"{n:064x}") for n in range(1, many + 1)]


def together(shown: list[Asset]) -> str:
    return f"/made/{work.share(shown[0].owner, [each.public_id for each in shown], key='k' * 32).token}/"


def test_what_others_have_is_reached_once_the_mail_was_read_and_not_by_the_page_alone(picture: Asset) -> None:
    own, others = around(picture)
    page = send(link(picture))["Location"]
    takedown = Takedown.objects.get()
    secret = in_the_mail()

    sweeping.sweep(takedown.pk)
    assert seen(picture, own) == [False, False]
    assert seen(*others) == [True] * 3
    assert "Open the mail we sent you" in Client().get(page).content.decode()
    assert secret.rsplit("/", 2)[1] not in Client().get(page).content.decode()
    assert (
        "Did you ask for this?" in Client().get(secret).content.decode()
    )  # a machine that opens addresses does no more
    assert not Takedown.objects.get().spreads

    answer = Client().post(secret)
    sweeping.sweep(takedown.pk)

    assert (answer.status_code, answer["Location"]) == (303, page)
    assert seen(*others) == [False] * 3
    assert "Your mail address is confirmed" in Client().get(page).content.decode()
    assert Client().post(secret).status_code == Client().get(secret).status_code == 303


def test_the_key_of_the_page_confirms_nothing_and_neither_does_a_guess(picture: Asset) -> None:
    takedown = asked(link(picture))

    for guess in (takedown.token, takedown.public_id.hex, "x", "\N{SNOWMAN}" * 50):
        assert Client().post(f"/removal/confirm/{guess}/").status_code == 404

    assert not Takedown.objects.get().spreads


def test_whoever_is_signed_in_with_the_address_they_give_need_not_prove_it_again(picture: Asset) -> None:
    bea = person("bea", Role.USER)
    EmailAddress.objects.create(user=bea, email="new@example.org", verified=False)
    place = links.absolute(link(picture))

    for contact in (BEA.upper(), "new@example.org", "cleo@example.org"):
        signed_in(bea).post("/removal/", {**SAID, "where": place, "contact": contact})

    assert [each.spreads for each in Takedown.objects.order_by("pk")] == [True, False, False]


def test_a_reviewer_who_has_looked_can_have_all_of_it_hidden(picture: Asset, rosa: User, settings: Settings) -> None:
    settings.TAKEDOWNS_UNSEEN_PER_OWNER = 0
    own, others = around(picture)
    takedown = asked(link(picture))
    sweeping.sweep(takedown.pk)
    assert seen(picture, own, *others) == [True] * 5
    desk = f"/desk/removals/{takedown.public_id}/"
    assert "1 thing is noted and shown until you look" in signed_in(rosa).get(desk).content.decode()

    signed_in(rosa).post(f"{desk}vouch/")
    sweeping.sweep(takedown.pk)

    assert seen(picture, own, *others) == [False] * 5
    assert AuditEntry.objects.filter(action="takedown.vouched", actor=rosa).count() == 1
    judging.decline(takedown, reviewer=rosa, reason="So.")
    assert "decided already" in signed_in(rosa).post(f"{desk}vouch/", follow=True).content.decode()


def test_what_a_person_let_stay_is_not_hidden_again_before_one_has_looked(
    picture: Asset, rosa: User, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    copy, place = looking(hung(picture.owner), "", picture.sha256), link(picture)
    first = confirmed(place)
    sweeping.sweep(first.pk)
    judge(rosa, first, "decline")

    page = Client().get(send(place)["Location"]).content.decode()
    second = Takedown.objects.latest("pk")
    sweeping.sweep(second.pk)

    assert seen(picture, copy) == [True, True]
    assert "A person looks at it again" in page
    assert "decided that it may stay" in Letter.objects.latest("pk").body
    assert second.due_at - second.asked_at == timedelta(hours=settings.TAKEDOWN_HOURS)
    desk = signed_in(rosa).get(f"/desk/removals/{second.public_id}/").content.decode()
    assert "not hidden: a person decided lately that it may stay" in desk

    let_time_pass(monkeypatch, days=settings.TAKEDOWN_DECLINED_DAYS + 1)
    asked(place, "cleo@example.org")
    assert seen(picture) == [False]


def test_what_was_taken_back_or_only_not_ticked_otherwise_counts_as_it_should(picture: Asset, rosa: User) -> None:
    place, other = link(picture), looking(hung(picture.owner), "", "b" * 64)
    judging.withdraw(asked(place))
    asked(place, "cleo@example.org")
    assert seen(picture) == [False]

    both = confirmed(together([other, looking(hung(picture.owner), "", "c" * 64)]))
    judge(rosa, both, "uphold", both.reached.exclude(subject=other.public_id).get())
    asked(link(other), "dora@example.org")
    assert seen(other) == [True]


def test_beyond_a_number_what_somebody_unknown_names_is_noted_until_they_prove_their_address(
    alice: User, settings: Settings
) -> None:
    settings.TAKEDOWNS_UNSEEN_PER_OWNER, settings.TAKEDOWNS_UNSEEN_PER_DAY = 2, 3
    hers, his = gallery(alice, 4), gallery(person("bob", Role.CREATOR), 2)

    takedown = asked(together(hers))
    secret = in_the_mail()
    asked(together(his), "cleo@example.org")

    assert seen(*hers) == [False, False, True, True]
    assert seen(*his) == [False, True]
    assert set(takedown.reached.filter(hidden_at=None).values_list("noted", flat=True)) == {Noted.MANY}
    Client().post(secret)
    assert seen(*hers) == [False] * 4


def test_another_day_or_a_request_that_a_person_found_right_leaves_room_again(
    alice: User, rosa: User, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.TAKEDOWNS_UNSEEN_PER_OWNER = 1
    first, second, third = gallery(alice, 3)
    places = [link(each) for each in (first, second, third)]
    right = asked(places[0])
    judge(rosa, right, "uphold", right.reached.get())

    asked(places[1], "cleo@example.org")
    assert seen(first, second) == [False, False]
    asked(places[2], "dora@example.org")
    assert seen(third) == [True]

    let_time_pass(monkeypatch, hours=25)
    asked(places[2], "dora@example.org")
    assert seen(third) == [False]


def test_the_desk_hears_once_a_day_that_more_is_asked_than_is_hidden(
    alice: User, rosa: User, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.TAKEDOWNS_UNSEEN_PER_DAY = 0
    told = Notice.objects.filter(code="takedown_alarm", owner=rosa)
    shown = gallery(alice, 3)
    assert not alarms.ring_crowded()

    for each in shown[:2]:
        asked(link(each))
        alarms.ring_crowded()
    assert told.count() == 1
    assert [each.to for each in Letter.objects.all()].count(rosa.email) == 1

    let_time_pass(monkeypatch, hours=25)
    asked(link(shown[2]))
    alarms.ring_crowded()
    assert told.count() == 2


def test_to_ring_that_much_is_asked_waits_for_nobody_who_hides(alice: User, rosa: User, settings: Settings) -> None:
    settings.TAKEDOWNS_UNSEEN_PER_DAY = 0
    asked(link(gallery(alice, 1)[0]))

    with CaptureQueriesContext(connection) as asked_for:
        assert alarms.ring_crowded()

    words = [each["sql"] for each in asked_for]
    locks = [each for each in words if "FOR NO KEY UPDATE" in each or "pg_advisory_xact_lock" in each]
    assert "FOR NO KEY UPDATE" in locks[0]
    assert "pg_advisory_xact_lock" in locks[1]
    assert not any(str(hiding.LOCK) in each for each in locks)


@pytest.mark.parametrize("confirms", [False, True])
def test_bad_faith_counts_for_whose_address_it_proved_to_be(confirms: bool, picture: Asset, rosa: User) -> None:
    takedown: Any = confirmed(link(picture)) if confirms else asked(link(picture))
    judge(rosa, takedown, "decline", bad_faith="1")
    other = looking(hung(picture.owner), "", "b" * 64)

    asked(link(other))

    assert seen(other) == [confirms]
    assert timezone.now() < Takedown.objects.latest("pk").due_at


def test_a_message_that_nobody_had_meant_was_not_left_to_stay_by_anybody(alice: User, rosa: User) -> None:
    talk = answered(alice, "Who is Bea?", "A clerk.").conversation
    meant = answered(alice, "Where does she live?", "At number nine.", conversation=talk).answer
    place = f"/s/{talks.share(alice, talk.public_id, key='k' * 32).token}/"
    friends = ask(said(place, "friend@example.org"))
    assert set(friends.reached.values_list("noted", flat=True)) == {Noted.UNCLEAR}
    judging.decline(friends, reviewer=rosa, reason="Which of them is not said.")

    ask(replace(said(place), only=meant.public_id))

    assert not Message.objects.readable().filter(pk=meant.pk).exists()
