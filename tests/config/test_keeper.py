"""A kept process is started again when it dies, speaks under its own name, and leaves nothing when it is stopped."""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.dev import keeper
from config.dev.keeper import Keeper


@pytest.fixture
def keep(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Keeper]]:
    """Starts a keeper for a bit of Python; everything ends with the test."""
    monkeypatch.setattr(keeper, "FIRST_REST", 0.05)
    started: list[Keeper] = []

    def start(code: str) -> Keeper:
        one = Keeper("thing", [sys.executable, "-u", "-c", code], {"PATH": "/usr/bin:/bin"})
        started.append(one)
        one.start()
        return one

    yield start
    for one in started:
        one.kill()


def until(is_so: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.02)


def numbers(path: Path) -> list[int]:
    return [int(line) for line in path.read_text().split()] if path.exists() else []


def test_a_process_that_dies_is_started_again(
    keep: Callable[[str], Keeper], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "pids"
    keep(f"import os; open({str(log)!r}, 'a').write(f'{{os.getpid()}}\\n'); os._exit(3)")

    until(lambda: len(numbers(log)) >= 3)

    assert len(set(numbers(log))) == len(numbers(log))
    assert "thing    | ended (exit code 3); starting it again in 0.05 s" in capfd.readouterr().out


def test_rests_grow_between_deaths(keep: Callable[[str], Keeper], capfd: pytest.CaptureFixture[str]) -> None:
    keep("import os; os._exit(1)")
    said: list[str] = []

    def thrice() -> bool:
        said.append(capfd.readouterr().out)
        return "".join(said).count("starting it again") >= 3

    until(thrice)

    assert [word.split(" s")[0] for word in "".join(said).split(" again in ")[1:4]] == ["0.05", "0.1", "0.2"]


def test_lines_carry_the_name_of_who_said_them(
    keep: Callable[[str], Keeper], capfd: pytest.CaptureFixture[str]
) -> None:
    keep("import time; print('grüezi'); time.sleep(60)")
    said: list[str] = []

    until(lambda: said.append(capfd.readouterr().out) or "grüezi" in "".join(said))  # type: ignore[func-returns-value]

    assert "thing    | grüezi\n" in "".join(said)


def test_a_stopped_process_may_finish_and_is_not_started_again(keep: Callable[[str], Keeper], tmp_path: Path) -> None:
    log = tmp_path / "said"
    begun = tmp_path / "begun"
    one = keep(
        "import signal, time, sys\n"
        f"def end(*_): open({str(log)!r}, 'a').write('1\\n'); sys.exit(0)\n"
        f"signal.signal(signal.SIGTERM, end); open({str(begun)!r}, 'w').close(); time.sleep(60)"
    )
    until(begun.exists)

    one.ask_to_stop()

    assert one.wait(5)
    assert numbers(log) == [1]


def test_what_a_process_started_ends_with_it(keep: Callable[[str], Keeper], tmp_path: Path) -> None:
    log = tmp_path / "pids"
    keep(
        "import os, subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(log)!r}, 'a').write(f'{{child.pid}}\\n'); os._exit(1)"
    )
    until(lambda: len(numbers(log)) >= 2)

    first = numbers(log)[0]

    until(lambda: not Path(f"/proc/{first}").exists())
