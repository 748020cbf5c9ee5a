"""`manage.py export_test_material`: overturned decisions as tables of cases for tests/tables/policy."""

from typing import Any

from django.core.management.base import BaseCommand

from moderation import test_material


class Command(BaseCommand):
    """Prints TOML; changes nothing."""

    help = "Print what was decided otherwise on appeals as tables of cases for the policy, without personal data."

    def handle(self, **_: Any) -> None:
        tables = list(test_material.tables())
        self.stdout.write("\n".join(tables) if tables else "# Nothing was decided otherwise on an appeal yet.")
