"""The pages of a batch before it is ordered: what is typed is never lost, and the sum is agreed before the click."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from studio.batches import drafts, standing
from studio.models import Batch, Job
from tests.studio.batch_pages import HTMX, address, leads_home, row_of, words
from tests.studio.batches import FOUR_CENTS, failed, made, ordered
from tests.studio.steps import picture_order
from usage.allowances import standing as money

PLAIN = {"verb": "imagine", "ratio": "", "unwanted": "", "longest": ""}


def bring(tab: Client, text: str = "", **changes: Any) -> Any:
    return tab.post("/studio/batches/", {**PLAIN, "text": text, **changes})


def test_a_pasted_list_becomes_a_page_with_prices_and_a_sum(tab: Client, alice: User) -> None:
    answer = bring(tab, "a fox\na heron", ratio="16:9")

    batch = Batch.objects.get()
    shown = words(tab.get(address(batch)))
    assert answer["Location"] == address(batch)
    assert [row.order["ratio"] for row in batch.rows.all() if row.order] == ["16:9", "16:9"]
    assert "Order 2 rows" in shown
    assert "8.00 ¢" in shown
    assert money(alice).held == 0


def test_a_file_becomes_a_batch_with_its_name(tab: Client) -> None:
    bring(tab, file=SimpleUploadedFile("autumn.csv", b"prompt;n\na fox;2"))

    batch = Batch.objects.get()
    assert batch.name == "autumn"
    assert batch.rows.get().price == 2 * FOUR_CENTS


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("prompt,words\nan otter,b", "Several columns mean the prompt"),
        ("otter\n" * 501, "501 rows"),
        ("otter " * 200_000, "This list is too long"),
        ("", "There is nothing in it"),
    ],
)
def test_a_list_that_cannot_be_read_comes_back_with_the_reason(text: str, says: str, tab: Client) -> None:
    answer = bring(tab, text)

    assert answer.status_code == 422
    assert says in words(answer)
    assert ("otter" in words(answer)) == bool(text)
    assert not Batch.objects.exists()


def test_a_bad_file_is_said_at_the_file(tab: Client) -> None:
    answer = bring(tab, file=SimpleUploadedFile("autumn.csv", "é".encode("latin-1")))

    assert answer.status_code == 422
    assert "CSV UTF-8" in words(answer)


def test_a_bad_cell_is_named_by_row_and_column_and_can_be_mended(tab: Client, alice: User) -> None:
    batch = made(alice, "prompt,ratio\na fox,17:5\na heron,1:1")
    before = words(tab.get(address(batch)))

    answer = tab.post(row_of(batch, 2), {"prompt": "a fox", "ratio": "3:2"}, headers=HTMX)

    assert "17:5 is not offered" in before
    assert "Order 1 row " in before
    assert "17:5" not in words(answer)
    assert "Order 2 rows" in words(answer)  # the sum comes along
    assert "Something wrong" in before
    assert "Something wrong" not in words(answer)  # and how many are how
    assert "All 2" in words(answer)
    assert "autofocus" in words(answer)  # who changed it goes on from there


def test_a_row_is_taken_out(tab: Client, alice: User) -> None:
    batch = made(alice, "a fox\na heron")

    answer = tab.post(row_of(batch, 1), {"do": "remove"}, headers=HTMX)

    assert [row.cells["prompt"] for row in batch.rows.all()] == ["a heron"]
    assert "Order 1 row " in words(answer)


def test_ordering_says_what_is_missing_and_orders_nothing(tab: Client, alice: User, settings: Any) -> None:
    settings.ALLOWANCE_USD = 0.05
    batch = made(alice, "a fox\na heron")

    answer = tab.post(f"{address(batch)}order/", {"rows": "2", "ticks": str(2 * FOUR_CENTS)})

    assert answer.status_code == 422
    assert "8.00 ¢" in words(answer)
    assert "3.00 ¢ too little. Nothing was ordered." in words(answer)
    assert not Job.objects.exists()


@pytest.mark.parametrize("sent", [{"rows": "2", "ticks": "1"}, {"rows": "x"}, {}, {"rows": "2", "ticks": "9" * 40}])
def test_another_sum_than_shown_is_shown_again(tab: Client, alice: User, sent: dict[str, str]) -> None:
    batch = made(alice, "a fox\na heron")

    answer = tab.post(f"{address(batch)}order/", sent)

    assert answer.status_code == 409
    assert "Nothing was ordered." in words(answer)
    assert not Job.objects.exists()


def test_what_could_not_be_ordered_is_shown_on_a_page_that_leads_home(tab: Client, alice: User) -> None:
    draft, batch = made(alice, "prompt,ratio\na fox,17:5\na heron,1:1"), ordered(alice, "a fox\na heron")
    failed(standing.newest(batch)[0])

    refused = tab.post(f"{address(draft)}order/?show=wrong", {"rows": "2", "ticks": "1"})
    again = tab.post(f"{address(batch)}again/?show=failed", {"which": "x", "ticks": "1"})

    assert (refused.status_code, again.status_code) == (409, 409)
    assert leads_home(refused, draft)
    assert leads_home(again, batch)
    assert (
        words(refused).count('<li class="batch-row') == words(again).count('<li class="batch-row') == 1
    )  # as it was shown
    assert f'hx-get="{address(batch)}?show=failed"' in words(again)


def test_a_row_that_is_open_can_be_left_as_it_is(tab: Client, alice: User) -> None:
    batch = made(alice, "a fox")

    opened = words(tab.get(row_of(batch, 1), headers=HTMX))
    closed = words(tab.get(f"{row_of(batch, 1)}?how=shown", headers=HTMX))

    assert "?how=shown" in opened
    assert "a fox" in closed
    assert "<textarea" not in closed
    assert "autofocus" in closed  # who closed it goes on from there


def test_five_hundred_rows_are_read_and_ordered_in_few_queries(
    tab: Client, alice: User, settings: Any, django_assert_max_num_queries: Any
) -> None:
    settings.ALLOWANCE_USD = 100
    with django_assert_max_num_queries(20):
        batch = drafts.make(alice, "\n".join(f"a fox number {n}" for n in range(500)))

    with django_assert_max_num_queries(50):
        tab.post(f"{address(batch)}order/", {"rows": "500", "ticks": str(500 * picture_order().price)})
    with django_assert_max_num_queries(40):
        shown = words(tab.get(address(batch), {"page": "7"}))

    assert Job.objects.count() == 500
    assert "7 of 10" in shown
    assert money(alice).held == 500 * FOUR_CENTS


def test_a_row_can_be_changed_without_a_script(tab: Client, alice: User) -> None:
    batch = made(alice, "a fox")

    opened = tab.get(row_of(batch, 1), follow=True)
    changed = tab.post(row_of(batch, 1), {"prompt": "a crow"}, follow=True)

    assert 'name="prompt"' in words(opened)
    assert "a crow" in words(changed)


def test_many_batches_are_listed_page_by_page(tab: Client, alice: User) -> None:
    Batch.objects.bulk_create([Batch(owner=alice, name=f"List {n}") for n in range(31)])

    assert "1 of 2" in words(tab.get("/studio/batches/"))
    assert words(tab.get("/studio/batches/?page=2")).count("To be ordered") == 1
