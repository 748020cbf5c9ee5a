"""`manage.py seed_demo`: a creator, a reviewer and an administrator to look around with."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts import demo


class Command(BaseCommand):
    """Safe to repeat. Refuses outside of the demo: known people in a real house would be a back door."""

    help = "Make the demo's people; their passwords are in VAR_DIR/demo-people.json."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Only the demo has demo people. Set DEMO=1, or use manage.py setup_link.")
        for person in demo.seed():
            self.stdout.write(f"{person['role']:<14} {person['email']:<20} {person['password']}")
