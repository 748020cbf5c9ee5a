"""A request that waits is heard of: by its clock, once each, by who may judge it."""

from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Notice, Role, User
from moderation import letters
from moderation.models import Letter
from moderation.takedowns import alarms, judging
from studio.models import Asset
from tests.access_cases.studio_works import hung
from tests.accounts.people import person, signed_in
from tests.moderation.takedowns.asking import (
    BEA,
    asked,
    let_time_pass,
    link,
    looking,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("hours", "rung"), [(23.9, 0), (24, 1), (35.9, 1), (36, 2), (49, 3), (73, 4)], ids=lambda each: str(each)
)
def test_the_alarms_ring_at_their_hours(
    picture: Asset, rosa: User, monkeypatch: pytest.MonkeyPatch, hours: float, rung: int
) -> None:
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    takedown = asked(link(picture))
    Letter.objects.all().delete()

    let_time_pass(monkeypatch, hours=hours)
    alarms.ring_due()

    takedown.refresh_from_db()
    assert takedown.alarms == rung
    assert Letter.objects.count() == Notice.objects.filter(owner=rosa).count() == min(rung, 1)


def test_each_alarm_rings_once_by_mail_on_the_desk_and_never_for_what_is_decided(
    picture: Asset, rosa: User, monkeypatch: pytest.MonkeyPatch, mailoutbox: list[Any]
) -> None:
    takedown = asked(link(picture))
    letters.send_due()
    mailoutbox.clear()

    let_time_pass(monkeypatch, hours=24, minutes=1)
    alarms.ring_due()
    alarms.ring_due()
    let_time_pass(monkeypatch, hours=12)
    alarms.ring_due()
    alarms.ring_due()
    letters.send_due()

    assert [mail.to for mail in mailoutbox] == [[rosa.email]] * 2
    assert "11 h left" in mailoutbox[-1].body
    assert BEA not in "".join(mail.body for mail in mailoutbox)
    page = signed_in(rosa).get("/desk/removals/").content.decode()
    assert "24 h" in page
    assert "36 h" in page
    assert "1 removal request" in signed_in(rosa).get("/desk/").content.decode()

    second = asked(link(looking(hung(picture.owner), "", "9" * 64)), "cleo@example.org")
    judging.decline(second, reviewer=rosa, reason="So.")
    let_time_pass(monkeypatch, hours=48)
    letters.send_due()
    mailoutbox.clear()
    alarms.ring_due()
    letters.send_due()
    assert [mail.to for mail in mailoutbox] == [[rosa.email]]
    assert second.number not in mailoutbox[0].body
    takedown.refresh_from_db()
    assert "h late" in signed_in(rosa).get("/desk/removals/").content.decode()


def test_where_every_reviewer_is_concerned_the_administrators_are_told(
    picture: Asset, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice.roles = [*alice.roles, Role.REVIEWER]
    alice.save()
    ada = person("ada", Role.ADMINISTRATOR)
    asked(link(picture))

    let_time_pass(monkeypatch, hours=25)
    alarms.ring_due()

    told = Notice.objects.filter(code="takedown_alarm")
    assert [each.owner for each in told] == [ada]
    assert "make somebody else a reviewer" in told.get().body
