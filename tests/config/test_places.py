"""Where the embedded servers live: below var/, or where an unprivileged user can reach them."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.dev import places, programs
from config.dev.postgres import Postgres
from config.dev.valkey import Valkey

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives its servers to somebody else")


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder like a checkout, open to all; what was kept elsewhere for it is removed too."""
    folder = Path(tempfile.mkdtemp(prefix="salon-home-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)
    if os.geteuid() == 0:
        shutil.rmtree(places.fallback(folder), ignore_errors=True)
    for sockets in Path("/tmp").glob(f"{places.fallback(folder).name}-*"):
        shutil.rmtree(sockets)


def test_data_is_below_var_where_the_servers_can_reach_it(home: Path) -> None:
    found = places.for_house(home / "var")

    assert found.data == home / "var" / "servers"


@only_root
def test_data_goes_to_var_lib_when_nobody_cannot_reach_the_checkout(home: Path) -> None:
    home.chmod(0o700)

    found = places.for_house(home / "var")

    assert found.data == places.fallback(home)
    assert (home / "var" / "servers-are-in").read_text().strip() == str(found.data)


@only_root
def test_servers_run_from_copies_when_nobody_cannot_reach_the_wheels(home: Path) -> None:
    home.chmod(0o700)
    found = places.for_house(home / "var")
    copies = places.fallback(home)
    moved = places.Places(
        programs.copied_postgres(copies),
        programs.copied_valkey(copies),
        found.data,
        found.sockets,
        found.account,
    )
    postgres, valkey = Postgres(moved), Valkey(moved)

    try:
        postgres.start()
        valkey.start()

        assert postgres.answers()
        assert valkey.answers()
        assert str(Path(f"/proc/{postgres.pid()}/exe").resolve()).startswith(str(copies))
        assert str(Path(f"/proc/{valkey.pid()}/exe").resolve()).startswith(str(copies))
    finally:
        valkey.stop()
        postgres.stop()


@only_root
def test_a_new_checkout_at_an_old_path_does_not_meet_the_old_data(home: Path) -> None:
    home.chmod(0o700)
    first = places.for_house(home / "var")
    (first.data / "postgres").mkdir()
    (first.data / "postgres" / "PG_VERSION").write_text("18")

    again = places.for_house(home / "var")
    assert (again.data / "postgres").exists()
    shutil.rmtree(home / "var")
    anew = places.for_house(home / "var")

    assert not (anew.data / "postgres").exists()
    assert list(anew.data.glob("postgres.before-*/PG_VERSION"))
