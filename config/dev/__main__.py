"""`python -m config.dev --port N`: what bin/dev becomes once everything is installed.

`python -m config.dev run COMMAND…` runs one command in the same surroundings: its servers are found, or started for it.
"""

import argparse
import os
import subprocess
import sys

from config.dev import beside, lock, ports
from config.dev.environment import VAR, surroundings
from config.dev.folders import Unsafe, open_folder
from config.dev.keeper import say
from config.dev.places import ROOT
from config.dev.programs import NoProgram
from config.dev.server import ServerFailed
from config.dev.supervisor import Failed, Supervisor


def main() -> int:
    """The exit code for the shell; every failure we know of is one sentence."""
    parser = argparse.ArgumentParser(prog="python -m config.dev", description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("word", nargs="?", choices=["run"])
    parser.add_argument("command", nargs=argparse.REMAINDER)
    asked = parser.parse_args()
    try:
        return run(asked.command, asked.port) if asked.word else dev(asked.port)
    except (Failed, NoProgram, ServerFailed, Unsafe) as error:
        print(error, file=sys.stderr)
        return 1


def dev(port: int) -> int:
    """Run the house until told to stop."""
    open_folder(VAR)
    if lock.hold(VAR / "dev.lock") is None:
        return _refuse(
            f"Salon already runs from this folder (process {(VAR / 'dev.lock').read_text()}). Stop it first."
        )
    if not ports.is_free(port):
        return _refuse(f"Port {port} is in use. Stop what uses it, or choose another: bin/dev --port {port + 1}.")
    around = surroundings(port)
    beside.keep(VAR, around.made)
    places = around.places
    if places and places.account:
        say(f"You are root: PostgreSQL and Valkey run as {places.account.name}.")
        say(f"Their programs are {places.postgres} and {places.valkey}, their data is in {places.data}.")
    Supervisor(around, port).run()
    return 0


def run(command: list[str], port: int) -> int:
    """Run one command beside bin/dev, or alone."""
    around = surroundings(port)
    started = [server for server in around.servers if server.start()]
    try:
        for server in started:
            server.make_home()
        return subprocess.run(command, cwd=ROOT, env=around.environment, check=False).returncode
    finally:
        for server in reversed(started):
            server.stop()


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    os.umask(0o077)  # what is made at run time is ours alone, unless a place says otherwise
    sys.exit(main())
