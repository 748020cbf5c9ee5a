"""Whoever is shown against their will is heard: hidden at once, judged by a clock, removed for good or given back exactly."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts import links
from accounts.models import Notice, Role, User
from chatapp.models import Message
from moderation import appeals, letters, standing
from moderation.consent import asking, showing
from moderation.decisions import NotYours
from moderation.measures import Measure
from moderation.models import Case, Decision, Letter, Takedown
from moderation.models.case import Lane
from moderation.models.consent import Cause
from moderation.models.takedown import Reached, State, Why
from moderation.reports import telling
from moderation.takedowns import alarms, following, forgetting, hiding, judging, sweeping
from moderation.takedowns.receiving import Request, ask
from studio.assets import on_the_desk
from studio.models import Asset, Lineage
from studio.sharing import shares as work
from studio.subject_kinds import ASSET
from tests.access_cases.parlour_links import made_share
from tests.access_cases.studio_works import hung
from tests.accounts.people import person, signed_in
from tests.moderation.takedowns.asking import (
    BEA,
    LOOKS,
    SAID,
    apart,
    asked,
    confirmed,
    judge,
    let_time_pass,
    link,
    looking,
    row,
    seen,
    send,
)

pytestmark = pytest.mark.django_db


def test_what_is_named_is_hidden_in_the_same_moment_and_both_sides_are_told(
    picture: Asset, alice: User, mailoutbox: list[Any]
) -> None:
    place = link(picture)

    answer = send(place)

    assert seen(picture) == [False]
    assert Client().get(place).status_code == 404
    page = Client().get(answer["Location"]).content.decode()
    assert "What you named is hidden" in page
    assert "47 h left" in page or "48 h left" in page
    sweeping.sweep_due()
    sweeping.sweep_due()
    letters.send_due()
    assert sorted(mail.to[0] for mail in mailoutbox) == [alice.email, BEA, BEA]
    assert "no judgement" in Notice.objects.get(owner=alice).body
    assert not any(word in Notice.objects.get(owner=alice).body for word in ("Bea", BEA))


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


def test_nobody_is_told_that_something_is_shown_again_which_is_not(picture: Asset, rosa: User) -> None:
    place = link(picture)
    first, second = asked(place), asked(place, "cleo@example.org")
    told = Notice.objects.filter(owner=picture.owner, code="takedown_over")

    judge(rosa, first, "decline")
    assert not told.exists()
    judge(rosa, second, "decline")
    assert told.exists()


def test_a_second_request_reaches_a_message_that_a_first_one_keeps_hidden(alice: User) -> None:
    share = made_share(alice)
    leaf = share.leaf.public_id
    said = Request(
        who="me",
        contact=BEA,
        where=links.absolute(f"/s/{share.token}/"),
        why="",
        signature="B",
        intimate=False,
        only=leaf,
    )
    first = ask(said)

    second = ask(replace(said, contact="cleo@example.org"))

    assert [each.subject for each in second.reached.all()] == [leaf]
    judging.withdraw(first)
    assert Message.objects.get(pk=share.leaf_id).in_its_place


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


NOWHERE = {
    "another house": "https://example.com/made/abc/",
    "words alone": "my picture, I saw it on somebody's phone",
    "a script": "javascript:alert(1)//",
    "markup": "<script>alert(1)</script>",
    "brackets": "http://[::1/made/",
    "gone": "/made/abc/",
}


@pytest.mark.parametrize("place", NOWHERE.values(), ids=NOWHERE)
def test_what_we_cannot_find_is_taken_nevertheless_and_a_person_looks(place: str, rosa: User, picture: Asset) -> None:
    answer = Client().post("/removal/", {**SAID, "where": place, "who": "<script>alert(1)</script>"})

    page = Client().get(answer["Location"]).content.decode()
    assert "A person looks for it" in page
    takedown = Takedown.objects.get()
    shown = signed_in(rosa).get(f"/desk/removals/{takedown.public_id}/").content.decode()
    assert "<script>alert" not in page + shown

    signed_in(rosa).post(f"/desk/removals/{takedown.public_id}/point/", {"where": link(picture)})
    assert seen(picture) == [False]
    assert takedown.reached.get().why == Why.NAMED


@pytest.mark.parametrize("missing", ["who", "intimate", "contact", "signature", "good_faith", "where"])
def test_without_signature_place_good_faith_or_contact_nothing_is_hidden(missing: str, picture: Asset) -> None:
    said = {**SAID, "where": links.absolute(link(picture)), missing: ""}

    assert Client().post("/removal/", said).status_code == 422
    assert Client().post("/removal/", {**said, missing: "x" * 100_000, "contact": "none"}).status_code == 422

    assert seen(picture) == [True]


def test_a_dead_link_and_the_address_of_a_stored_file_are_found(picture: Asset) -> None:
    place = link(picture)
    work.revoke(picture.owner, work.mine(picture.owner)[0].public_id)
    Asset.objects.filter(pk=picture.pk).update(base=f"assets/{'a' * 32}/0-{'b' * 8}")

    assert asked(place).reached.count() == 1
    stored = f"https://store.example.net/bucket/assets/{'a' * 32}/0-{'b' * 8}.large.webp?sig=1"
    other = ask(Request(who="me", contact="c@example.org", where=stored, why="", signature="C", intimate=False))
    assert other.reached.get().subject == picture.public_id


def test_a_shared_conversation_is_not_emptied_unseen_but_one_message_is(alice: User) -> None:
    share = made_share(alice)
    one = Request(
        who="me", contact=BEA, where=links.absolute(f"/s/{share.token}/"), why="", signature="B", intimate=False,
        only=share.leaf.public_id,
    )  # fmt: skip

    takedown = ask(one)

    assert [each.subject for each in takedown.reached.all()] == [share.leaf.public_id]
    assert Message.objects.get(pk=share.leaf_id).in_its_place.startswith("Somebody asked")
    judging.withdraw(takedown)
    assert Message.objects.get(pk=share.leaf_id).in_its_place == ""


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


def test_who_repeats_a_request_gets_no_key_to_the_first_and_many_from_one_place_are_counted(
    picture: Asset, settings: Settings
) -> None:
    place = link(picture)
    settings.TAKEDOWNS_PER_HOUR = 2

    answers = [send(place) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [303, 303, 429]
    first, second = (answer["Location"] for answer in answers[:2])
    assert first != second
    Client().post(f"{second}withdraw/")
    assert "What you named is hidden" in Client().get(first).content.decode()
    assert seen(picture) == [False]


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
