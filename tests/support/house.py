"""The private house of one test session: folder, ports, servers and environment. Sessions do not meet each other."""

import base64
import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from functools import cached_property
from pathlib import Path

from config.dev import places
from config.dev.postgres import ADMIN, RUNTIME, Postgres
from config.dev.valkey import Valkey
from tests.support import tables
from tests.support.emptying import Emptier
from tests.support.ports import reserve

ROOT = places.ROOT
PREFIX = "salon-test-"

# A tenth of what people get, so that a fault and its remedy fit into a second or two.
QUICK = {
    "AUTO_ASKS_SECONDS": "0",  # what the stand-in takes a question for is chance; the tests of asking switch it on
    "RELAY_SWEEP_SECONDS": "0.2",
    "RELAY_CHECKPOINT_SECONDS": "0.3",
    "RELAY_LEASE_SECONDS": "2",
    "STUDIO_SWEEP_SECONDS": "0.2",
    "WORKER_DEAF_SECONDS": "4",
    "STUDIO_POLL_SECONDS": "0.2",
    "STUDIO_LEASE_SECONDS": "3",
    "STUDIO_POLL_PATIENCE_SECONDS": "2",
    "STUDIO_RING_AGAIN_SECONDS": "1",
    "STUDIO_RETRY_SECONDS": "0.1",
    "STUDIO_PICTURES_PER_SECOND": "0",  # the tests of the line switch them on
    "STUDIO_VIDEOS_PER_SECOND": "0",
    "SOCKET_LOOK_SECONDS": "0.5",
    "SOCKET_SLOW_SECONDS": "3",
    "DRAIN_SECONDS": "5",
    "XAI_CONNECT_SECONDS": "2",
    "XAI_RETRY_SECONDS": "0.1",
}


class House:
    """Made before Django reads its settings; what is slow starts when first asked for."""

    def __init__(self) -> None:
        _sweep_dead_sessions()
        self.folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=_short_base()))
        self.folder.chmod(0o755)
        self.var = self.folder / "var"
        (self.var / "static").mkdir(parents=True)  # WhiteNoise warns when it is missing
        self.web_ports = (reserve(), reserve(), reserve())  # of one test's house, its second, and one that stands
        self.simulator_port = reserve()

    @cached_property
    def places(self) -> places.Places:
        """Where this run's servers live."""
        return places.for_tests(self.folder)

    @cached_property
    def postgres(self) -> Postgres:
        """This run's PostgreSQL, not started by being named."""
        return Postgres(self.places, durable=False)

    @cached_property
    def valkey(self) -> Valkey:
        """This run's Valkey, not started by being named."""
        return Valkey(self.places)

    @cached_property
    def emptier(self) -> Emptier:
        """Empties the tables of this run's database."""
        return Emptier(self.postgres)

    def environment(self) -> dict[str, str]:
        """All that the settings read; the real processes get the same."""
        return {
            "DATABASE_URL": self.postgres.url(RUNTIME),
            "DATABASE_ADMIN_URL": self.postgres.url(ADMIN),
            "REDIS_URL": self.valkey.url(),
            "SECRET_KEY": "a secret of this test session, and of no other",
            "FIELD_KEYS": base64.urlsafe_b64encode(bytes(range(32))).decode(),
            "VAR_DIR": str(self.var),
            "PUBLIC_ORIGINS": ",".join(f"http://127.0.0.1:{port}" for port in self.web_ports),
            "ALLOWED_HOSTS": "127.0.0.1,localhost,testserver",
            "XAI_BASE_URL": f"http://127.0.0.1:{self.simulator_port}/v1",
            "XAI_API_KEY": "xai-test-key",
            "XAI_MEDIA_HOSTS": f"http://127.0.0.1:{self.simulator_port},http://localhost:{self.simulator_port}",
            "WEAK_PASSWORD_HASHES": "1",
            "STATIC_FROM_SOURCE": "1",
            "DATABASE_POOL_SIZE": "0",
            "LOG_FORMAT": "readable",
            **QUICK,
        }

    def make_tables(self) -> None:
        """A database as the admin role migrates it, from an earlier session's copy if nothing has changed since."""
        wanted = tables.fingerprint()
        if not tables.restore(self.postgres, wanted):
            with tables.made_by_one():
                if not tables.restore(self.postgres, wanted):  # nobody made them while we waited
                    self.postgres.start()
                    self.postgres.make_database()
                    self._migrate()
                    tables.keep(self.postgres, wanted)
        self.postgres.start()

    def _migrate(self) -> None:
        migrated = subprocess.run(
            [sys.executable, "manage.py", "migrate", "--skip-checks", "--verbosity", "0"],
            cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=False,
        )  # fmt: skip
        if migrated.returncode:
            raise RuntimeError(f"manage.py migrate failed:\n{migrated.stdout}{migrated.stderr}")

    def close(self) -> None:
        """Stop what runs and leave nothing behind."""
        if "places" in self.__dict__:
            self.valkey.stop(hurry=True)
            self.postgres.stop(hurry=True)
        shutil.rmtree(self.folder, ignore_errors=True)


def _short_base() -> str | None:
    """A socket's path may have about 100 characters: not below a long TMPDIR."""
    return "/tmp" if os.access("/tmp", os.W_OK) else None


def _sweep_dead_sessions() -> None:
    """What a killed session left: its servers died with it, its folder did not."""
    for folder in Path(_short_base() or tempfile.gettempdir()).glob(f"{PREFIX}*"):
        found = re.match(rf"{PREFIX}(\d+)-", folder.name)
        if found and folder.stat().st_uid == os.geteuid() and not _alive(int(found[1])):
            shutil.rmtree(folder, ignore_errors=True)


def _alive(pid: int) -> bool:
    with contextlib.suppress(PermissionError):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
    return True


house = House()
