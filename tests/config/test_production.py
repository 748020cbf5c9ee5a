"""The containers' description agrees with the house it describes."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from cryptography.fernet import Fernet
from django.conf import settings as ours

from config.celery import app
from config.dev.places import ROOT
from config.queues import QUEUES
from studio.pipeline import submitting
from studio.tasks import MEDIA_SECONDS

# Read by the entrypoint or by Python itself, not by the settings.
NOT_SETTINGS = {"DATABASE_URL_FILE", "DATABASE_ADMIN_URL_FILE", "TMPDIR"}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return found


def house(compose: dict[str, Any]) -> dict[str, Any]:
    return {name: service for name, service in compose["services"].items() if service.get("image") == "salon"}


def test_only_the_proxy_is_reached_from_outside(compose: dict[str, Any]) -> None:
    assert [name for name, service in compose["services"].items() if service.get("ports")] == ["proxy"]
    assert compose["networks"]["inside"] == {"internal": True}


def test_every_part_reads_the_settings_and_the_policy_of_its_house(compose: dict[str, Any]) -> None:
    for service in house(compose).values():
        assert service["env_file"] == [{"path": "deploy/house/settings.env", "required": False}]
        assert "./deploy/house:/etc/salon:ro" in service["volumes"]


def test_web_and_relay_run_twice_and_every_part_is_there(compose: dict[str, Any]) -> None:
    services = compose["services"]

    assert services["web"]["deploy"]["replicas"] == services["relay"]["deploy"]["replicas"] == 2
    assert set(house(compose)) == {"web", "relay", "beat", "migrate", *QUEUES}
    assert {"postgres", "valkey", "s3", "proxy"} < set(services)


def test_every_queue_has_a_worker_of_its_own(compose: dict[str, Any]) -> None:
    queues = [service["command"][service["command"].index("--queues") + 1] for service in
              house(compose).values() if "worker" in service.get("command", [])]  # fmt: skip

    assert sorted(queues) == sorted(QUEUES)


def test_every_worker_may_finish_its_longest_task(compose: dict[str, Any], settings: Any) -> None:
    settings.XAI_CONNECT_SECONDS = 10  # as people have it; these tests are quicker
    longest = {
        "calls": submitting.whole_seconds(),
        "media": MEDIA_SECONDS,
        "arrivals": MEDIA_SECONDS,
        "outward": settings.CELERY_TASK_HARD_SECONDS,
    }
    for name, seconds in longest.items():
        assert int(house(compose)[name]["stop_grace_period"].removesuffix("s")) > seconds
        assert app.conf.broker_transport_options["visibility_timeout"] > seconds


def test_the_containers_set_nothing_the_settings_do_not_read(compose: dict[str, Any]) -> None:
    read = (ROOT / "config" / "settings.py").read_text()
    known = set(re.findall(r'\b(?:text|flag|number|whole|words|secret)\(\s*"([A-Z0-9_]+)"', read))

    for service in house(compose).values():
        for name in set(service["environment"]) - NOT_SETTINGS:
            assert name.removesuffix("_FILE") in known, name


def test_no_secret_is_written_into_the_description(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        for key in service.get("environment", {}):
            if re.search(r"PASSWORD|SECRET|KEY", key):
                assert key.endswith("_FILE"), f"{name}: {key}"
    assert all(set(secret) == {"file"} for secret in compose["secrets"].values())


def test_images_are_pinned(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        assert service["image"] == "salon" or re.search(r":v?\d+", service["image"]), service["image"]
    for image in re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE):
        assert re.search(r":\d+", image), image


def test_the_image_has_every_room() -> None:
    rooms = {app for app in ours.INSTALLED_APPS if (ROOT / app / "__init__.py").exists()} | {"xai"}
    dockerfile, ignored = (ROOT / "Dockerfile").read_text(), (ROOT / ".dockerignore").read_text()

    for room in rooms:
        assert f"COPY {room} {room}\n" in dockerfile
        assert f"!{room}\n" in ignored


def test_secrets_are_made_once_and_fit_together(tmp_path: Path) -> None:
    shutil.copy(ROOT / "deploy" / "make-secrets", tmp_path)
    folder = tmp_path / "secrets"

    first = subprocess.run([tmp_path / "make-secrets"], capture_output=True, text=True, check=False)
    made = {path.name: path.read_text() for path in folder.iterdir()}
    (folder / "xai-api-key").write_text("xai-key")
    second = subprocess.run([tmp_path / "make-secrets"], capture_output=True, text=True, check=False)

    assert first.returncode == 1
    assert "xai-api-key" in first.stderr
    assert second.returncode == 0
    assert {path.name: path.read_text() for path in folder.iterdir()} == {**made, "xai-api-key": "xai-key"}
    Fernet(made["field-keys"].encode())
    assert made["database-password"] in made["database-url"]
    assert made["database-admin-password"] in made["database-admin-url"]
    assert folder.stat().st_mode & 0o777 == 0o700


def test_every_secret_the_containers_want_is_made(compose: dict[str, Any]) -> None:
    script = (ROOT / "deploy" / "make-secrets").read_text()

    for name, secret in compose["secrets"].items():
        assert secret["file"] == f"deploy/secrets/{name}"
        assert f"make {name} " in script or name == "xai-api-key"


def test_the_entrypoint_reads_addresses_from_files(tmp_path: Path) -> None:
    (tmp_path / "address").write_text("postgres://salon:it's $ecret@postgres/salon\n")
    changes = {"DATABASE_URL_FILE": str(tmp_path / "address"), "TMPDIR": str(tmp_path / "films"), "PATH": os.defpath}

    said = subprocess.run(
        [ROOT / "deploy" / "entrypoint.sh", "sh", "-c", 'printf "%s" "$DATABASE_URL"'],
        env=changes, capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert said.stdout == "postgres://salon:it's $ecret@postgres/salon"
    assert (tmp_path / "films").is_dir()
