"""bin/dev from its last step on: the whole house from nothing, in a var/ of its own, and gone without a trace."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.dev.beside import NOT_THERE
from config.dev.places import ROOT, fallback
from tests.support.ports import reserve
from tests.support.simulator import Simulator


class Dev:
    """One run of `python -m config.dev`."""

    def __init__(self, var: Path, port: int, **changes: str) -> None:
        self.port = port
        self.log = var.parent / "dev.log"
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        with self.log.open("ab") as output:
            self.child = subprocess.Popen(
                [sys.executable, "-m", "config.dev", "--port", str(port)],
                cwd=ROOT,
                env={**kept, "VAR_DIR": str(var), **changes},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def said(self) -> str:
        return self.log.read_text()

    def until_said(self, words: str, seconds: float = 180) -> str:
        deadline = time.monotonic() + seconds
        while words not in self.said():
            assert self.child.poll() is None, self.said()[-4000:]
            assert time.monotonic() < deadline, self.said()[-4000:]
            time.sleep(0.1)
        return self.said()


@pytest.fixture
def var() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="salon-dev-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / "var"
        for pid in living(Path(folder) / "var"):  # only after a failure: nothing of it may disturb the next test
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    for sockets in Path("/tmp").glob(f"{fallback(Path(folder)).name}-*"):  # a killed supervisor leaves the empty folder
        shutil.rmtree(sockets)


@pytest.fixture
def dev(var: Path) -> Iterator[Dev]:
    run = Dev(var, reserve())
    yield run
    if run.child.poll() is None:
        run.child.send_signal(signal.SIGTERM)
        run.child.wait(40)


def living(var: Path) -> dict[int, str]:
    """Every process that still has this var/ in its command line or environment."""
    found = {}
    for entry in Path("/proc").iterdir():
        try:
            words = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
        except OSError:
            continue
        if entry.name.isdigit() and str(var).encode() in words:
            found[int(entry.name)] = words.replace(b"\0", b" ").decode()[:200]
    return found


def until_none_lives(var: Path, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while left := living(var):
        assert time.monotonic() < deadline, left
        time.sleep(0.1)


def test_the_house_comes_up_once_from_nothing_says_who_to_sign_in_as_and_leaves_nothing(dev: Dev, var: Path) -> None:
    dev.until_said("Bringing the database up to date")
    refuses_a_second_start(dev, var)
    said = dev.until_said(f"Salon is ready at http://127.0.0.1:{dev.port}\n")
    with urllib.request.urlopen(f"http://127.0.0.1:{dev.port}/readyz") as answer:
        parts = answer.read().decode()
    said = dev.until_said("administrator")
    audited = beside(var, "check_audit")

    dev.child.send_signal(signal.SIGINT)

    assert dev.child.wait(40) == 0
    assert living(var) == {}
    assert audited.stdout.startswith("The chain holds: "), audited.stderr
    assert beside(var, "check_audit").stderr == f"{NOT_THERE}\n"
    assert said.count("Salon is ready at") == 1
    assert '"part": "database", "up": true' in parts
    assert len(re.findall(r"(creator|reviewer|administrator) +\S+@\S+ +\S{10,}", said)) == 3
    assert str(var / "servers" / "postgres") in said


def beside(var: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command as somebody types it who has set nothing."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT, env={**kept, "VAR_DIR": str(var)}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_a_command_where_no_house_ever_was_ends_with_a_sentence(tmp_path: Path) -> None:
    ended = beside(tmp_path, "check_audit")

    assert ended.returncode == 1
    assert ended.stderr.startswith("SECRET_KEY is not set. ")
    assert ended.stderr.count("\n") == 1


def refuses_a_second_start(dev: Dev, var: Path) -> None:
    """In the same folder, in one clear sentence."""
    second = Dev(var, reserve())
    second.log = dev.log

    assert second.child.wait(20) == 1
    assert f"Salon already runs from this folder (process {dev.child.pid}). Stop it first.\n" in dev.said()


def test_with_an_address_of_a_provider_there_is_no_stand_in_and_the_first_administrator_gets_a_link(
    var: Path, simulator: Simulator
) -> None:
    run = Dev(var, reserve(), XAI_BASE_URL=simulator.base_url)
    try:
        run.until_said("Salon is ready at")
        said = run.until_said("Become the administrator here")
    finally:
        run.child.send_signal(signal.SIGTERM)
        run.child.wait(40)

    assert f"http://127.0.0.1:{run.port}/" in said.split("Become the administrator here")[1]
    assert "This is a demo" not in said
    assert "xai      |" not in said
    assert not (var / "demo-people.json").exists()


def test_a_killed_process_and_a_killed_database_come_back_and_nothing_is_left_of_a_killed_supervisor(
    dev: Dev, var: Path
) -> None:
    dev.until_said("Salon is ready at")
    postmaster = int((var / "servers" / "postgres" / "postmaster.pid").read_text().split("\n")[0])
    relay = next(int(p.name) for p in Path("/proc").iterdir() if p.name.isdigit() and _is(p, b"manage.py\0relay", var))

    os.kill(postmaster, signal.SIGKILL)
    os.kill(relay, signal.SIGKILL)

    dev.until_said("relay    | ended (SIGKILL); starting it again", 10)
    dev.until_said("postgres | died; starting it again", 10)
    _until_ready(dev)

    dev.child.kill()
    dev.child.wait(5)

    until_none_lives(var)


def _is(process: Path, words: bytes, var: Path) -> bool:
    try:
        return words in (process / "cmdline").read_bytes() and str(var).encode() in (process / "environ").read_bytes()
    except OSError:
        return False


def _until_ready(dev: Dev) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{dev.port}/readyz", timeout=5) as answer:
                if b'"database", "up": true' in answer.read():
                    return
        except OSError:
            assert time.monotonic() < deadline, dev.said()[-3000:]
        time.sleep(0.2)


def test_one_command_can_be_run_in_the_house_alone(var: Path) -> None:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    command = [sys.executable, "manage.py", "migrate", "--plan"]

    said = subprocess.run(
        [sys.executable, "-m", "config.dev", "run", *command],
        cwd=ROOT, env={**kept, "VAR_DIR": str(var)}, capture_output=True, text=True, timeout=90, check=False,
    )  # fmt: skip

    assert said.returncode == 0, said.stderr
    assert "accounts.0001" in said.stdout  # still to be done: it reached an empty database
    assert living(var) == {}


def test_a_port_in_use_is_one_clear_sentence(var: Path) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run = Dev(var, port)

        assert run.child.wait(20) == 1

    assert run.said() == f"Port {port} is in use. Stop what uses it, or choose another: bin/dev --port {port + 1}.\n"
    assert living(var) == {}
