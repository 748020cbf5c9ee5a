"""`migrate`, and then the runtime role's rights on whatever is new."""

from typing import Any

import dj_database_url
from django.conf import settings
from django.core.management.commands import migrate
from django.db import connections

from foundation import grants


class Command(migrate.Command):
    """Migrate by the admin role, then grant the runtime role what it may do."""

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if not settings.DATABASE_RUNTIME_URL:
            return
        role = dj_database_url.parse(settings.DATABASE_RUNTIME_URL)["USER"]
        connection = connections[options["database"]]
        if role and role != connection.settings_dict["USER"]:
            grants.apply(connection, role)
