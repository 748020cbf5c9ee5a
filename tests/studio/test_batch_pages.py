"""The pages of a batch: what is typed is never lost, the sum is agreed before the click, the sheet is safe to open."""

import csv
import io
import re
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from studio.batches import drafts, standing
from studio.models import Batch, Job, Origin
from tests.studio.hung import hang
from tests.studio.steps import picture_order
from tests.studio.test_batches import FOUR_CENTS, failed, made, ordered, worked
from tests.support.simulator import Simulator
from usage.allowances import standing as money

HTMX = {"HX-Request": "true"}
PLAIN = {"verb": "imagine", "ratio": "", "unwanted": "", "longest": ""}


def words(answer: Any) -> str:
    return str(answer.content.decode())


def body(answer: Any) -> bytes:
    return b"".join(answer)


def bring(tab: Client, text: str = "", **changes: Any) -> Any:
    return tab.post("/studio/batches/", {**PLAIN, "text": text, **changes})


def row_of(batch: Batch, n: int) -> str:
    return f"{address(batch)}rows/{batch.rows.get(n=n).public_id}/"


def address(batch: Batch) -> str:
    return f"/studio/batches/{batch.public_id}/"


def leads_home(answer: Any, batch: Batch) -> bool:
    """Whether its links, and what keeps it up to date, lead to the page of the batch, whatever address it stands at."""
    shown = words(answer)
    return (
        'href="?' not in shown
        and shown.count(f'href="{address(batch)}') > 0
        and all(f'hx-get="{address(batch)}' in part for part in re.findall(r'<div [^>]*id="batch-now"[^>]*>', shown))
    )


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


def test_what_came_to_nothing_is_ordered_again_by_the_button_that_was_shown(tab: Client, alice: User) -> None:
    batch = ordered(alice, "a fox\na heron")
    failed(standing.newest(batch)[0])
    shown = words(tab.get(address(batch)))
    sent = dict(re.findall(r'type="hidden" name="(which|ticks)" value="(\w+)"', shown))

    answers = [tab.post(f"{address(batch)}again/", sent, follow=True) for _ in range(2)]

    assert "Order 1 again · 4.00 ¢" in shown
    assert ["1 row ordered again." in words(answer) for answer in answers] == [True, True]
    assert Job.objects.count() == 3


def test_whoever_does_something_with_a_row_comes_back_to_the_rows_they_were_at(
    tab: Client, alice: User, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studio.batches.showing.ROWS", 1)
    draft, batch = made(alice, "prompt,ratio\na fox,17:5\na heron,17:6"), ordered(alice, "a fox\na heron\na crow")
    batch.rows.update(findings=["black"])

    shown = words(tab.get(f"{address(draft)}?show=wrong&page=2"))
    changed = tab.post(f"{row_of(draft, 3)}?show=wrong&page=2", {"prompt": "a heron", "ratio": "17:7"})
    fine = tab.post(f"{row_of(batch, 2)}fine/?show=look&page=2")
    last = tab.post(f"{row_of(batch, 3)}fine/?show=look&page=2")
    plain = tab.post(f"{row_of(batch, 1)}fine/?show=%00&page=x")

    heron = draft.rows.get(n=3).public_id
    assert f'href="{address(draft)}?show=wrong&amp;page=2&amp;edit={heron}#row-3"' in shown
    assert changed["Location"] == f"{address(draft)}?show=wrong&page=2#row-3"
    assert fine["Location"] == f"{address(batch)}?show=look&page=2#row-3"  # the next to be looked at
    assert last["Location"] == f"{address(batch)}?show=look&page=2"
    assert plain["Location"] == f"{address(batch)}#row-1"


def test_a_row_that_is_open_can_be_left_as_it_is(tab: Client, alice: User) -> None:
    batch = made(alice, "a fox")

    opened = words(tab.get(row_of(batch, 1), headers=HTMX))
    closed = words(tab.get(f"{row_of(batch, 1)}?how=shown", headers=HTMX))

    assert "?how=shown" in opened
    assert "a fox" in closed
    assert "<textarea" not in closed
    assert "autofocus" in closed  # who closed it goes on from there


def test_whatever_can_have_the_focus_keeps_it_when_the_page_is_fetched_anew(tab: Client, alice: User) -> None:
    batch = ordered(alice, "\n".join(f"fox {n}" for n in range(60)))
    hang(alice, job=standing.newest(batch)[0], origin=Origin.MADE)
    batch.rows.filter(n=2).update(findings=["black"])
    failed(standing.newest(batch)[2])

    now = words(tab.get(address(batch))).partition('id="batch-now"')[2].partition("</main>")[0]

    takers = re.findall(r"<(?:a|button)\b[^>]*>", now)
    assert len(takers) > 50
    assert [each for each in takers if " id=" not in each] == []


def test_an_ordered_batch_shows_how_it_stands_and_is_in_the_tray_as_one(tab: Client, alice: User) -> None:
    batch = made(alice, "a fox\na heron")
    tab.post(f"{address(batch)}order/", {"rows": "2", "ticks": str(2 * FOUR_CENTS)})

    shown, tray, bench = words(tab.get(address(batch))), words(tab.get("/studio/tray/")), words(tab.get("/studio/"))

    assert "0 of 2</b> done" in shown
    assert "8.00 ¢ stay put aside for the rest" in shown
    assert tray.count("data-tray-job") == 1
    assert "0 of 2 ready" in tray
    assert "data-job=" not in bench.partition('id="wall"')[2]


def test_the_tray_counts_the_batch_that_is_being_made_also_behind_one_that_is_done(tab: Client, alice: User) -> None:
    ordered(alice, "a fox\na heron\na crow")
    newer = ordered(alice, "a wren\na tit")
    for job in standing.newest(newer):
        failed(job)

    summary = words(tab.get("/studio/tray/")).partition("</summary>")[0]

    assert "0 of 3 ready" in summary


def test_a_row_once_ordered_is_not_changed(tab: Client, alice: User) -> None:
    batch = ordered(alice, "a fox")

    plain = tab.post(row_of(batch, 1), {"prompt": "a crow"})
    fragments = [
        tab.post(f"{row_of(batch, 1)}?page=2", {"prompt": "a crow"}, headers=HTMX),
        tab.get(f"{row_of(batch, 1)}?page=2", headers=HTMX),
    ]

    assert plain.status_code == 409
    assert leads_home(plain, batch)
    # The page it would be put into is another by now: the whole of it is loaded anew, and says why.
    for answer in fragments:
        assert (answer.status_code, answer["HX-Redirect"]) == (204, f"{address(batch)}?page=2")
    assert "This batch was ordered meanwhile." in words(tab.get(address(batch)))
    assert standing.newest(batch)[0].prompt == "a fox"


def test_the_sheet_has_every_row_and_no_formulas(tab: Client, alice: User, upstream: Simulator) -> None:
    batch = ordered(alice, "prompt,ratio\n=1+1 foxes,1:1\na heron,17:5")
    worked(batch)

    answer = tab.get(f"{address(batch)}sheet/")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))

    asset = Job.objects.get().assets.get()
    assert [(row["row"], row["prompt"], row["state"]) for row in rows] == [
        ("2", "'=1+1 foxes", "Ready"),
        ("3", "a heron", "Left out"),
    ]
    assert rows[0]["cost_usd"] == "0.04"
    assert rows[0]["files"].endswith(f"/studio/assets/{asset.public_id}/")


@pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume asynchronous iterators")
def test_everything_comes_as_a_zip_with_the_sheet(tab: Client, alice: User, upstream: Simulator) -> None:
    batch = ordered(alice, "a fox\na heron")
    worked(batch)

    answer: Any = tab.get(f"{address(batch)}zip/")
    packed = zipfile.ZipFile(io.BytesIO(body(answer)))

    names = packed.namelist()
    assert len([name for name in names if name.endswith((".png", ".jpg", ".webp"))]) == 2
    assert "sheet.csv" in names
    assert packed.testzip() is None


@pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume asynchronous iterators")
def test_what_is_too_much_for_one_zip_comes_in_parts(
    tab: Client, alice: User, upstream: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = ordered(alice, "a fox\na heron\na crow")
    worked(batch)
    monkeypatch.setattr("studio.gallery.taking.MOST", 2)

    shown = words(tab.get(address(batch)))
    answers = [tab.get(f"{address(batch)}zip/?part={part}") for part in ("1", "2")]
    nothing = [tab.get(f"{address(batch)}zip/?part={part}") for part in ("3", "0", "x")]

    assert "Zip 2 of 2" in shown
    pictures = [
        {
            name
            for name in zipfile.ZipFile(io.BytesIO(body(answer))).namelist()
            if name.endswith((".png", ".jpg", ".webp"))
        }
        for answer in answers
    ]
    assert [len(names) for names in pictures] == [2, 1]
    assert answers[1]["Content-Disposition"].endswith('-2.zip"')
    assert [answer["Location"] for answer in nothing] == [address(batch)] * 3


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


def test_a_list_that_is_over_can_be_removed_and_what_was_made_stays(
    tab: Client, alice: User, upstream: Simulator
) -> None:
    batch = ordered(alice, "prompt,ratio\na fox,1:1\na heron,17:5")
    tab.post(f"{address(batch)}throw-away/")
    assert Batch.objects.exists()  # something of it is on its way
    worked(batch)

    tab.post(f"{address(batch)}throw-away/")

    assert not Batch.objects.exists()
    assert Job.objects.get().assets.visible_to(alice).count() == 1


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
