"""A person sees what each request cost, and only their own."""

import csv
import uuid
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts import privacy
from accounts.models import User
from tests.usage.money_spent import CENT, bought, held, sent
from usage import attempts, holds, subjects
from usage.models import Charge


@pytest.fixture(autouse=True)
def _kinds_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subjects, "_kinds", dict(subjects._kinds))


@pytest.fixture
def in_alices_browser(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def page(browser: Client, address: str = "/usage/") -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_month_says_what_is_spent_held_and_left(in_alices_browser: Client, alice: User) -> None:
    bought(alice, 12 * CENT)
    held(alice, 30 * CENT)

    shown = page(in_alices_browser)

    assert '<span class="tabular" title="$0.12">12.00 ¢</span></dd><dt>spent' in shown
    assert '<span class="tabular" title="$0.30">30.00 ¢</span></dd><dt>held' in shown
    assert '<span class="tabular" title="$9.58">$9.58</span></dd><dt>left until' in shown
    assert "of $10.00" in shown


def test_each_request_says_what_it_was_for_what_it_took_and_what_it_cost(
    in_alices_browser: Client, alice: User
) -> None:
    entry = bought(alice, 31_245_000)
    line = subjects.Line("Why rate limits exist", f"/c/{entry.subject}/")
    subjects.register("reply", words="Reply", describe=lambda _, ids: dict.fromkeys(ids, line))

    shown = page(in_alices_browser)

    assert f'Reply · <a href="/c/{entry.subject}/">Why rate limits exist</a>' in shown
    assert '<span class="tabular" title="$0.0031245">0.31 ¢</span>' in shown
    assert "1,200" in shown
    assert "128 cached" in shown
    assert "90 thought" in shown
    assert "0.4 s" in shown
    assert "3.9 s" in shown


def test_an_estimated_cost_and_the_houses_part_say_so(in_alices_browser: Client, alice: User) -> None:
    hold = held(alice, 5 * CENT)
    attempts.charge(sent(hold), ticks=8 * CENT, exact=False, error_type="stopped")
    holds.settle(hold)

    shown = page(in_alices_browser)

    assert 'title="$0.05, estimated">about 5.00 ¢' in shown
    assert 'house: <span class="tabular" title="$0.03, estimated">about 3.00 ¢' in shown
    assert '<span class="flag">stopped</span>' in shown


def test_what_was_deleted_is_still_in_the_list_without_its_name(in_alices_browser: Client, alice: User) -> None:
    bought(alice, CENT)
    subjects.register("reply", words="Reply", describe=lambda _, __: {})

    assert "<td>Reply\n" in page(in_alices_browser)


def test_nobody_sees_anothers_requests(in_alices_browser: Client, alice: User, bob: User) -> None:
    bought(bob, 77 * CENT, engine="grok-of-bob")
    bought(alice, CENT, engine="grok-of-alice")

    for address in ("/usage/", "/usage/month.csv"):
        shown = page(in_alices_browser, address)
        assert "grok-of-alice" in shown
        assert "grok-of-bob" not in shown


def test_somebody_signed_out_is_asked_to_sign_in(client: Client, db: None) -> None:
    for address in ("/usage/", "/usage/month.csv"):
        assert client.get(address).status_code in (302, 401)


def test_the_days_of_the_chart_are_in_a_table_that_a_script_can_read(in_alices_browser: Client, alice: User) -> None:
    bought(alice, CENT)

    shown = page(in_alices_browser)

    assert 'data-island="chart" data-table="by-day" data-money' in shown
    assert f'<td class="number" data-value="{CENT}" title="$0.01">1.00 ¢</td>' in shown
    assert f"{datetime.now(UTC):%Y-%m-%d}" in shown


def test_an_empty_month_says_what_will_be_here(in_alices_browser: Client) -> None:
    assert "from the first answer on" in page(in_alices_browser)


@pytest.mark.parametrize("words", ["x", "2026", "9999-01", "2026-13"])
def test_a_month_that_is_none_is_not_there(in_alices_browser: Client, words: str) -> None:
    assert in_alices_browser.get("/usage/", {"month": words}).status_code == 404


def test_an_earlier_month_can_be_looked_at(
    in_alices_browser: Client, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(holds, "this_month", lambda: date(2025, 3, 1))
        bought(alice, 3 * CENT)
    bought(alice, CENT)

    assert "?month=2025-03" in page(in_alices_browser)
    then = page(in_alices_browser, "/usage/?month=2025-03")

    assert "3.00 ¢</span></dd><dt>spent in March" in then
    assert "left until" not in then


def test_long_months_come_in_pages(in_alices_browser: Client, alice: User) -> None:
    for _ in range(51):
        bought(alice, CENT)

    first, second = page(in_alices_browser), page(in_alices_browser, "/usage/?page=2")

    assert first.count('only-wide">grok-4.7</td>') == 50
    assert second.count('only-wide">grok-4.7</td>') == 1
    assert "1–50 of 51" in first
    assert "51–51 of 51" in second


def test_a_page_costs_few_queries_however_long_it_is(
    in_alices_browser: Client, alice: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(30):
        bought(alice, CENT)
    page(in_alices_browser)

    with django_assert_max_num_queries(14):
        page(in_alices_browser)


def test_the_file_has_every_request_with_every_digit(in_alices_browser: Client, alice: User) -> None:
    for _ in range(51):
        bought(alice, 31_245_000)

    answer = in_alices_browser.get("/usage/month.csv")

    rows = list(csv.DictReader(answer.content.decode().splitlines()))
    assert len(rows) == 51
    assert {row["paid_by_you_usd"] for row in rows} == {"0.0031245000"}
    assert rows[0]["reasoning_tokens"] == "90"
    assert "attachment" in answer["Content-Disposition"]


def test_the_file_holds_no_formula(in_alices_browser: Client, alice: User) -> None:
    bought(alice, CENT, engine='=HYPERLINK("http://evil")')

    shown = page(in_alices_browser, "/usage/month.csv")

    assert "'=HYPERLINK" in shown
    assert ',"=HYPERLINK' not in shown


def test_the_meter_is_asked_for_only_where_it_is_shown(in_alices_browser: Client, alice: User) -> None:
    bought(alice, 381 * CENT)

    assert "<span data-spent>$3.81</span> of $10.00" in page(in_alices_browser)


def test_the_export_of_everything_has_the_ledger_and_erasing_keeps_it(alice: User) -> None:
    bought(alice, 3 * CENT)

    store = {store.name: store for store in privacy.stores()}["usage"]

    assert [record["kind"] for record in store.export(alice)] == ["allowance", "charge"]
    assert store.erase(alice) == {"charges kept": 1}
    assert Charge.objects.count() == 1


def test_subjects_are_asked_for_once_per_purpose(alice: User) -> None:
    asked: list[int] = []

    def describe(_: User, ids: object) -> dict[uuid.UUID, subjects.Line]:
        asked.append(len(ids))  # type: ignore[arg-type]
        return {}

    subjects.register("reply", words="Reply", describe=describe)

    subjects.described(alice, [("reply", uuid.uuid4()) for _ in range(20)] + [("title", uuid.uuid4())])

    assert asked == [20]
