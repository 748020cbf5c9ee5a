"""A house of its own for one measurement: real servers and tables, gone when it ends."""

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any

PROCESS_SETTINGS = {
    "LOG_LEVEL": "WARNING",
    "ALLOWANCE_USD": "1000",
    "HOUSE_BUDGET_USD": "100000",
}


@contextmanager
def private_house(settings: Mapping[str, str] | None = None) -> Iterator[Any]:
    """Start PostgreSQL and Valkey, make the tables, set Django up in this process; `house.close` stops it all at the end.

    `settings`: more of the environment. Rooms and their models are imported inside it, not before.
    """
    from tests.support.house import QUICK, house

    # The promises' time constants, not the tests' tenth of them.
    environment = {name: value for name, value in house.environment().items() if name not in QUICK}
    os.environ.update(environment | PROCESS_SETTINGS | dict(settings or {}))
    with ExitStack() as stack:
        stack.callback(house.close)
        house.valkey.start()
        house.make_tables()
        django_up()
        yield house


def django_up() -> None:
    """Django in this process, with the settings of the environment."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
