"""`manage.py check_audit [--since NUMBER:HASH]`: prove that no act was changed, taken out or cut off."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import audit


class Command(BaseCommand):
    """Walks the chain from its first row and prints its head, to be noted down outside of the database."""

    help = "Prove the audit chain. Prints its head; note it elsewhere and pass it as --since next time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--since", default="", help="a head noted earlier, NUMBER:HASH: it must still be in the chain"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            head = audit.check(_noted(options["since"]))
        except audit.BrokenChain as broken:
            raise CommandError(str(broken)) from broken
        self.stdout.write(f"The chain holds: {head.number} acts. Head {head}")


def _noted(text: str) -> audit.Head | None:
    if not text:
        return None
    number, _, digest = text.partition(":")
    if not number.isdigit() or len(digest) != 64:
        raise CommandError("--since wants NUMBER:HASH, as an earlier check printed it.")
    return audit.Head(int(number), digest)
