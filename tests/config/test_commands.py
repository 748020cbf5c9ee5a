"""bin/dev, bin/test, bin/lint: each explains itself, installs only what is missing, and refuses what would not work."""

import importlib.util
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

from config.dev.places import ROOT


def loaded(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A script below bin/ as a module."""
    monkeypatch.syspath_prepend(str(ROOT / "bin"))
    loader = SourceFileLoader(f"bin_{name.removesuffix('.py')}", str(ROOT / "bin" / name))
    spec = importlib.util.spec_from_loader(loader.name, loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """The shared installing code, its stamps in a folder of the test's own."""
    module = loaded("_install.py", monkeypatch)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VAR", tmp_path / "var")
    return module


@pytest.mark.parametrize(
    "command",
    ["bin/dev", "bin/test", "bin/lint", "bin/lock", "bin/media", "bin/audit", ".ci/run", "deploy/make-secrets"],
)
def test_every_command_explains_itself(command: str, tmp_path: Path) -> None:
    said = subprocess.run(
        [ROOT / command, "--help"], cwd=tmp_path, capture_output=True, text=True, timeout=20, check=True
    )

    assert len(said.stdout.split()) > 5


@pytest.mark.parametrize(
    ("version", "taken"),
    [
        ("v20.18.3", False),
        ("v20.19.0", True),
        ("v21.7.3", False),
        ("v22.11.0", False),
        ("v22.12.0", True),
        ("v23.11.0", False),
        ("v24.0.0", True),
        ("v18.20.0", False),
        ("nonsense", False),
    ],
)
def test_only_a_node_that_can_build_is_taken(install: ModuleType, tmp_path: Path, version: str, taken: bool) -> None:
    node = tmp_path / "node"
    node.write_text(f"#!/bin/sh\necho {version}\n")
    node.chmod(0o755)

    assert install._new_enough(str(node)) is taken


def test_a_step_is_repeated_only_when_what_it_was_made_from_has_changed(install: ModuleType, tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    lock.write_text("a==1")
    install.stamp("step", install.fingerprint(lock))
    assert install.stamped("step", install.fingerprint(lock))

    lock.write_text("a==2")

    assert not install.stamped("step", install.fingerprint(lock))


def test_a_new_file_in_a_source_folder_counts_as_a_change(install: ModuleType, tmp_path: Path) -> None:
    sources = tmp_path / "frontend"
    sources.mkdir()
    (sources / "main.ts").write_text("export {}")
    before = install.fingerprint(sources)

    (sources / "more.ts").write_text("export {}")

    assert install.fingerprint(sources) != before


def test_a_step_that_fails_shows_why_and_ends_with_a_sentence(
    install: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="Installing things failed: the lines above say why"):
        install.run(sys.executable, "-c", "print('no route to host'); raise SystemExit(1)", what="Installing things")

    assert "no route to host" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "yes"),
    [([], False), (["-x", "-k", "stop"], False), (["tests/config"], True), (["tests/config/x.py::test"], False)],
)
def test_only_a_path_leaves_the_typescript_tests_out(
    monkeypatch: pytest.MonkeyPatch, words: list[str], yes: bool
) -> None:
    monkeypatch.chdir(ROOT)

    assert loaded("test", monkeypatch).names_a_path(words) is yes


def test_lock_files_name_no_host(monkeypatch: pytest.MonkeyPatch) -> None:
    assert loaded("lint", monkeypatch).hosts_in_locks() == []


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://packages.example/simple",
        "--extra-index-url https://packages.example/simple",
        "-i https://packages.example/simple",
        "--find-links /srv/wheels",
        "--trusted-host packages.example",
        "django @ https://packages.example/django.whl",
        '      "resolved": "https://packages.example/vite.tgz",',
    ],
)
def test_a_host_in_a_lock_file_is_found(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    lint = loaded("lint", monkeypatch)

    assert lint.FETCHED_FROM.search(f"first line\n{line}\nlast line")


def test_what_npm_writes_about_funding_is_no_host_it_fetched_from(monkeypatch: pytest.MonkeyPatch) -> None:
    lint = loaded("lint", monkeypatch)

    assert not lint.FETCHED_FROM.search('      "funding": {\n        "url": "https://opencollective.com/vite"\n      }')
