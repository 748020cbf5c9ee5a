#!/usr/bin/env python3
"""Django's door for commands. Migrations go by DATABASE_ADMIN_URL: the runtime role may not change tables.

Typed beside bin/dev, without settings, a command takes those that bin/dev made.
"""

import os
import sys

from config.dev import beside
from config.env import MissingSetting

ADMIN_COMMANDS = {"migrate", "sqlmigrate", "makemigrations", "grant"}


def main() -> None:
    """Run one command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    is_beside = beside.lend()
    admin = os.environ.get("DATABASE_ADMIN_URL")
    if admin and len(sys.argv) > 1 and sys.argv[1] in ADMIN_COMMANDS:
        os.environ.setdefault("DATABASE_RUNTIME_URL", os.environ.get("DATABASE_URL", admin))
        os.environ["DATABASE_URL"] = admin
    from django.core.management import execute_from_command_line
    from django.db.utils import OperationalError

    try:
        execute_from_command_line(sys.argv)
    except MissingSetting as error:
        sys.exit(str(error))
    except OperationalError:
        if not is_beside:
            raise
        sys.exit(beside.NOT_THERE)


if __name__ == "__main__":
    main()
