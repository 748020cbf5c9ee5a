"""The audit: nobody changes it, everybody can prove it."""

import threading
from io import StringIO
from typing import LiteralString

import pytest
from django.core.management import CommandError, call_command
from django.db import Error, connection, transaction

from accounts import audit
from accounts.models import AuditEntry, User
from foundation.append_only import ChangedHistory
from tests.accounts.people import person
from tests.support.house import house

pytestmark = pytest.mark.django_db


def prove(*words: str) -> str:
    """What `manage.py check_audit` prints."""
    out = StringIO()
    call_command("check_audit", *words, stdout=out)
    return out.getvalue()


def tamper(statement: LiteralString, *values: str) -> None:
    """As somebody would who has the keys to the whole database."""
    with house.postgres.connect(database="salon") as owner:
        owner.execute(statement, values or None)


def test_the_chain_holds_over_every_kind_of_value(ada: User) -> None:
    audit.record(None, "house.began", "house")
    audit.record(
        ada, "thing.changed", "thing:1", "Because — “so” ✓", {"b": 1, "a": [1.5, None]}, {"when": ada.date_joined}
    )

    assert "2 acts" in prove()


def test_an_empty_chain_holds() -> None:
    assert "0 acts" in prove()


def test_the_code_cannot_change_or_delete_an_act(ada: User) -> None:
    entry = audit.record(ada, "thing.changed", "thing:1", "True reason.")

    entry.reason = "Better reason."

    with pytest.raises(ChangedHistory):
        entry.save()
    with pytest.raises(ChangedHistory):
        entry.delete()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE accounts_auditentry SET reason = 'better'", "DELETE FROM accounts_auditentry"],
)
def test_the_applications_database_role_may_not_even_try(ada: User, statement: str) -> None:
    audit.record(ada, "thing.changed", "thing:1", "True reason.")

    with pytest.raises(Error, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE accounts_auditentry SET reason = 'better' WHERE number = 2", "Row 2 was changed"),
        ("UPDATE accounts_auditentry SET actor_id = NULL WHERE number = 2", "Row 2 was changed"),
        ("UPDATE accounts_auditentry SET after = '{\"roles\": []}' WHERE number = 2", "Row 2 was changed"),
        ("UPDATE accounts_auditentry SET at = at - interval '1 hour' WHERE number = 2", "Row 2 was changed"),
        ("DELETE FROM accounts_auditentry WHERE number = 2", "Row 2 is missing"),
        ("DELETE FROM accounts_auditentry WHERE number = 1", "Row 1 is missing"),
    ],
)
def test_whoever_changes_a_row_is_found_out(statement: LiteralString, says: str) -> None:
    ada = person("ada")
    for number in range(3):
        audit.record(ada, "thing.changed", f"thing:{number}", "True reason.", after={"roles": ["user"]})

    tamper(statement)

    with pytest.raises(CommandError, match=says):
        prove()


@pytest.mark.django_db(transaction=True)
def test_a_row_rewritten_with_a_fitting_hash_breaks_at_the_next_one() -> None:
    ada = person("ada")
    for number in range(3):
        audit.record(ada, "thing.changed", f"thing:{number}", "True reason.")
    second = AuditEntry.objects.get(number=2)
    second.reason = "better"

    tamper("UPDATE accounts_auditentry SET reason = 'better', hash = %s WHERE number = 2", second.computed_hash())

    with pytest.raises(CommandError, match="Row 3 does not follow"):
        prove()


@pytest.mark.django_db(transaction=True)
def test_an_end_cut_off_is_found_out_by_the_head_noted_before() -> None:
    ada = person("ada")
    for number in range(3):
        audit.record(ada, "thing.changed", f"thing:{number}")
    noted = prove().split()[-1]

    still_there = prove("--since", noted)
    tamper("DELETE FROM accounts_auditentry WHERE number = 3")

    assert "3 acts" in still_there
    assert "2 acts" in prove()
    with pytest.raises(CommandError, match="not in the chain"):
        prove("--since", noted)


@pytest.mark.django_db(transaction=True)
def test_many_writers_at_once_make_one_chain() -> None:
    ada = person("ada")
    start = threading.Barrier(8)

    def write(writer: int) -> None:
        start.wait()
        for number in range(5):
            audit.record(ada, "thing.changed", f"thing:{writer}.{number}")
        connection.close()

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert "40 acts" in prove()


def test_an_act_that_was_undone_leaves_no_gap(ada: User) -> None:
    audit.record(ada, "thing.changed", "thing:1")

    with transaction.atomic():
        audit.record(ada, "thing.changed", "thing:2")
        transaction.set_rollback(True)
    audit.record(ada, "thing.changed", "thing:3")

    assert [entry.number for entry in AuditEntry.objects.all()] == [1, 2]
    assert "2 acts" in prove()
