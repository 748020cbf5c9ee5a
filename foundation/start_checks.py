"""What each process of the house looks at before it begins: web, relay, workers and beat alike."""

import sys

from django.core.checks import run_checks
from django.db import connections

EX_CONFIG = 78  # of sysexits.h: starting again will not help
OURS = "salon"  # the tag of every check of our rooms


def refuse_if_dangerous() -> None:
    """Run all checks of ours, those that ask servers too; a failed one ends the process with its sentence.

    Django's own are for whoever writes code. They load every page, for which only web processes have a use.
    """
    found = run_checks(tags=[OURS], include_deployment_checks=True)
    _let_go()
    for message in found:
        print(message, file=sys.stderr, flush=True)  # noqa: T201
    if any(message.is_serious() for message in found):
        sys.exit(EX_CONFIG)


def _let_go() -> None:
    """A worker's children are forks: they must not find a connection, or a pool without its threads."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()
