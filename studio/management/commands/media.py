"""`bin/media check [--mend]`: does the store hold what the house says it has?"""

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from foundation.storage import StorageDown
from studio import checkup, leftovers
from studio.models import Asset

A_LINE_EVERY = 200


class Command(BaseCommand):
    """Looks at every picture and film; says how far it is, what is wrong, and what it mended."""

    help = "Check every stored file by size and hash, every preview, and what nobody names."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["check"])
        parser.add_argument("--mend", action="store_true", help="make lost previews anew; delete what nobody names")

    def handle(self, *, mend: bool, **_: Any) -> None:
        """Ends with an error when something is left that a person must see to."""
        try:
            found = self._rows(mend=mend)
            loose = self._loose(mend=mend)
        except StorageDown as error:
            raise CommandError(
                f"The store is away ({error}). Nothing was judged; try again when it is back."
            ) from error
        left = found[checkup.MISSING] + found[checkup.CHANGED] + found[checkup.NO_PREVIEW]
        self.stdout.write(
            f"{found[checkup.MISSING]} missing, {found[checkup.CHANGED]} changed, {found[checkup.NO_PREVIEW]} previews "
            f"lost, {found[checkup.MENDED]} previews mended; {loose}."
        )
        if left:
            advice = "Bring missing and changed files back from a backup, under these keys"
            raise CommandError(advice + ("." if mend else "; --mend makes lost previews anew."))

    def _rows(self, *, mend: bool) -> Counter[str]:
        total, found = Asset.objects.count(), Counter[str]()
        for n, (asset, findings) in enumerate(checkup.check(mend=mend), 1):
            for finding in findings:
                found[finding.problem] += 1
                self.stdout.write(f"{finding.problem}: {finding.key} (asset {asset.public_id})")
            if n % A_LINE_EVERY == 0:
                self.stdout.write(f"{n} of {max(n, total)} looked at")
        self.stdout.write(f"{total} of {total} looked at")
        return found

    def _loose(self, *, mend: bool) -> str:
        gone = leftovers.sweep_orphans() if mend else 0
        return f"{leftovers.count_orphans()} objects that no row names" + (f", {gone} deleted" if mend else "")
