"""What the processes read from their environment; whatever the caller has set already stays."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from config.dev import keys, ports
from config.dev.folders import open_folder
from config.dev.places import ROOT, Places, for_house
from config.dev.postgres import ADMIN, Postgres
from config.dev.server import Server
from config.dev.valkey import Valkey

VAR = Path(os.environ.get("VAR_DIR") or ROOT / "var").resolve()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The servers to start ourselves, the stand-in's port (None: the real provider), and the environment.

    `made` is what of it nobody had given.
    """

    servers: tuple[Server, ...]
    places: Places | None
    simulator_port: int | None
    environment: dict[str, str]
    made: dict[str, str]

    @property
    def simulator_folder(self) -> Path:
        """Where the stand-in keeps its jobs."""
        return VAR / "simulator"


def is_demo(given: Mapping[str, str]) -> bool:
    """With neither a key nor an address of a provider a stand-in answers."""
    return not any(given.get(name) for name in ("XAI_API_KEY", "XAI_API_KEY_FILE", "XAI_BASE_URL"))


def surroundings(port: int, given: Mapping[str, str] = os.environ) -> Surroundings:
    """Decide what is embedded; nothing is started yet."""
    open_folder(VAR)
    (VAR / "static").mkdir(exist_ok=True)  # WhiteNoise warns when it is missing
    needs_database, needs_redis = not given.get("DATABASE_URL"), not given.get("REDIS_URL")
    places = for_house(VAR) if needs_database or needs_redis else None
    servers: list[Server] = []
    defaults = {
        "VAR_DIR": str(VAR),
        "PUBLIC_ORIGINS": f"http://127.0.0.1:{port},http://localhost:{port}",
        "STATIC_FROM_SOURCE": "1",
        "LOG_FORMAT": "readable",
        "DRAIN_SECONDS": "3",
        "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
        **_secrets(given),
    }
    if places and needs_database:
        postgres = Postgres(places)
        servers.append(postgres)
        defaults |= {"DATABASE_URL": postgres.url(), "DATABASE_ADMIN_URL": postgres.url(ADMIN)}
    if places and needs_redis:
        valkey = Valkey(places)
        servers.append(valkey)
        defaults["REDIS_URL"] = valkey.url()
    simulator_port = ports.kept(VAR / "simulator" / "port") if is_demo(given) else None
    if simulator_port:
        defaults |= _demo(simulator_port)
    own = {name: value for name, value in given.items() if value}
    made = {name: value for name, value in defaults.items() if name not in own}
    return Surroundings(tuple(servers), places, simulator_port, made | own, made)


def _secrets(given: Mapping[str, str]) -> dict[str, str]:
    files = keys.kept(VAR / "secrets")
    return {name: path for name, path in files.items() if not given.get(name.removesuffix("_FILE"))}


def _demo(port: int) -> dict[str, str]:
    return {
        "DEMO": "1",
        "XAI_BASE_URL": f"http://127.0.0.1:{port}/v1",
        "XAI_API_KEY": "demo",
        "XAI_MEDIA_HOSTS": f"http://127.0.0.1:{port},http://localhost:{port}",
    }
