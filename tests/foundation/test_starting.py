"""A process starts with what it needs, and what it has found by then is not looked through again."""

import json
import subprocess
import sys

from config.dev.places import ROOT

# What draws, signs, talks over the wire, or checks a thing few ask for.
LARGE = {"PIL", "aiohttp", "av", "boto3", "c2pa", "cv2", "httpx", "jsonschema", "numpy", "rich"}
STARTED = (
    "import django, gc, json, sys; django.setup(); "
    "print(json.dumps([list(sys.modules), gc.get_freeze_count(), gc.get_threshold()]))"
)


def test_a_start_loads_nothing_large_and_leaves_the_collector_as_it_was() -> None:
    started = subprocess.run([sys.executable, "-c", STARTED], cwd=ROOT, capture_output=True, text=True, check=True)

    modules, frozen, threshold = json.loads(started.stdout)
    assert set(modules) & LARGE == set()
    assert frozen > 100_000
    assert threshold == [700, 10, 10]
