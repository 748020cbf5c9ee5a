"""The embedded PostgreSQL 18."""

import shutil
import signal
import subprocess
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from config.dev.folders import private_folder
from config.dev.places import Places
from config.dev.server import Server, ServerFailed

ADMIN, RUNTIME = "salon_admin", "salon"  # who migrates and owns, and who works without DDL
DATABASE = "salon"
PORT = 5432  # only part of the socket's name: nothing listens on the network

# The builtin C.UTF-8 folds case and splits words beyond ASCII; production is made with the same one.
INITDB = [
    "--username=postgres", "--auth=trust", "--encoding=UTF8",
    "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
]  # fmt: skip
# Not synchronous_commit=off: it would lose acknowledged commits to kill -9, which is what tests look at.
PASSING = ["fsync=off", "full_page_writes=off", "max_wal_size=1GB"]


class Postgres(Server):
    """Reached by a socket in a folder that only its owner may enter, hence without passwords."""

    name = "postgres"
    comms = ("postgres",)
    stop_signals = ((signal.SIGTERM, 2.0), (signal.SIGINT, 20.0))  # wait for clients; then cut them off
    hurried_signal = signal.SIGQUIT
    at_our_death = signal.SIGINT

    def __init__(self, places: Places, *, durable: bool = True) -> None:
        """`durable=False` for tests: kill -9 still loses nothing, a power cut would."""
        super().__init__(places)
        self.durable = durable

    def url(self, role: str = RUNTIME, database: str = DATABASE) -> str:
        """The address as Django's settings take it."""
        return f"postgres://{role}@{quote(str(self.places.sockets), safe='')}:{PORT}/{database}"

    def connect(self, role: str = "postgres", database: str = "postgres") -> psycopg.Connection:
        """A connection of our own, in autocommit."""
        return psycopg.connect(
            host=str(self.places.sockets), port=PORT, user=role, dbname=database, autocommit=True, connect_timeout=5
        )

    def answers(self) -> bool:
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def pid_file(self) -> Path:
        return self.folder / "postmaster.pid"

    def command(self) -> list[str | Path]:
        options = [] if self.durable else [word for option in PASSING for word in ("-c", option)]
        return [
            self.places.postgres / "bin" / "postgres", "-D", self.folder, "-k", self.places.sockets,
            "-p", str(PORT), "-c", "listen_addresses=", "-c", "max_connections=200", *options,
        ]  # fmt: skip

    def prepare(self) -> None:
        """A cluster appears under its name only when it is whole."""
        if self.folder.exists():
            return self._forget_dead_pid()
        half = self.folder.with_name("postgres.half")
        shutil.rmtree(half, ignore_errors=True)
        private_folder(half, self.places.account)
        self._initdb(half)
        half.rename(self.folder)
        return None

    def _initdb(self, folder: Path) -> None:
        account = self.places.account
        made = subprocess.run(
            [self.places.postgres / "bin" / "initdb", "-D", folder, *INITDB, *([] if self.durable else ["--no-sync"])],
            capture_output=True, text=True, check=False, cwd="/", env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )  # fmt: skip
        if made.returncode:
            raise ServerFailed(f"initdb failed:\n{made.stderr.strip()}")

    def _forget_dead_pid(self) -> None:
        """PostgreSQL refuses to start while the number in its file is alive, even if it is another program's by now."""
        if self.pid() is None:
            self.pid_file().unlink(missing_ok=True)

    def make_home(self) -> None:
        self.make_database()

    def make_database(self, database: str = DATABASE) -> None:
        """The two roles and a database owned by the migrating one; what exists is left alone."""
        with self.connect() as connection:
            for role in (ADMIN, RUNTIME):
                if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                    connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
                named = sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(database), sql.Identifier(ADMIN))
                connection.execute(named)
