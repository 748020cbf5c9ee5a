"""The page of a batch that was ordered: how it stands, what is ordered again, and where one comes back to."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from studio.batches import standing
from studio.models import Batch, Job, Origin
from tests.studio.batch_pages import HTMX, address, leads_home, row_of, words
from tests.studio.batches import FOUR_CENTS, failed, made, ordered, worked
from tests.studio.hung import hang
from tests.support.simulator import Simulator


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
