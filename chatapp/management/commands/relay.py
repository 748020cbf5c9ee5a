"""`manage.py relay`: the process that streams turns."""

import asyncio
import signal
from typing import Any

import uvloop
from django.core.management.base import BaseCommand
from django.db import connections

import xai
from chatapp.engines import snapshot
from chatapp.relay.run import Relay
from foundation import starting
from foundation.start_checks import refuse_if_dangerous


class Command(BaseCommand):
    """Claim turns and stream them until SIGTERM; then finish, hand back, leave."""

    help = "Stream replies from the provider into their logs. Several may run at once."
    requires_system_checks: list[str] = []  # it looks at what concerns a process by itself, as the others do

    def handle(self, *args: Any, **options: Any) -> None:
        # Its few threads keep their connections; a pool in between would only wait before it tries a lost one again.
        connections.settings["default"]["OPTIONS"].pop("pool", None)
        refuse_if_dangerous()
        snapshot.watch()
        xai.load()
        starting.done()
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_relay())


async def _relay() -> None:
    relay = Relay()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, relay.leave)
    await relay.run()
