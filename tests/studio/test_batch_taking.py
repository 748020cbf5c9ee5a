"""A batch taken along: its sheet, and everything as a zip."""

import csv
import io
import zipfile
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from studio.models import Job
from tests.studio.batch_pages import address, words
from tests.studio.batches import ordered, worked
from tests.support.simulator import Simulator


def body(answer: Any) -> bytes:
    return b"".join(answer)


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
