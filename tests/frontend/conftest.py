"""The stylebook as a real process: the product's templates and policy in a real browser, without the rest of the house."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the stylebook, built from the sources as they are now."""
    folder = tmp_path_factory.mktemp("stylebook")
    command = [sys.executable, "-m", "frontend.stylebook", "--port", "0", "--folder", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().rpartition(" ")[2].strip()
        assert address.startswith("http"), "the stylebook did not start"
        yield address
        process.terminate()
