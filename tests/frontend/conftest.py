"""The stylebook as a real process: the product's templates and policy in a real browser, without the rest of the house."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.dev.lock import locked
from frontend.stylebook import site

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The product's files in `product`, the book's own in `book`, built from the sources as they are now.

    Tests that run side by side build them once: a few seconds of all processors.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "stylebook"
    with locked(folder.with_suffix(".lock")):
        whole = folder / "whole"
        if not whole.exists():
            site.build(folder)
            whole.touch()
    return folder


@pytest.fixture(scope="session")
def book(built: Path) -> Iterator[str]:
    """The address of the stylebook."""
    command = [sys.executable, "-m", "frontend.stylebook", "--port", "0", "--folder", str(built), "--built"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().rpartition(" ")[2].strip()
        assert address.startswith("http"), "the stylebook did not start"
        yield address
        process.terminate()
