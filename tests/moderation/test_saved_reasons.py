"""A reviewer's own reasons: kept from a case, taken into another, with a script and without; theirs alone, and gone with them."""

import re

import pytest
from django.urls import reverse

from accounts import privacy
from accounts.models import AuditEntry, Role, User
from moderation.models import Case, Decision, SavedReason
from moderation.queue import reasons
from tests.accounts.people import person, signed_in
from tests.moderation.deeds import LOCK, flagged

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shelf")]

FILLED = {"measures": ["hide"], "until_hide": "30", "clause": "sexual.1"}


def pressed(reviewer: User, case: Case, headers: dict[str, str] | None = None, **more: object) -> str:
    """The page after a button beside the reason, with the rest of the form filled in."""
    address = reverse("case_reason", args=[case.public_id])
    answer = signed_in(reviewer).post(address, FILLED | more, headers=headers or {})
    assert answer.status_code == 200
    return str(answer.content.decode())


def written(page: str) -> str:
    """What stands in the field."""
    found = re.search(r'<textarea id="id_reason"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    assert found
    return found[1]


def test_what_is_written_is_kept_and_taken_in_another_case_where_nothing_else_is_lost(alice: User, rosa: User) -> None:
    kept = pressed(rosa, flagged(alice), reason=" Explicit. ", keep="1")
    saved = SavedReason.objects.get()
    case = flagged(alice)
    Case.objects.claim(case.pk, rosa)

    for headers in ({}, {"HX-Request": "true"}):
        page = pressed(rosa, case, headers, take=str(saved.public_id), reason="A naked man.")

        assert written(page) == "A naked man. Explicit."
        assert re.search(r'value="hide"[^>]* checked', page)
        assert '<option value="30" selected>' in page
        assert 'role="alert"' not in page
        assert ("<html" in page) == (not headers)
    assert (saved.owner, saved.text) == (rosa, "Explicit.")
    assert reasons.KEPT in kept
    assert "claimed by you" in kept
    assert not Decision.objects.exists()


def test_a_word_that_came_since_the_page_was_drawn_is_not_counted_as_read(alice: User) -> None:
    case = flagged(alice)
    flagged(alice, LOCK, subject=case.subject)
    ruth = person("ruth", Role.REVIEWER, Role.ADMINISTRATOR)

    fragment = pressed(ruth, case, {"HX-Request": "true"}, reason="So.", keep="1", seen="1")
    page = pressed(ruth, case, reason="So.", keep="1", seen="1")

    assert 'name="seen" value="1"' in fragment
    assert 'name="seen" value="2"' in page


def test_enter_in_a_field_decides_and_takes_no_saved_reason(alice: User, rosa: User) -> None:
    page = pressed(rosa, flagged(alice), reason="Explicit.", keep="1")

    form = page[page.index('<form class="desk-act"') :]
    first = re.search(r"<button[^>]*>", form)

    assert first
    assert "formaction" not in first[0]


def test_keeping_says_what_came_of_it(alice: User, rosa: User, monkeypatch: pytest.MonkeyPatch) -> None:
    case = flagged(alice)
    monkeypatch.setattr(reasons, "MOST", 2)

    said = [pressed(rosa, case, reason=reason, keep="1") for reason in ("One.", "One.", " ", "Two.", "Three.")]
    too_long = pressed(rosa, case, take=str(SavedReason.objects.latest("pk").public_id), reason="x" * 1998)

    for sentence, page in zip(
        (reasons.KEPT, reasons.KNOWN, reasons.NOTHING, reasons.KEPT, reasons.FULL), said, strict=True
    ):
        assert sentence in page
    assert reasons.TOO_LONG in too_long
    assert SavedReason.objects.count() == 2


def test_one_takes_and_deletes_ones_own_alone(alice: User, rosa: User) -> None:
    mine = SavedReason.objects.create(owner=rosa, text="Mine.")
    ruth, case = person("ruth", Role.REVIEWER), flagged(alice)

    page = pressed(ruth, case, take=str(mine.public_id), reason="As it was.")
    refused = signed_in(ruth).post(reverse("desk_reason_forget", args=[mine.public_id]))
    listed = signed_in(rosa).get(reverse("desk_settings")).content.decode()
    deleted = signed_in(rosa).post(reverse("desk_reason_forget", args=[mine.public_id]))

    assert written(page) == "As it was."
    assert "Mine." not in page
    assert refused.status_code == 404
    assert "Mine." in listed
    assert deleted.status_code == 302
    assert not SavedReason.objects.exists()


def test_they_are_taken_along_and_go_with_the_account(rosa: User) -> None:
    SavedReason.objects.create(owner=rosa, text="Mine.")

    (told,) = privacy.export_of(rosa)["stores"]["moderation.reasons"]["records"]
    privacy.erase_all(rosa)

    assert told["text"] == "Mine."
    assert not SavedReason.objects.exists()


def test_a_form_half_filled_in_is_not_scolded_and_showing_it_is_a_look(alice: User, rosa: User) -> None:
    page = pressed(rosa, flagged(alice), take="nothing", reason="", measures=[])

    assert 'role="alert"' not in page
    assert AuditEntry.objects.filter(action="case.looked", actor=rosa).count() == 1
