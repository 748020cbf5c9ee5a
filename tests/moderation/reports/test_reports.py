"""Whoever sees that something is wrong can say so, has a receipt, and is told what became of it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import AuditEntry, Notice, Role, User
from chatapp.sharing import shares as chats
from moderation import decisions, letters
from moderation.finding import Found
from moderation.models import Case, Flag, Letter, Report
from moderation.reports import categories, faith, retention, telling, weights
from moderation.reports.receiving import receive
from studio.sharing import shares as work
from tests.access_cases.parlour_links import made_share
from tests.access_cases.studio_works import hung
from tests.accounts.people import person, signed_in
from tests.moderation.deeds import ALLOW, REMOVE

pytestmark = pytest.mark.django_db

OTHER = categories.of("other")


def link_to_a_picture(alice: User, **terms: Any) -> str:
    return f"/made/{work.share(alice, [hung(alice).public_id], key=uuid4().hex, **terms).token}/"


def send(browser: Client, place: str, **more: str) -> Any:
    return browser.post("/report/", {"at": place, "category": "hate", **more})


def let_time_pass(monkeypatch: pytest.MonkeyPatch, **much: float) -> None:
    then = timezone.now() + timedelta(**much)
    monkeypatch.setattr(timezone, "now", lambda: then)


def test_a_stranger_reports_what_a_link_shows_and_hears_what_became_of_it(
    alice: User, rosa: User, mailoutbox: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = link_to_a_picture(alice)

    answer = send(Client(), place, why="It shows me.", contact="bea@example.org")
    letters.send_due()

    page = Client().get(answer["Location"]).content.decode()
    assert answer.status_code == 303
    assert "A person will look at it" in page
    assert mailoutbox[0].to == ["bea@example.org"]
    assert answer["Location"] in mailoutbox[0].body
    case = Case.objects.get()
    assert "It shows me." in signed_in(rosa).get(f"/desk/cases/{case.public_id}/").content.decode()

    decisions.decide(case, reviewer=rosa, measures=[REMOVE], reason="So.")
    assert telling.tell_due() == 0  # it could still be taken back
    let_time_pass(monkeypatch, minutes=1)
    telling.tell_due()
    telling.tell_due()
    letters.send_due()

    assert "acted on it" in Client().get(answer["Location"]).content.decode()
    assert [each.subject for each in mailoutbox[1:]] == [f"Salon: Your report {Report.objects.get().number}"]
    assert not Letter.objects.exists()
    assert not Notice.objects.filter(owner=alice, body__contains="It shows me.").exists()


def test_a_reader_reports_one_message_of_a_shared_conversation_from_its_page(alice: User) -> None:
    share = made_share(alice)
    page = Client().get(f"/s/{share.token}/").content.decode()
    answer = share.leaf

    assert f"/report/?at=/s/{share.token}/&amp;only={answer.public_id}" in page
    form = Client().get("/report/", {"at": f"/s/{share.token}/", "only": str(answer.public_id)})
    assert "Answer 1" in form.content.decode()

    assert send(Client(), f"/s/{share.token}/", only=str(answer.public_id)).status_code == 303
    assert Case.objects.get().subject == answer.public_id


def test_where_several_things_stand_one_says_which(alice: User) -> None:
    share = made_share(alice)
    question = share.leaf.parent
    assert question is not None

    asked = send(Client(), f"/s/{share.token}/")
    assert asked.status_code == 422
    assert "Choose which of them you mean." in asked.content.decode()

    assert send(Client(), f"/s/{share.token}/", thing=str(question.public_id)).status_code == 303
    assert Case.objects.get().subject == question.public_id


def test_many_reporters_of_one_thing_are_one_case_and_each_has_a_receipt(alice: User) -> None:
    place, bob = link_to_a_picture(alice), signed_in(person("bob"))

    receipts = {
        send(Client(), place, contact="bea@example.org")["Location"],
        send(Client(), place, contact="Bea@example.org ")["Location"],  # anybody may say that they are Bea
        send(Client(), place)["Location"],
        send(bob, place)["Location"],
        send(bob, place)["Location"],  # the same again
    }

    assert Case.objects.count() == 1
    assert Flag.objects.count() == len(receipts) == 4


def test_what_somebody_adds_later_stands_with_their_report_and_counts_once(alice: User, rosa: User) -> None:
    place, bob = link_to_a_picture(alice), signed_in(person("bob"))
    said = [("hate", "A song."), ("hate", "A song."), ("threat", "It names my street."), ("threat", "")]

    answers = {send(bob, place, category=category, why=why)["Location"] for category, why in said}

    report = Report.objects.get()
    assert answers == {report.receipt}
    assert report.why == "A song.\n\nSomebody is threatened or hunted. It names my street."
    assert Flag.objects.count() == 1
    assert "my street." in signed_in(rosa).get(f"/desk/cases/{Case.objects.get().public_id}/").content.decode()


def test_the_key_to_a_consent_in_somebodys_words_is_not_kept(alice: User) -> None:
    place, bob = link_to_a_picture(alice), signed_in(person("bob"))

    for key in ("the-key", "the-other"):
        send(bob, place, category="hate", why=f"{key[4]}: /consent/{key}/")

    assert Report.objects.get().why == "k: /consent/…/\n\no: /consent/…/"


def test_somebody_with_an_account_is_told_in_their_notices_also_when_it_is_decided_otherwise(
    alice: User, rosa: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    bob = person("bob")
    send(signed_in(bob), link_to_a_picture(alice))
    case = Case.objects.get()
    decisions.decide(case, reviewer=rosa, measures=[ALLOW], reason="So.")
    let_time_pass(monkeypatch, minutes=1)
    telling.tell_due()

    Case.objects.update(decided_at=None)  # taken back
    telling.tell_due()

    told = [each.body for each in Notice.objects.filter(owner=bob).order_by("pk")]
    assert len(told) == 2
    assert "left it as it is" in told[0]
    assert "once more" in told[1]


NOWHERE = {
    "another house": "https://example.com/made/abc/",
    "no address": "my holiday picture",
    "a script": "javascript:alert(1)",
    "markup": "<script>alert(1)</script>",
    "brackets": "http://[::1",
    "a null": "/made/\0/",
    "no such link": "/made/abc/",
    "an id that is none": "/studio/assets/1/",
    "somewhere else here": "/desk/",
    "huge": "/made/" + "a" * 5000,
}


@pytest.mark.parametrize("place", NOWHERE.values(), ids=NOWHERE)
def test_what_is_nowhere_here_is_said_so_and_nothing_is_written(place: str) -> None:
    answer = send(Client(), place, contact="bea@example.org")

    assert answer.status_code == 422
    assert "<script>alert" not in answer.content.decode()
    assert Client().get("/report/", {"at": place}).status_code == 200
    assert not Flag.objects.exists()
    assert not Letter.objects.exists()


def test_what_is_somebody_elses_and_not_shared_is_nowhere(alice: User) -> None:
    asset = hung(alice)

    assert send(signed_in(person("bob", Role.CREATOR)), f"/studio/assets/{asset.public_id}/").status_code == 422
    assert send(signed_in(alice), f"/studio/assets/{asset.public_id}/").status_code == 303


def test_a_link_with_a_password_tells_nothing_of_what_lies_behind(alice: User) -> None:
    place = link_to_a_picture(alice, password="sesame-open")

    assert send(Client(), place).status_code == 422
    shown = work.mine(alice)[0].shown.get().asset.public_id
    assert send(Client(), place, only=str(shown)).status_code == 303  # who has been inside knows its name


def test_a_link_taken_back_shows_nothing_to_report(alice: User) -> None:
    share = made_share(alice)
    chats.revoke(alice, share.public_id)

    assert send(Client(), f"/s/{share.token}/", only=str(share.leaf.public_id)).status_code == 422


def test_something_else_is_said_in_words(alice: User) -> None:
    place = link_to_a_picture(alice)

    assert send(Client(), place, category="other", why="  ").status_code == 422
    assert send(Client(), place, category="other", why="It is my drawing.").status_code == 303


def test_huge_words_are_refused_and_control_letters_do_no_harm(alice: User) -> None:
    place = link_to_a_picture(alice)

    assert send(Client(), place, why="x" * 100_000).status_code == 422
    assert send(Client(), place, category="; DROP TABLE", contact="no address").status_code == 422
    assert send(Client(), place, why="\u202e<b>\x07 hidden", contact="b@example.org").status_code == 303


def test_reports_from_one_place_are_counted(alice: User, settings: Settings) -> None:
    settings.REPORTS_PER_HOUR = 2
    place = link_to_a_picture(alice)

    answers = [send(Client(), place).status_code for _ in range(3)]

    assert answers == [303, 303, 429]


def test_an_owner_who_fills_the_lane_with_reports_of_their_own_keeps_nobody_out(
    alice: User, settings: Settings
) -> None:
    settings.MAX_OPEN_CASES_PER_PERSON = 1
    receive(Found("asset", hung(alice).public_id, alice, ""), OTHER, "", by=alice)

    assert receive(Found("asset", hung(alice).public_id, alice, ""), OTHER, "", by=alice) is None
    assert receive(Found("asset", hung(alice).public_id, alice, ""), OTHER, "") is not None


def test_a_report_in_bad_faith_halves_a_word_for_a_while_by_a_decision(
    alice: User, rosa: User, mailoutbox: list[Any], monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    send(Client(), link_to_a_picture(alice), contact="mallory@example.org")
    report = Report.objects.get()
    door = f"/desk/reports/{report.public_id}/faith/"

    signed_in(rosa).post(door, {"reason": " "})
    assert weights.of(report.reporter) == 1
    signed_in(rosa).post(door, {"reason": "The tenth of these."})

    assert weights.of(report.reporter) == 0.5
    page = signed_in(rosa).get(f"/desk/cases/{report.flag.case.public_id}/").content.decode()
    assert "weighs 50%" in page
    assert "mallory" not in page
    letters.send_due()
    assert "The tenth of these." in mailoutbox[-1].body
    assert AuditEntry.objects.filter(action="report.bad_faith", actor=rosa).count() == 1
    assert signed_in(alice).post(door, {"reason": "Mine."}).status_code == 404

    let_time_pass(monkeypatch, days=settings.REPORT_BAD_FAITH_DAYS + 1)
    assert weights.of(report.reporter) == 1


def test_bad_faith_can_be_taken_back(alice: User, rosa: User) -> None:
    report = receive(Found("asset", hung(alice).public_id, alice, ""), OTHER, "", contact="mallory@example.org")
    assert report is not None
    faith.found_bad(report, reviewer=rosa, reason="So.")

    signed_in(rosa).post(f"/desk/reports/{report.public_id}/faith/", {"back": "1"})

    assert weights.of(report.reporter) == 1


def test_half_a_year_after_the_decision_nothing_is_left_of_a_stranger(
    alice: User, rosa: User, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    send(Client(), link_to_a_picture(alice), contact="bea@example.org", why="It shows me.")
    decisions.decide(Case.objects.get(), reviewer=rosa, measures=[ALLOW], reason="So.")

    let_time_pass(monkeypatch, days=settings.REPORT_KEPT_DAYS - 1)
    assert retention.forget_old() == 0
    let_time_pass(monkeypatch, days=2)
    assert retention.forget_old() == 1

    assert Flag.objects.count() == 1


def test_a_mail_server_that_is_away_loses_no_letter(
    monkeypatch: pytest.MonkeyPatch, mailoutbox: list[Any], settings: Settings
) -> None:
    letters.write("bea@example.org", "We have it", "Thank you.")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert letters.send_due() == 0
    assert letters.send_due() == 0  # not at once

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    let_time_pass(monkeypatch, minutes=5)

    assert letters.send_due() == 1
    assert len(mailoutbox) == 1
