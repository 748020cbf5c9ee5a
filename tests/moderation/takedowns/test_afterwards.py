"""What becomes of a request that was judged: it is forgotten, and an appeal that is won is told."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from accounts import leaving, privacy
from accounts.models import Role, User
from moderation import appeals, letters
from moderation.measures import Measure
from moderation.models import Case, Decision, Letter
from moderation.models.case import Lane
from moderation.reports import telling
from moderation.takedowns import following, forgetting, judging
from studio.models import Asset
from studio.subject_kinds import ASSET
from tests.accounts.people import person, signed_in
from tests.moderation.deeds import ALLOW, REMOVE, decided, flagged
from tests.moderation.takedowns.asking import (
    BEA,
    asked,
    confirmed,
    judge,
    let_time_pass,
    link,
    seen,
)

pytestmark = pytest.mark.django_db


def test_half_a_year_after_the_decision_nothing_they_wrote_is_left(
    picture: Asset, rosa: User, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    takedown = asked(link(picture))
    page = takedown.page
    judging.decline(takedown, reviewer=rosa, reason="So.")

    let_time_pass(monkeypatch, days=settings.REPORT_KEPT_DAYS - 1)
    assert forgetting.forget_old() == 0
    let_time_pass(monkeypatch, days=2)
    assert forgetting.forget_old() == 1

    takedown.refresh_from_db()
    assert {takedown.who, takedown.contact, takedown.where, takedown.signature, takedown.token} == {""}
    assert Client().get(page).status_code == 404
    assert signed_in(rosa).get(f"/desk/removals/{takedown.public_id}/").status_code == 200


def test_an_appeal_that_keeps_it_from_sight_otherwise_tells_nobody_that_it_may_stay(
    picture: Asset, rosa: User, mailoutbox: list[Any]
) -> None:
    takedown = asked(link(picture))
    judge(rosa, takedown, "uphold", takedown.reached.get())
    appeal = appeals.appeal(Decision.objects.get(), owner=picture.owner, words="It is a statue.")
    ruth = person("ruth", Role.REVIEWER)
    appeals.judge(appeal, judge=ruth, outcome="changed", answer="Hidden is enough.", measures=[Measure("hide")])

    following.follow()
    letters.send_due()

    assert seen(picture) == [False]
    assert takedown.reached.get().removed_at
    assert not any("may stay" in mail.body for mail in mailoutbox)


def test_what_was_written_about_locked_material_is_kept(
    picture: Asset, rosa: User, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    takedown = asked(link(picture))
    judging.decline(takedown, reviewer=rosa, reason="So.")
    Case.objects.create(owner=picture.owner, subject_kind=ASSET, subject=picture.public_id, lane=Lane.LOCKED)

    let_time_pass(monkeypatch, days=settings.REPORT_KEPT_DAYS + 1)

    assert forgetting.forget_old() == 0
    takedown.refresh_from_db()
    assert takedown.contact == BEA


def test_an_appeal_that_is_won_after_the_request_was_forgotten_stops_nobody_else(
    picture: Asset, rosa: User, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    takedown = asked(link(picture))
    judge(rosa, takedown, "uphold", takedown.reached.get())
    appeal = appeals.appeal(Decision.objects.get(), owner=picture.owner, words="It is a statue.")
    let_time_pass(monkeypatch, days=settings.REPORT_KEPT_DAYS + 1)
    forgetting.forget_old()
    appeals.judge(appeal, judge=person("ruth", Role.REVIEWER), outcome="overturned", answer="It is a statue.")

    following.follow()

    assert takedown.reached.get().removed_at is None


def test_an_appeal_that_is_won_brings_it_back_and_whoever_asked_and_reported_is_told(
    picture: Asset, rosa: User, monkeypatch: pytest.MonkeyPatch, mailoutbox: list[Any]
) -> None:
    place = link(picture)
    Client().post("/report/", {"at": place, "category": "me", "contact": "cleo@example.org"})
    takedown = asked(place)
    judge(rosa, takedown, "uphold", takedown.reached.get())
    let_time_pass(monkeypatch, minutes=5)
    telling.tell_due()
    let_time_pass(monkeypatch, days=1)

    appeal = appeals.appeal(Decision.objects.get(), owner=picture.owner, words="It is a statue.")
    appeals.judge(appeal, judge=person("ruth", Role.REVIEWER), outcome="overturned", answer="It is a statue.")
    let_time_pass(monkeypatch, minutes=5)
    for _ in range(2):
        telling.tell_due()
        following.follow()
    letters.send_due()

    assert seen(picture) == [True]
    assert Client().get(place).status_code == 200
    assert "It may stay after all" in Client().get(takedown.page).content.decode()
    told = {whom: [mail.body for mail in mailoutbox if mail.to == [whom]] for whom in (BEA, "cleo@example.org")}
    assert ["appealed against" in body for body in told[BEA]] == [False, False, True]
    assert ["appealed against" in body for body in told["cleo@example.org"]] == [False, False, True]


def test_an_older_removal_that_was_allowed_since_keeps_nobody_from_hearing_of_the_appeal(
    picture: Asset, rosa: User, mailoutbox: list[Any]
) -> None:
    for chosen in (REMOVE, ALLOW):
        decided(flagged(picture.owner, kind=ASSET, subject=picture.public_id), rosa, chosen)
    takedown = asked(link(picture))
    judge(rosa, takedown, "uphold", takedown.reached.get())
    newest = Decision.objects.order_by("-pk")[0]
    appeal = appeals.appeal(newest, owner=picture.owner, words="It is a statue.")
    appeals.judge(appeal, judge=person("ruth", Role.REVIEWER), outcome="overturned", answer="It is a statue.")

    following.follow()
    letters.send_due()

    assert (seen(picture), takedown.reached.get().removed_at) == ([True], None)
    assert "appealed against" in mailoutbox[-1].body


def test_who_leaves_takes_along_what_they_asked_and_has_it_erased(picture: Asset, alice: User, rosa: User) -> None:
    bea, place = person("bea", Role.CREATOR), link(picture)
    decided, waits, not_known = confirmed(place), confirmed(place), asked(place)
    judging.decline(decided, reviewer=rosa, reason="So.")
    letters.write("cleo@example.org", "Of somebody else", "So.")

    taken = privacy.export_of(bea)["stores"]
    leaving.leave(bea)

    assert [each["number"] for each in taken["moderation.removals"]["records"]] == [decided.number, waits.number]
    assert decided.token not in str(taken)
    assert taken["moderation.letters"]["count"] == 4
    assert not [each for each in Letter.objects.all() if each.to == BEA]
    assert Letter.objects.filter(subject="Of somebody else").exists()
    for each in (decided, waits, not_known):
        each.refresh_from_db()
    assert {decided.who, decided.contact, decided.signature, decided.reporter} == {""}
    assert (waits.who, waits.asker_left, not_known.asker_left) == ("me", True, False)
    judging.decline(waits, reviewer=rosa, reason="So.")
    waits.refresh_from_db()
    assert {waits.who, waits.contact, waits.where, waits.signature, waits.token, waits.reporter} == {""}
    last = Letter.objects.latest("pk")
    assert (last.to, "It stays" in last.body, "/removal/" in last.body) == (BEA, False, False)


@pytest.mark.parametrize("leaves_first", [True, False])
def test_who_leaves_and_comes_back_is_known_to_have_asked_in_bad_faith_until_that_is_over(
    leaves_first: bool, picture: Asset, rosa: User, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    bea, takedown = person("bea", Role.CREATOR), confirmed(link(picture))
    steps: list[Callable[[], object]] = [
        lambda: judging.decline(takedown, reviewer=rosa, reason="So.", bad_faith=True),
        lambda: leaving.leave(bea),
    ]

    for step in reversed(steps) if leaves_first else steps:
        step()

    takedown.refresh_from_db()
    assert {takedown.who, takedown.contact, takedown.where, takedown.signature, takedown.token} == {""}
    assert not confirmed(link(picture)).trusted
    let_time_pass(monkeypatch, days=settings.REPORT_BAD_FAITH_DAYS + 1)
    forgetting.forget_old()
    takedown.refresh_from_db()
    assert takedown.reporter == ""
