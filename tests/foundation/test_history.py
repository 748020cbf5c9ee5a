"""The database role of the application cannot change tables, and cannot change history."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.utils import ProgrammingError

from foundation.append_only import AppendOnly, ChangedHistory
from moderation.models import PolicyVersion

HISTORY = sorted(model._meta.db_table for model in apps.get_models() if issubclass(model, AppendOnly))


def test_audit_ledger_and_moves_are_history() -> None:
    assert {"accounts_auditentry", "usage_charge", "studio_jobmove"} <= set(HISTORY)


@pytest.mark.parametrize("table", HISTORY)
@pytest.mark.parametrize("change", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_history_cannot_be_changed_by_the_application(transactional_db: None, table: str, change: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(change.format(table))


@pytest.mark.parametrize(
    "change", ["CREATE TABLE own (id int)", "DROP TABLE accounts_user", "ALTER TABLE accounts_user ADD x int"]
)
def test_tables_cannot_be_changed_by_the_application(transactional_db: None, change: str) -> None:
    with pytest.raises(ProgrammingError), connection.cursor() as cursor:
        cursor.execute(change)


def test_code_that_tries_is_told_before_the_database_is(db: None) -> None:
    row = PolicyVersion.objects.create(version="v1", files={})

    with pytest.raises(ChangedHistory):
        row.save()
    with pytest.raises(ChangedHistory):
        row.delete()
