#!/usr/bin/env python3
"""Django's door for commands. Migrations go by DATABASE_ADMIN_URL: the runtime role may not change tables."""

import os
import sys

ADMIN_COMMANDS = {"migrate", "sqlmigrate", "makemigrations", "grant"}


def main() -> None:
    """Run one command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    admin = os.environ.get("DATABASE_ADMIN_URL")
    if admin and len(sys.argv) > 1 and sys.argv[1] in ADMIN_COMMANDS:
        os.environ.setdefault("DATABASE_RUNTIME_URL", os.environ.get("DATABASE_URL", admin))
        os.environ["DATABASE_URL"] = admin
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
