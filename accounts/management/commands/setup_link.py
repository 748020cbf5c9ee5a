"""`manage.py setup_link`: the first administrator's way in."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse

from accounts import administrators, links, set_up


class Command(BaseCommand):
    """Prints a link that works once, while there is no administrator. Earlier links stop working."""

    help = "Print a one-time, expiring link by which the first administrator comes in."

    def handle(self, *args: Any, **options: Any) -> None:
        if not administrators.missing():
            self.stderr.write("There is an administrator already: nobody needs a set-up link.")
            return
        link = links.absolute(reverse("set_up", args=[set_up.new_token()]))
        self.stdout.write(f"Become the administrator here, once, within {settings.SETUP_LINK_HOURS:g} hours: {link}")
