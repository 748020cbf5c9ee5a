"""The audit as administrators read it."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts import acts_form, audit
from accounts.models import AuditEntry, Role, User
from tests.accounts.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client: Client, ada: User) -> Client:
    """Their browser, with three acts to read about."""
    somebody = person("boss", Role.ADMINISTRATOR)
    client.force_login(somebody)
    audit.record(ada, "thing.changed", "thing:1", "Because.", {"roles": ["user"], "kept": 1}, {"roles": [], "kept": 1})
    audit.record(somebody, "thing.looked", "thing:1")
    audit.record(None, "other.changed", "thing:2", "=SUM(A1)", after={"on": True})
    return client


def rows(boss: Client, asked: dict[str, str]) -> str:
    """The list for this question."""
    answer = boss.get(reverse("audit"), asked)
    assert answer.status_code == 200
    return answer.content.decode().split("<tbody>")[-1]


@pytest.mark.parametrize(
    ("asked", "there", "not_there"),
    [
        ({}, ["thing.changed", "thing.looked", "other.changed"], []),
        ({"target": "thing:1"}, ["thing.changed", "thing.looked"], ["other.changed"]),
        ({"action": "other"}, ["other.changed"], ["thing.changed"]),
        ({"action": " Looked  AT the audit"}, ["looked at the audit"], ["thing.looked", "thing.changed"]),
        ({"actor": "house"}, ["other.changed"], ["thing.changed"]),
        ({"looks": "no"}, ["thing.changed", "other.changed"], ["thing.looked"]),
        ({"since": "0001-01-01", "until": "9999-12-31"}, ["thing.changed", "other.changed"], []),
        ({"until": "2001-01-01"}, [], ["thing.changed", "other.changed"]),
        ({"page": "99"}, ["thing.changed"], []),
    ],
)
def test_the_list_is_narrowed(boss: Client, asked: dict[str, str], there: list[str], not_there: list[str]) -> None:
    found = rows(boss, asked)

    assert [word for word in there if f">{word}<" not in found] == []
    assert [word for word in not_there if f">{word}<" in found] == []


def test_by_person(boss: Client, ada: User) -> None:
    found = rows(boss, {"actor": str(ada.public_id)})

    assert ">thing.changed<" in found
    assert ">other.changed<" not in found


def test_what_changed_is_read_name_by_name_and_what_did_not_is_not_named(boss: Client) -> None:
    found = rows(boss, {"target": "thing:1", "looks": "no"})

    assert "<b>roles</b>" in found
    assert "<del>user</del>" in found
    assert "kept" not in found


def test_acts_people_and_things_are_told_in_words(boss: Client, ada: User) -> None:
    case, glass = uuid4(), uuid4()
    about = f"person:{ada.public_id} glass:{glass}"
    audit.record(
        ada, "case.decided", f"case {case}", after={"measures": {"block_hash": None, "remove": None}, "bundle": None}
    )
    audit.record(ada, "glass.opened", about, "They asked.", after={"until": "2026-11-21T14:07:53.124349+00:00"})

    found = rows(boss, {})

    assert ">decided a case</th>" in found
    assert f"Case {str(case)[:8]} " in found  # who may not review has no page of it
    assert "<ins>remove, block hash</ins>" in found
    assert "bundle" not in found
    assert f'<a href="/people/{ada.public_id}/">{ada.name}</a>' in found
    assert "<ins>21 November 2026, 14:07 UTC</ins>" in found
    assert str(glass) not in found.replace(f"?target={glass}", "")

    User.objects.filter(email__startswith="boss").update(roles=[Role.REVIEWER, Role.ADMINISTRATOR])
    assert f'<a href="/desk/cases/{case}/">Case {str(case)[:8]}</a>' in rows(boss, {})


@pytest.mark.parametrize("asked", [{"actor": "nobody"}, {"since": "soon"}, {"target": "a\0b"}, {"target": "x" * 300}])
def test_what_cannot_be_read_is_said(boss: Client, asked: dict[str, str]) -> None:
    page = boss.get(reverse("audit"), asked)

    assert page.status_code == 422
    said = [str(sentence) for errors in page.context["form"].errors.values() for sentence in errors]
    assert said
    assert set(said) <= set(acts_form.ERRORS.values())
    assert boss.get(reverse("audit-sheet"), asked).status_code == 200


def test_the_sheet_is_safe_to_open_and_taking_it_along_is_an_act(boss: Client) -> None:
    answer = boss.get(reverse("audit-sheet"), {"target": "thing:2"})

    lines = answer.content.decode().splitlines()
    assert len(lines) == 2
    assert "'=SUM(A1)" in lines[1]
    act = AuditEntry.objects.get(action="audit.exported")
    assert act.after == {"rows": 1, "target": "thing:2"}
