"""Who does the house's small work."""

import pytest
from pytest_django import Settings

from chatapp.engines import catalogue, helping
from chatapp.engines.catalogue import Learned
from chatapp.engines.helping import Helper
from xai.values import Engine, TokenPrices


def costing(name: str, cents: int, *efforts: str, created: int = 0) -> Engine:
    prices = TokenPrices(prompt=cents * 100, cached=cents * 10, image=cents * 100, completion=cents * 400)
    return Engine(id=name, efforts=efforts, prices=prices, created=created)


DEAR, CHEAP = costing("grok-4.20-0309-non-reasoning", 90), costing("grok-plain-9", 60)
THINKS, MAY_THINK = costing("grok-4.7", 10, "low", "high"), costing("grok-4.3", 50, "none", "low")
FREE = Engine(id="grok-secret")  # nobody said what it costs


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("there", "off", "helps"),
    [
        ((DEAR, CHEAP), (), Helper("grok-plain-9", None)),
        ((DEAR, CHEAP, THINKS), (), Helper("grok-plain-9", None)),
        ((DEAR, CHEAP, MAY_THINK), (), Helper("grok-4.3", "none")),
        ((DEAR, CHEAP, FREE), (), Helper("grok-plain-9", None)),
        ((DEAR, CHEAP), ("grok-plain-9",), Helper("grok-4.20-0309-non-reasoning", None)),
        ((costing("grok-4.6", 90, "low"), THINKS), (), Helper("grok-4.7", "low")),
        ((costing("grok-a", 60, created=1), costing("grok-b", 60, created=2)), (), Helper("grok-b", None)),
        ((costing("grok-4.3", 60, "none", "low", created=3), CHEAP), (), Helper("grok-plain-9", None)),
    ],
    ids=["cheapest", "thinking", "need-not", "unpriced", "off", "all-think", "newer", "never-thinks-first"],
)
def test_the_cheapest_that_need_not_think_helps(
    settings: Settings, there: tuple[Engine, ...], off: tuple[str, ...], helps: Helper
) -> None:
    settings.HELPER_ENGINE = ""
    catalogue.take_over(Learned(there, frozenset(off)))

    assert helping.helper() == helps


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("name", "helps"),
    [("grok-4.7", Helper("grok-4.7", "low")), ("grok-gone", Helper("grok-plain-9", None))],
    ids=["there", "gone"],
)
def test_the_house_may_name_another_one_as_long_as_it_is_there(settings: Settings, name: str, helps: Helper) -> None:
    settings.HELPER_ENGINE = name
    catalogue.take_over(Learned((DEAR, CHEAP, THINKS)))

    assert helping.helper() == helps


def test_before_the_provider_has_spoken_the_dated_table_counts(settings: Settings) -> None:
    settings.HELPER_ENGINE = ""
    assert helping.helper() == Helper("grok-4.20-0309-non-reasoning", None)
    settings.HELPER_ENGINE = "grok-not-in-the-table"
    assert helping.helper().engine == "grok-not-in-the-table"
