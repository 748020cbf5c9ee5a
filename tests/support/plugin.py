"""Loaded by pytest before Django: puts the session's own house into the environment."""

import atexit
import gc
import os
import re
from collections.abc import Generator

import pytest

from tests.support.house import ROOT, house

# What is made up to the end of the collection, millions of objects, stays: nobody needs to look through it again and again.
gc.disable()

# Nothing of the outside reaches the tests: neither a developer's key nor their servers.
READ = re.findall(
    r'\b(?:text|flag|number|whole|words|secret)\(\s*"([A-Z0-9_]+)"', (ROOT / "config/settings.py").read_text()
)
for name in [*READ, *(f"{name}_FILE" for name in READ), "DATABASE_ADMIN_URL"]:
    os.environ.pop(name, None)
os.environ.update(house.environment())
atexit.register(house.close)  # also when the session ends before pytest has begun

BROWSER_FIXTURES = {"page", "context", "browser", "new_context", "browser_type", "playwright"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", action="store_true", help="also run what repeats a kill many times")
    parser.addoption("--pictures", action="store_true", help="keep pictures of pages also where tests run side by side")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Generator[None, None, None]:
    """Stories in a house that keeps its rows come after the tests that look at an empty one.

    Browser tests come last of all: Playwright keeps an event loop in this thread, which no asyncio test survives. Of each
    kind the long ones come first, or one worker would be at its last while the other has nothing left.
    """
    for item in items:
        if BROWSER_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
        if "soak" in item.keywords and not config.getoption("--soak"):
            item.add_marker(pytest.mark.skip(reason="repeats for minutes; run bin/test --soak"))
    yield
    items.sort(
        key=lambda item: (
            "browser" in item.keywords,
            "live" in getattr(item, "fixturenames", ()),
            "long" not in item.keywords,
        )
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What lives now is left out of every collection of garbage from here on."""
    gc.freeze()
    gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    house.close()
