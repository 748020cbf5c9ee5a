"""The door to the outside lets through what the house takes."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from config.bodies import BRINGING, CHECKING, PICTURES, UPLOADS, limit_for

DOOR = (Path(__file__).parents[2] / "deploy" / "Caddyfile").read_text()


@pytest.mark.parametrize(
    ("path", "matcher"),
    [(BRINGING, "@bringing"), (CHECKING, "@checking"), (PICTURES, "@pictures"), (UPLOADS, "@other"), ("/", "@other")],
)
def test_no_body_the_house_would_take_ends_at_the_door(path: str, matcher: str) -> None:
    megabytes = re.search(rf"request_body {matcher} {{\s*max_size (\d+)MB", DOOR)

    assert f"@bringing path {BRINGING}\n" in DOOR
    assert f"@checking path {CHECKING}\n" in DOOR
    assert f"@pictures path {PICTURES}\n" in DOOR
    assert megabytes
    assert int(megabytes[1]) * 1_000_000 >= limit_for(path) > 0
    assert limit_for(BRINGING) > settings.TRANSFER_UPLOAD_BYTES
