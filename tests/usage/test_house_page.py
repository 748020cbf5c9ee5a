"""Administrators see what the house spends, and may raise one person's limit; nobody else finds the door."""

import uuid
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import AuditEntry, User
from tests.usage.money_spent import CENT, bought, held, sent
from usage import allowances, attempts, calls, holds, house_report
from usage.months import last_month

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_adas_browser(client: Client, ada: User) -> Client:
    client.force_login(ada)
    return client


def page(browser: Client, address: str = "/usage/house/") -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_month_is_added_up_by_engine_purpose_person_and_payer(
    in_adas_browser: Client, alice: User, bob: User
) -> None:
    bought(alice, 30 * CENT, hold=20 * CENT, engine="grok-4.7")
    bought(bob, 60 * CENT, engine="grok-imagine-video", purpose="sculpture")
    title = holds.reserve_house(10 * CENT, purpose="title", subject=uuid.uuid4(), owner=alice)
    attempts.charge(sent(title), ticks=10 * CENT, exact=False)
    holds.settle(title)

    shown = page(in_adas_browser)

    assert "$1.00</span></dd><dt>in " in shown
    assert "of a budget of $500.00" in shown
    assert "<dd>20 %</dd><dt>paid by the house</dt>" in shown
    assert "<dd>10 %</dd><dt>estimated</dt>" in shown
    assert "requests, <span" in shown
    assert "33.33 ¢</span> each" in shown
    for name in ("grok-4.7", "grok-imagine-video", "Sculpture", "Title", "Alice", "Bob"):
        assert name in shown


def test_failures_are_counted_also_those_that_cost_nothing(in_adas_browser: Client, alice: User) -> None:
    for _ in range(3):
        hold = held(alice, CENT)
        attempts.not_billed(sent(hold), error_type="rate_limited", status=429)
        holds.settle(hold)

    shown = page(in_adas_browser)

    assert '<th scope="row">rate limited</th><td>grok-4.7</td><td class="number">3</td>' in shown


@pytest.mark.parametrize(
    ("cost", "spikes"),
    [
        ({1: 10, 2: 12, 3: 11, 4: 40}, [4]),
        ({1: 10, 2: 12, 3: 11, 4: 33}, []),
        ({1: 10, 2: 40}, []),
        ({1: 2, 2: 2, 3: 2, 4: 29}, []),
        ({1: 10, 2: 12, 3: 11, 12: 99}, []),
        ({1: 10, 3: 12, 5: 11, 8: 99, 9: 99}, [8, 9]),
    ],
)
def test_a_day_out_of_the_ordinary_is_found(cost: dict[int, int], spikes: list[int]) -> None:
    by_day = {date(2026, 11, day): ticks for day, ticks in cost.items()}

    assert [spike.day.day for spike in house_report.find_spikes(by_day, least=30)] == spikes


def test_a_spike_is_told_on_the_page(in_adas_browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    spike = house_report.Spike(date(2026, 11, 18), 424 * CENT, 5.25)
    monkeypatch.setattr(house_report, "spikes", lambda _: [spike])

    shown = page(in_adas_browser)

    assert "18 November cost <span" in shown
    assert "5.3 times a usual day" in shown or "5.2 times a usual day" in shown


def test_an_administrator_sets_a_limit_with_a_reason(in_adas_browser: Client, alice: User, ada: User) -> None:
    bought(alice, 100 * CENT)

    answer = in_adas_browser.post(
        f"/usage/house/{alice.public_id}/allowance/", {"limit": "25.50", "lasting": "on", "reason": "She teaches"}
    )

    assert answer.status_code == 302
    standing = allowances.standing(alice)
    assert (standing.limit, standing.lasting) == (2550 * CENT, True)
    assert AuditEntry.objects.get().actor == ada
    shown = page(in_adas_browser, f"/usage/house/{alice.public_id}/")
    assert "$10.00 → $25.50, lasting" in shown
    assert "She teaches" in shown


@pytest.mark.parametrize(
    ("filled_in", "sentence"),
    [
        ({"limit": "0.50", "reason": "Less"}, "$1.00 is the lowest limit possible"),
        ({"limit": "-1", "reason": "Less"}, "greater than or equal to 0"),
        ({"limit": "20", "reason": " "}, "This field is required"),
        ({"limit": "much", "reason": "More"}, "Enter a number"),
        ({"limit": "1e99", "reason": "More"}, "Ensure this value is less"),
    ],
)
def test_a_limit_that_cannot_be_is_refused_in_a_sentence(
    in_adas_browser: Client, alice: User, filled_in: dict[str, str], sentence: str
) -> None:
    bought(alice, 100 * CENT)

    answer = in_adas_browser.post(f"/usage/house/{alice.public_id}/allowance/", filled_in)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert filled_in["reason"].strip() in answer.content.decode()
    assert allowances.standing(alice).limit == 1000 * CENT
    assert [each.action for each in AuditEntry.objects.all()] == ["usage.looked"]  # their page came back


def test_nobody_else_finds_the_door(client: Client, alice: User, bob: User) -> None:
    client.force_login(bob)

    answers = [
        client.get("/usage/house/"),
        client.get(f"/usage/house/{alice.public_id}/"),
        client.post(f"/usage/house/{bob.public_id}/allowance/", {"limit": "500", "reason": "Because"}),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert allowances.standing(bob).limit == 1000 * CENT


@pytest.mark.parametrize("words", ["0001-01", "2019-12", "9999-12", "%00"])
def test_a_month_without_a_house_is_not_found(words: str, in_adas_browser: Client) -> None:
    assert in_adas_browser.get(f"/usage/house/?month={words}").status_code == 404


def test_a_person_who_is_not_there_is_not_found(in_adas_browser: Client) -> None:
    assert in_adas_browser.get(f"/usage/house/{uuid.uuid4()}/").status_code == 404


def test_the_page_shows_no_words_of_private_conversations(
    in_adas_browser: Client, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = bought(alice, CENT)

    for address in ("/usage/house/", f"/usage/house/{alice.public_id}/"):
        assert str(entry.subject) not in page(in_adas_browser, address)


def test_the_page_costs_few_queries_however_many_people_there_are(
    in_adas_browser: Client, alice: User, bob: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for somebody in (alice, bob) * 10:
        bought(somebody, CENT, engine=f"grok-{uuid.uuid4().hex[:4]}")
    page(in_adas_browser)

    with django_assert_max_num_queries(18):
        page(in_adas_browser)


def test_an_earlier_month_is_compared_with_the_days_before_it(alice: User) -> None:
    bought(alice, CENT)

    assert house_report.spikes(last_month()) == []


def test_the_endpoints_of_both_routes_are_named() -> None:
    assert set(calls.ENDPOINTS) == {"responses", "chat"}
