"""Prove the ledger from the command line."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from usage import ledger


class Command(BaseCommand):
    """Compare every sum of the ledger with its entries; exit code 1 when one differs."""

    help = "Proves that what is spent and held equals the charges and open holds. With --mend, brings differing sums to them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--mend", action="store_true", help="bring differing sums to what the entries say (audited)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        proof = ledger.prove()
        for difference in proof.differences:
            mended = options["mend"] and ledger.mend(difference)
            self.stdout.write(f"{'mended' if mended else 'differs'}: {difference}")
        if proof.differences and not options["mend"]:
            raise CommandError(f"{len(proof.differences)} sums differ. manage.py check_ledger --mend corrects them.")
        if not proof.differences:
            self.stdout.write(f"{proof.charges} charges and {proof.open_holds} open holds: every sum agrees.")
