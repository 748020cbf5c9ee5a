"""A request is judged by a person: removed for good, or given back exactly; by nobody whose thing it is."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts import links
from accounts.models import Notice, Role, User
from moderation import letters, standing
from moderation.consent import asking, showing
from moderation.decisions import NotYours
from moderation.models import Case, Decision, Takedown
from moderation.models.consent import Cause
from moderation.models.takedown import Reached, State, Why
from moderation.takedowns import judging, sweeping
from studio.assets import on_the_desk
from studio.models import Asset
from tests.access_cases.studio_works import hung
from tests.accounts.people import person, signed_in
from tests.moderation.takedowns.asking import (
    BEA,
    LOOKS,
    apart,
    asked,
    confirmed,
    judge,
    link,
    looking,
    row,
    seen,
)

pytestmark = pytest.mark.django_db


def test_where_it_stays_everything_is_exactly_as_it_was(picture: Asset, alice: User, rosa: User) -> None:
    place = link(picture)
    copy = looking(hung(person("bob", Role.CREATOR)), "", picture.sha256)
    before = [row(picture), row(copy)]
    takedown = confirmed(place)
    sweeping.sweep(takedown.pk)
    assert seen(picture, copy) == [False, False]

    assert judge(rosa, takedown, "decline").status_code == 302

    assert [row(picture), row(copy)] == before
    assert Client().get(place).status_code == 200
    takedown.refresh_from_db()
    assert takedown.state == State.DECLINED
    assert "shown again" in Notice.objects.filter(owner=alice).latest("pk").body


def test_what_is_removed_is_a_decision_and_only_what_was_ticked(
    picture: Asset, alice: User, rosa: User, mailoutbox: list[Any]
) -> None:
    alike = looking(hung(person("bob", Role.CREATOR)), apart(LOOKS, 30), "b" * 64)
    takedown = confirmed(link(picture))
    sweeping.sweep(takedown.pk)
    named = takedown.reached.get(why=Why.NAMED)

    judge(rosa, takedown, "uphold", named)

    assert seen(picture, alike) == [False, True]
    decision = Decision.objects.get()
    assert decision.case.subject == picture.public_id
    assert decision.case.owner == alice
    assert "remove" in {each.name for each in decision.measures.all()}
    assert standing.strikes(alice) == []
    letters.send_due()
    told = [mail for mail in mailoutbox if mail.to == [BEA]]
    assert "We removed it" in told[-1].body
    assert "It shows her." in told[-1].body
    takedown.refresh_from_db()
    assert "It is removed" in Client().get(takedown.page).content.decode()


def test_removing_needs_something_to_remove_and_a_reason(picture: Asset, rosa: User) -> None:
    takedown = asked(link(picture))

    assert judge(rosa, takedown, "uphold").status_code == 422
    assert judge(rosa, takedown, "decline", reason=" ").status_code == 422
    assert judge(rosa, takedown, "nonsense").status_code == 422

    takedown.refresh_from_db()
    assert takedown.is_open
    assert seen(picture) == [False]


def test_two_requests_about_one_thing_keep_it_hidden_until_both_are_judged(picture: Asset, rosa: User) -> None:
    place, before = link(picture), row(picture)
    first, second = asked(place), asked(place, "cleo@example.org")

    judge(rosa, first, "decline")
    assert seen(picture) == [False]
    judge(rosa, second, "decline")

    assert row(picture) == before


def test_nobody_is_told_that_something_is_shown_again_which_is_not(picture: Asset, rosa: User) -> None:
    place = link(picture)
    first, second = asked(place), asked(place, "cleo@example.org")
    told = Notice.objects.filter(owner=picture.owner, code="takedown_over")

    judge(rosa, first, "decline")
    assert not told.exists()
    judge(rosa, second, "decline")
    assert told.exists()


def test_what_the_desk_hid_meanwhile_stays_hidden(picture: Asset, rosa: User) -> None:
    takedown = asked(link(picture))
    Asset.objects.filter(pk=picture.pk).update(hidden_at=timezone.now(), approved_sha256="")

    judge(rosa, takedown, "decline")

    assert seen(picture) == [False]


def test_whoever_asked_can_take_it_back_and_only_once(picture: Asset, rosa: User) -> None:
    before = row(picture)
    place = asked(link(picture)).page

    Client().post(f"{place}withdraw/")

    assert row(picture) == before
    assert "took your request back" in Client().get(place).content.decode()
    assert judge(rosa, Takedown.objects.get(), "uphold", Reached.objects.get()).status_code == 302
    assert seen(picture) == [True]


def test_after_bad_faith_nothing_is_hidden_before_a_person_has_looked(picture: Asset, rosa: User) -> None:
    place = link(picture)
    judge(rosa, confirmed(place), "decline", bad_faith="1")

    again = asked(place)
    sweeping.sweep(again.pk)

    assert not again.trusted
    assert seen(picture) == [True]
    page = signed_in(rosa).get(f"/desk/removals/{again.public_id}/").content.decode()
    assert "Nothing was hidden yet" in page
    judge(rosa, again, "uphold", again.reached.get())
    assert seen(picture) == [False]


def test_what_is_locked_is_shown_by_no_request_or_consent_and_judged_by_both_roles(
    picture: Asset, alice: User, rosa: User
) -> None:
    ruth = person("ruth", Role.REVIEWER, Role.ADMINISTRATOR)
    takedown, face = asked(link(picture)), asking.ask(alice, "asset", picture.public_id, Cause.PICTURE)
    beside = Case.objects.create(owner=alice, subject_kind="consent", subject=face.public_id)
    assert on_the_desk(rosa).filter(pk=picture.pk).exists()
    assert [each["consent"] for each in showing.beside(beside, rosa)] == [face]

    Case.objects.create(owner=alice, lane="locked", subject_kind="asset", subject=picture.public_id)

    assert not on_the_desk(rosa).filter(pk=picture.pk).exists()
    assert on_the_desk(ruth).filter(pk=picture.pk).exists()
    assert not showing.beside(beside, rosa)
    assert showing.beside(beside, ruth)
    assert signed_in(rosa).get(f"/desk/removals/{takedown.public_id}/").status_code == 404
    assert signed_in(ruth).get(f"/desk/removals/{takedown.public_id}/").status_code == 200
    with pytest.raises(NotYours):
        judging.decline(takedown, reviewer=rosa, reason="So.")
    judging.decline(takedown, reviewer=ruth, reason="So.")


def test_a_reviewer_who_points_at_what_is_locked_is_told_whom_it_takes(picture: Asset, alice: User, rosa: User) -> None:
    takedown, place = asked("somewhere or other"), link(picture)
    Case.objects.create(owner=alice, lane="locked", subject_kind="asset", subject=picture.public_id)

    answer = signed_in(rosa).post(
        f"/desk/removals/{takedown.public_id}/point/", {"where": links.absolute(place)}, follow=True
    )

    assert answer.status_code == 200
    assert "reviewer and administrator both" in answer.content.decode()


def test_nobody_judges_what_is_theirs(alice: User, picture: Asset) -> None:
    alice.roles = [*alice.roles, Role.REVIEWER]
    alice.save()
    takedown = asked(link(picture))

    assert judge(alice, takedown, "decline").status_code == 404
    assert signed_in(alice).get(f"/desk/removals/{takedown.public_id}/").status_code == 404
    assert takedown.number not in signed_in(alice).get("/desk/removals/").content.decode()
