"""What is around a thing that was named is found, also what comes later, and never touched by two at once."""

from datetime import timedelta

import pytest
from django.db import connection

from accounts.models import AuditEntry, Role, User
from moderation.models import Letter
from moderation.models.takedown import Reached, Takedown, Why
from moderation.takedowns import confirming, hiding, sweeping, telling
from studio.models import Asset, Lineage
from studio.subject_kinds import ASSET
from tests.access_cases.studio_works import hung
from tests.accounts.people import person
from tests.moderation.takedowns.asking import (
    BEA,
    LOOKS,
    apart,
    asked,
    confirmed,
    judge,
    let_time_pass,
    link,
    looking,
    seen,
)

pytestmark = pytest.mark.django_db


def test_copies_near_copies_and_all_that_was_made_from_them_go_with_it(picture: Asset, alice: User) -> None:
    bob = person("bob", Role.CREATOR)
    copy = looking(hung(bob), "", picture.sha256)
    mirror = looking(hung(bob), apart(f"{int(LOOKS, 16) ^ int('5' * 64, 16):064x}", 9), "b" * 64)
    film = looking(hung(bob), "", "c" * 64)
    Asset.objects.filter(pk=film.pk).update(frames=["3c" * 32, apart(LOOKS, 31)])
    other = looking(hung(bob), apart(LOOKS, 90), "d" * 64)
    edit, edit_of_edit = looking(hung(alice), "", "e" * 64), looking(hung(alice), "", "f" * 64)
    Lineage.objects.create(child=edit, parent=picture, role="source")
    Lineage.objects.create(child=edit_of_edit, parent=edit, role="source")
    from_mirror = looking(hung(bob), "", "1" * 64)
    Lineage.objects.create(child=from_mirror, parent=mirror, role="source")

    takedown = confirmed(link(picture))
    sweeping.sweep(takedown.pk)

    assert seen(picture, copy, mirror, film, edit, edit_of_edit, from_mirror) == [False] * 7
    assert seen(other) == [True]
    why = dict(takedown.reached.values_list("subject", "why"))
    assert why[copy.public_id] == Why.COPY
    assert why[mirror.public_id] == why[film.public_id] == Why.ALIKE
    assert why[edit_of_edit.public_id] == why[from_mirror.public_id] == Why.MADE


def test_what_is_made_from_it_while_it_is_judged_is_hidden_too(
    picture: Asset, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    takedown = asked(link(picture))
    sweeping.sweep_due()
    late = hung(alice)
    Lineage.objects.create(child=late, parent=picture, role="source")

    let_time_pass(monkeypatch, minutes=5)
    sweeping.sweep_due()

    assert seen(late) == [False]
    assert takedown.reached.get(subject=late.public_id).why == Why.MADE


def test_a_request_that_cannot_be_swept_keeps_no_other_one_from_it(
    picture: Asset, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = asked(link(picture))
    Reached.objects.filter(takedown=broken).update(kind="nothing")
    other = looking(hung(picture.owner), "", "b" * 64)
    fine = asked(link(other), "cleo@example.org")
    late = looking(hung(picture.owner), "", "b" * 64)

    sweeping.sweep_due()
    assert seen(late) == [False]

    monkeypatch.setattr(sweeping, "AT_ONCE", 1)
    let_time_pass(monkeypatch, minutes=5)
    third = asked(link(looking(hung(picture.owner), "", "c" * 64)), "dora@example.org")
    sweeping.sweep_due()
    assert Takedown.objects.filter(swept_at__gt=fine.asked_at + timedelta(minutes=4)).get() == third


def test_a_sweep_that_comes_too_late_hides_nothing(picture: Asset, rosa: User) -> None:
    stale = asked(link(picture))
    judge(rosa, stale, "decline")
    late = looking(hung(picture.owner), "", "b" * 64)

    assert not hiding.hide(stale, ASSET, late.public_id, owner=late.owner_id, title="", why=Why.COPY)

    assert seen(picture, late) == [True, True]
    assert stale.reached.count() == 1


def test_two_requests_never_touch_one_thing_at_the_same_time(picture: Asset) -> None:
    asked(link(picture))

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = %s", [hiding.LOCK])
        assert cursor.fetchone()


def test_of_two_sweeps_at_once_one_tells_each_side(picture: Asset) -> None:
    takedown = asked(link(picture))
    stale = Takedown.objects.get(pk=takedown.pk)
    Letter.objects.all().delete()

    for read_before in (takedown, stale):
        telling.hidden(read_before)

    assert sorted(each.to for each in Letter.objects.all()) == [picture.owner.email, BEA]


def test_what_is_hidden_on_a_strangers_word_is_in_the_audit(picture: Asset) -> None:
    takedown = asked(link(picture))
    looking(hung(picture.owner), "", picture.sha256)
    looking(hung(person("bob", Role.CREATOR)), "", picture.sha256)

    for _ in range(2):
        sweeping.sweep(takedown.pk)
    confirming.confirm(takedown)
    for _ in range(2):
        sweeping.sweep(takedown.pk)

    acts = AuditEntry.objects.filter(target=f"takedown {takedown.public_id}").order_by("number")
    assert [(act.actor, act.action, act.after["hidden"]) for act in acts if act.after] == [
        (None, "takedown.asked", 1),
        (None, "takedown.swept", 2),
        (None, "takedown.confirmed", 2),
        (None, "takedown.swept", 3),
    ]


def test_what_two_sweeps_at_once_hide_is_in_the_audit_once(picture: Asset, monkeypatch: pytest.MonkeyPatch) -> None:
    takedown = confirmed(link(picture))
    looking(hung(picture.owner), "", picture.sha256)
    other = iter([takedown.pk])

    def meanwhile(_takedown: Takedown) -> None:
        for key in other:
            sweeping.sweep(key)

    monkeypatch.setattr(confirming, "hide_noted", meanwhile)
    sweeping.sweep(takedown.pk)

    swept = AuditEntry.objects.get(action="takedown.swept")
    assert (swept.before, swept.after) == ({"hidden": 1}, {"hidden": 2})
