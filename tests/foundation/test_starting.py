"""A process starts with what it needs, and what it has found by then is not looked through again."""

import json
import subprocess
import sys
from typing import Any

from config.dev.places import ROOT

# What draws, signs, talks over the wire, or checks a thing few ask for.
LARGE = {"PIL", "aiohttp", "av", "boto3", "c2pa", "cv2", "httpx", "jsonschema", "numpy", "rich"}
BARE = "import gc, json; print(json.dumps([len(gc.get_objects()), gc.get_threshold()]))"
STARTED = (
    "import django, gc, json, sys; django.setup(); "
    "print(json.dumps([list(sys.modules), gc.get_freeze_count(), gc.get_threshold()]))"
)


def test_a_start_loads_nothing_large_and_leaves_the_collector_as_it_was() -> None:
    objects, usual = told(BARE)

    modules, frozen, threshold = told(STARTED)

    assert set(modules) & LARGE == set()
    assert frozen > 5 * objects
    assert threshold == usual


def told(program: str) -> Any:
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(ran.stdout)
