"""What the provider says about its engines reaches every process, and stays when the provider is away."""

from dataclasses import replace

import pytest
from django.test import Client

import xai
from accounts.models import AuditEntry, Notice, User
from chatapp.engines import catalogue, snapshot
from chatapp.engines.catalogue import Learned, take_over
from chatapp.models import CatalogueRow
from tests.chatapp.conftest import person
from tests.chatapp.relays import until
from tests.support.processes import Processes
from tests.support.simulator import Simulator
from usage import estimates
from xai.catalogue import kept, known_engines
from xai.values import Engine, TokenPrices

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]


def written(*engines: Engine, **columns: object) -> None:
    """The row as an earlier reading left it."""
    values = {"engines": kept(engines), "version": 1, **columns}
    CatalogueRow.objects.update_or_create(pk=1, defaults=values)


def without_knowledge() -> None:
    """As in a process that has just begun."""
    take_over(Learned())


def engine(name: str) -> Engine:
    """As the dated table has it."""
    return next(each for each in known_engines() if each.id == name)


def test_what_the_provider_says_is_kept_and_learned(simulator: Simulator) -> None:
    assert snapshot.read()
    without_knowledge()
    assert snapshot.learn()

    assert "xhigh" in catalogue.known("grok-4.5").efforts  # the dated table does not know of it
    assert catalogue.there("grok-latest") == catalogue.there("grok-4.7")
    assert catalogue.learned().read_at is not None
    assert not snapshot.learn()  # nothing new


def test_money_goes_by_the_learned_price() -> None:
    dear = replace(engine("grok-4.7"), prices=TokenPrices(prompt=10**6, completion=10**6))
    before = estimates.chat_hold_ticks(catalogue.known("grok-4.7"), input_tokens=1000, max_output_tokens=1000)
    written(dear)

    snapshot.learn()

    now = xai.known_engine("grok-4.7")
    assert now is not None
    assert estimates.chat_hold_ticks(now, input_tokens=1000, max_output_tokens=1000) > 10 * before


def test_while_the_provider_is_away_the_last_word_holds_and_the_page_says_of_when(
    simulator: Simulator, alice: User, client: Client
) -> None:
    snapshot.read()
    simulator.kill()

    assert not snapshot.read()
    snapshot.learn()

    client.force_login(alice)
    page = client.get("/engines/").content.decode()
    assert "xAI does not tell us its engines just now" in page
    assert f"{catalogue.learned().read_at:%-d %B %Y}" in page
    assert "grok-4.7" in page


def test_it_is_asked_again_only_when_that_is_due(simulator: Simulator) -> None:
    assert snapshot.read_if_due()
    assert not snapshot.read_if_due()

    CatalogueRow.objects.update(read_at="2026-01-01T00:00:00Z")
    assert snapshot.read_if_due()


def test_administrators_are_told_what_came_went_and_costs_something_else(simulator: Simulator, alice: User) -> None:
    ada = person("ada", "administrator")
    cheap = replace(engine("grok-4.7"), prices=TokenPrices(prompt=1, completion=2))
    written(cheap, Engine("grok-gone"), *[each for each in known_engines() if each.id not in ("grok-4.7", "grok-4.6")])

    snapshot.read()

    body = Notice.objects.get(owner=ada, code="engines.changed").body
    assert "no longer lists grok-gone" in body
    assert "a new engine, grok-4.6" in body
    assert "grok-4.7 now costs $2.00 and $6.00 per million tokens" in body
    assert not Notice.objects.filter(owner=alice).exists()
    price = AuditEntry.objects.get(action="engine.price")
    assert price.before
    assert price.after
    assert (price.before["completion"], price.after["completion"]) == (2, 60_000)


def test_the_first_reading_is_no_news(simulator: Simulator) -> None:
    person("ada", "administrator")

    snapshot.read()

    assert not Notice.objects.exists()


def test_an_engine_that_is_not_offered_cannot_be_chosen_and_its_prices_stay_known(alice: User, client: Client) -> None:
    ada = person("ada", "administrator")
    client.force_login(ada)

    client.post("/engines/offer/", {"engine": "grok-4.6", "offer": "no"})
    snapshot.learn()

    assert catalogue.listed("grok-4.6") is None
    assert catalogue.known("grok-4.6").prices.completion == 60_000
    assert AuditEntry.objects.filter(action="engine.withdrawn", target="engine:grok-4.6", actor=ada).exists()
    assert 'id="engine-grok-4.6"' in client.get("/engines/").content.decode()
    client.force_login(alice)
    assert 'id="engine-grok-4.6"' not in client.get("/engines/").content.decode()
    client.force_login(ada)
    client.post("/engines/offer/", {"engine": "grok-4.6", "offer": "yes"})
    snapshot.learn()
    assert catalogue.listed("grok-4.6") is not None


def test_the_last_engine_cannot_be_taken_away(client: Client) -> None:
    client.force_login(person("ada", "administrator"))
    written(engine("grok-4.7"))
    snapshot.learn()

    client.post("/engines/offer/", {"engine": "grok-4.7", "offer": "no"})

    assert CatalogueRow.objects.get().off == []


@pytest.mark.django_db(transaction=True)
def test_a_worker_reads_it_and_tells_every_process(processes: Processes, simulator: Simulator) -> None:
    processes.everything()

    until(lambda: CatalogueRow.objects.filter(version__gt=0, read_at__isnull=False).exists(), "read by beat", 60)

    assert "grok-4.7" in {each["id"] for each in CatalogueRow.objects.get().engines}
