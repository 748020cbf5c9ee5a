"""`manage.py block_hashes FILE --clause minors.1 --origin "…"`: put a list of hashes of known files in force, or lift it."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from moderation import known_hashes, policies
from moderation.models.known_hash import HashKind


class Command(BaseCommand):
    """Reads one hash a line; what follows a # is for readers. All of them, or none when one cannot be read."""

    help = "Block files by their hashes (SHA-256, or PDQ with --kind pdq), or lift that again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="one hash a line; - reads from standard input")
        parser.add_argument("--kind", choices=HashKind.values, default=HashKind.SHA256)
        parser.add_argument("--clause", required=True, help="the clause of the policy that these files break")
        parser.add_argument("--origin", required=True, help="whose list it is, for whoever reads a case")
        parser.add_argument("--lift", action="store_true", help="take them off the list again")

    def handle(self, *, file: str, kind: str, clause: str, origin: str, lift: bool, **_: Any) -> None:
        if policies.current().clause(clause) is None:
            raise CommandError(f"The policy has no clause {clause}. Nothing was changed.")
        try:
            text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
            values = [plain for line in text.splitlines() if (plain := line.partition("#")[0].strip())]
            if lift:
                self.stdout.write(f"{known_hashes.lift(kind, values)} of {len(values)} hashes lifted.")
            else:
                new = known_hashes.block(kind, values, clause=clause, origin=origin)
                self.stdout.write(f"{new} of {len(values)} hashes are new and in force now.")
        except (OSError, UnicodeDecodeError, ValueError) as error:
            raise CommandError(f"This list cannot be read: {error}. Nothing was changed.") from error
