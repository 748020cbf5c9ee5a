"""What the house never offers, sends or believes about engines, whoever asks."""

import base64
import json
from dataclasses import replace

import pytest
from pytest_django import Settings

from chatapp.engines import catalogue, choosing, parameters, snapshot
from chatapp.engines.catalogue import Learned, take_over
from chatapp.engines.choosing import AUTO, Level, Wanted
from chatapp.engines.router import Facts
from chatapp.engines.standing_in import stand_in
from chatapp.models import CatalogueRow
from tests.support.simulator import Simulator
from xai.catalogue import known_engines

pytestmark = pytest.mark.usefixtures("catalogue")


def test_an_engine_of_many_engines_is_never_on_offer() -> None:
    take_over(Learned(known_engines()))

    assert any("multi-agent" in engine.id for engine in catalogue.present())
    assert not any("multi-agent" in name for name, _ in catalogue.offered())


def test_an_engine_that_was_switched_off_is_not_there_to_choose() -> None:
    take_over(Learned(known_engines(), off=frozenset({"grok-4.6"})))

    assert catalogue.listed("grok-4.6") is None
    assert "grok-4.6" not in dict(catalogue.offered())


def test_what_the_provider_says_now_is_what_is_there() -> None:
    first, *_ = known_engines()
    take_over(Learned((replace(first, id="grok-9", aliases=()),)))

    assert [engine.id for engine in catalogue.present()] == ["grok-9"]


def test_an_answer_is_never_longer_than_the_house_allows(settings: Settings) -> None:
    """Somebody may have set it when the house allowed more."""
    settings.MAX_OUTPUT_TOKENS = 1_000

    assert parameters.longest_answer((("max_output_tokens", 1_000_000),)) == 1_000
    assert parameters.longest_answer((("max_output_tokens", 500),)) == 500
    assert parameters.longest_answer(()) == 1_000


def test_auto_thinks_as_hard_as_somebody_wished() -> None:
    wished = Wanted(engine=AUTO, effort="high", parameters=(), level=Level.PERSON)

    assert choosing.chosen(wished, "Hello!", Facts(known_engines())).effort == "high"


def test_nobody_stands_in_who_cannot_read_it_all() -> None:
    take_over(Learned(known_engines()))
    engine = catalogue.known("grok-4.7")

    assert stand_in(engine, tokens=1_000, pictures=False) is not None
    assert stand_in(engine, tokens=100_000_000, pictures=False) is None


@pytest.mark.django_db
def test_an_empty_list_is_no_catalogue(simulator: Simulator) -> None:
    """Nothing could be chosen any more: the last word holds, and the row says why."""
    assert snapshot.read()
    before = catalogue.present()
    nothing = base64.urlsafe_b64encode(json.dumps({"data": [], "models": []}).encode()).decode().rstrip("=")
    simulator.set_scene(
        f"answer status=200 base64={nothing} type=application/json", routes=["models", "language-models"]
    )

    assert not snapshot.read()

    assert catalogue.present() == before
    assert CatalogueRow.objects.get().trouble == "empty"
