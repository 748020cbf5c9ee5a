"""A real Chromium for the browser stories. `python -m tests.support.browsers` installs one where there is none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

# The same engine without a window's own pages: a story costs it half the work.
SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = [SHELL, "fonts-liberation", "fonts-noto-color-emoji"]
HINT = "no Chromium here: install chromium, name one by CHROMIUM, or run `.venv/bin/playwright install chromium`"

# The second keeps its memory out of a container's 64 MB /dev/shm; the rest keep it from talking to anybody but us.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--autoplay-policy=no-user-gesture-required",
]


def found() -> str | None:
    """The browser named by CHROMIUM, the system's, or Playwright's own."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    for name in NAMES:
        if program := shutil.which(name):
            return program
    return _playwrights_own()


def _playwrights_own() -> str | None:
    """Asked of a driver in a process of its own: it would leave an event loop behind in ours."""
    question = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as playwright: print(playwright.chromium.executable_path)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", question], capture_output=True, text=True, check=False
    ).stdout.strip()
    return answer if answer and Path(answer).exists() else None


def best() -> str:
    """The one that is found, or installed: also where only a full one is found and the small one may be had."""
    program = found()
    if program and (os.environ.get("CHROMIUM") or shutil.which(SHELL) or not _root_on_debian()):
        return program
    try:
        return install()
    except (subprocess.CalledProcessError, OSError):
        if program is None:
            raise
        return program


def may_install() -> bool:
    """Whether a missing browser is a failure rather than a reason to skip: in CI, and as root on Debian."""
    return bool(os.environ.get("CI")) or _root_on_debian()


def _root_on_debian() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install() -> str:
    """Install one with the system's packages where we may, else Playwright's own; returns its path."""
    if _root_on_debian():
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=False)
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES]
        subprocess.run(command, env=quiet, check=True, stdout=subprocess.DEVNULL)
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)
    program = found()
    if program is None:
        raise RuntimeError(HINT)
    return program


if __name__ == "__main__":
    print(best())  # noqa: T201
