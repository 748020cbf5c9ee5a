"""Embedded PostgreSQL and Valkey: found again, started once, back with their data, gone when stopped."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psycopg
import pytest
import redis

from config.dev.places import ROOT, Places
from config.dev.postgres import ADMIN, RUNTIME, Postgres
from config.dev.server import Server
from config.dev.valkey import Valkey


@pytest.fixture(params=["postgres", "valkey"])
def server(request: pytest.FixtureRequest) -> Server:
    found: Server = request.getfixturevalue(f"own_{request.param}")
    return found


def again(server: Server) -> Server:
    """The same server as another process would see it."""
    return type(server)(server.places)


def gone(pid: int, seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while Path(f"/proc/{pid}").exists():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def test_a_running_server_is_found_again_and_not_started_twice(server: Server) -> None:
    assert server.start() is True

    other = again(server)

    assert other.start() is False
    assert other.pid() == server.pid() is not None


def test_two_starts_at_once_make_one_server(server: Server) -> None:
    code = textwrap.dedent(f"""
        import sys
        from pathlib import Path
        from config.dev.places import Places
        from config.dev.accounts import Account
        from {type(server).__module__} import {type(server).__name__}
        from pathlib import PosixPath
        server = {type(server).__name__}({server.places!r})
        print("started" if server.start() else "found", server.pid(), flush=True)
        sys.stdin.read()
    """)
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", code], cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for _ in range(4)
    ]

    said = [start.stdout.readline().split() for start in starts if start.stdout]
    for start in starts:
        start.communicate()

    assert sorted(word for word, _ in said) == ["found", "found", "found", "started"]
    assert len({pid for _, pid in said}) == 1


def test_a_killed_postgres_comes_back_with_its_data(own_postgres: Postgres) -> None:
    own_postgres.start()
    own_postgres.make_database()
    with own_postgres.connect(ADMIN, "salon") as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('durable')")

    own_postgres.kill9()
    assert not own_postgres.answers()
    own_postgres.start()

    with own_postgres.connect(ADMIN, "salon") as connection:
        assert connection.execute("SELECT word FROM kept").fetchone() == ("durable",)


def test_a_killed_valkey_comes_back_with_its_data(own_valkey: Valkey) -> None:
    own_valkey.start()
    with redis.Redis.from_url(own_valkey.url()) as client:
        client.set("word", "durable")

    own_valkey.kill9()
    assert not own_valkey.answers()
    own_valkey.start()

    with redis.Redis.from_url(own_valkey.url()) as client:
        assert client.get("word") == b"durable"


def test_a_stopped_server_leaves_no_process_and_no_socket(server: Server) -> None:
    server.start()
    pid = server.pid()
    assert pid is not None

    server.stop()

    assert gone(pid)
    assert not server.places.sockets.exists()


def test_stopping_postgres_does_not_wait_for_its_clients(own_postgres: Postgres) -> None:
    own_postgres.start()
    client = own_postgres.connect()
    begun = time.monotonic()

    own_postgres.stop()

    assert time.monotonic() - begun < 8
    assert own_postgres.pid() is None
    with pytest.raises(psycopg.OperationalError):
        client.execute("SELECT 1")


def test_a_server_ends_with_the_process_that_started_it_even_by_kill_9(server: Server) -> None:
    code = textwrap.dedent(f"""
        import os
        from config.dev.accounts import Account
        from config.dev.places import Places
        from pathlib import PosixPath
        from {type(server).__module__} import {type(server).__name__}
        server = {type(server).__name__}({server.places!r})
        server.start()
        print(server.pid(), flush=True)
        os.kill(os.getpid(), {int(signal.SIGKILL)})
    """)

    starter = subprocess.run([sys.executable, "-c", code], cwd=ROOT, text=True, capture_output=True, check=False)

    assert starter.returncode == -signal.SIGKILL
    assert gone(int(starter.stdout))


def test_a_number_reused_by_another_program_does_not_keep_a_server_from_starting(server: Server) -> None:
    server.start()
    server.kill9()
    with subprocess.Popen(["sleep", "60"]) as other:
        server.pid_file().write_text(f"{other.pid}\n")

        assert server.pid() is None
        assert server.start() is True
        assert other.poll() is None
        other.kill()


def test_half_a_cluster_from_an_interrupted_start_is_made_anew(own_postgres: Postgres) -> None:
    half = own_postgres.folder.with_name("postgres.half")
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")

    own_postgres.start()

    assert own_postgres.answers()
    assert not half.exists()


def test_the_working_role_may_not_change_tables(own_postgres: Postgres) -> None:
    own_postgres.start()
    own_postgres.make_database()

    with own_postgres.connect(RUNTIME, "salon") as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("CREATE TABLE forbidden (word text)")
    with own_postgres.connect(ADMIN, "salon") as connection:
        connection.execute("CREATE TABLE allowed (word text)")


def test_letters_beyond_ascii_fold_and_are_words(own_postgres: Postgres) -> None:
    own_postgres.start()
    own_postgres.make_database()

    with own_postgres.connect(RUNTIME, "salon") as connection:
        row = connection.execute("SELECT lower('ÄÖÉ'), to_tsvector('simple', 'Über Çedille')::text").fetchone()

    assert row == ("äöé", "'çedille':2 'über':1")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives its servers to somebody else")
def test_root_runs_its_servers_as_nobody(server: Server) -> None:
    server.start()

    assert Path(f"/proc/{server.pid()}").stat().st_uid == 65534
    assert server.folder.stat().st_uid == 65534


def test_socket_paths_stay_short_enough(own_places: Places) -> None:
    assert len(str(own_places.sockets / ".s.PGSQL.5432.lock")) < 100
