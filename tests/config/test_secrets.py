"""No password is in a log, wherever it was set and however it is spelled; and mail's may come as a file."""

import os
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest
from django.urls import reverse

from config.dev.places import ROOT
from config.env import passwords
from config.logs import Redaction
from tests.test_access import ROUTES, Route

SAYS_THEM_ALL = """
import django, structlog
django.setup()
from django.conf import settings
print(settings.EMAIL_HOST_PASSWORD)
structlog.get_logger("test").warning("cannot reach", at=[settings.REDIS_URL, settings.EMAIL_URL])
structlog.get_logger("test").warning("cannot sign in", password=settings.DATABASES["default"]["PASSWORD"])
"""
DATABASE, REDIS, MAIL = "truth-and-a-blank", "nerves-of-steel", "letters-by-night"


def test_passwords_inside_of_addresses_reach_no_log(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text(f"smtp://salon:{MAIL}@mail.example:587\n")
    changes = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": f"postgres://salon:{DATABASE.replace('-and', '%2Dand')}@db.example/salon",
        "REDIS_URL": f"rediss://:{REDIS}@redis.example:6379",
        "EMAIL_URL_FILE": str(tmp_path / "mail"),
    }

    ran = subprocess.run(
        [sys.executable, "-c", SAYS_THEM_ALL], cwd=ROOT, env={**os.environ, **changes},
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert ran.stdout == f"{MAIL}\n"
    assert ran.stderr.count("[secret]") == 3
    assert not any(word in ran.stderr for word in (DATABASE, REDIS, MAIL))


def test_a_password_is_hidden_in_both_its_spellings() -> None:
    hidden = Redaction(passwords("postgres://salon:p%40ss%20word@db.example/salon", "redis://valkey:6379"))

    assert hidden.clean("p%40ss%20word, p@ss word, 6379") == "[secret], [secret], 6379"


@pytest.mark.parametrize("route", [route for route in ROUTES if route.words & {"token", "key"}], ids=str)
def test_no_address_that_lets_somebody_in_is_logged(route: Route) -> None:
    harmless: dict[str, object] = {"name": "film.mp4", "file": UUID(int=1), "asset": UUID(int=1)}
    words = {word: harmless.get(word, "lets-you-in") for word in route.words}

    line = Redaction([]).clean(f"Not Found: {reverse(str(route.name), kwargs=words)}")

    assert line.startswith("Not Found: /")
    assert "lets-you-in" not in line
