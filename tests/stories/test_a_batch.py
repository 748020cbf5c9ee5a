"""A list is pasted, looked at, ordered as one, followed and taken along: on a wide screen and on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Role, User
from studio.models import Batch
from tests.stories.conftest import PHONE, WIDE, SignIn, axe, small_targets

pytestmark = pytest.mark.browser

Look = Callable[[Page, str], None]
LIST = """prompt,verb,ratio,seconds,colour
A heron at dawn on a post,imagine,3:2,,grey
A blue door in the rain,imagine,1:1,,
[[scene:file_dark]] A fox crossing a river,film,16:9,2,
A lighthouse in a storm,imagine,17:5,,
"""


@pytest.mark.parametrize(
    ("size", "options"),
    [("wide", {"viewport": WIDE}), ("phone", {"viewport": PHONE, "has_touch": True, "is_mobile": True, "color_scheme": "dark"})],
    ids=["wide", "phone"],
)  # fmt: skip
def test_a_list_becomes_a_sheet(
    size: str, options: dict[str, object], sign_in: SignIn, somebody: Callable[..., User], look: Look
) -> None:
    alice = somebody(Role.CREATOR)
    page = sign_in(alice, **options)

    def seen(name: str) -> None:
        look(page, f"batch-{name}-{size}")
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= options["viewport"]["width"]  # type: ignore[index]
        assert size == "wide" or small_targets(page) == []

    # Bring it.
    page.goto("/studio/")
    page.get_by_role("link", name="Many at once").click()
    seen("empty")
    page.get_by_role("textbox", name="The list").fill(LIST)
    page.get_by_role("button", name="Read the list").click()

    # Look at it: one row has a ratio nobody makes, one column means nothing to us.
    rows = page.locator(".batch-row")
    expect(rows).to_have_count(4)
    expect(page.get_by_text("17:5 is not offered")).to_be_visible()
    expect(page.get_by_text("“colour”: we do not know")).to_be_visible()
    expect(page.get_by_role("button", name="Order 3 rows")).to_be_visible()
    seen("draft")

    # Mend one row and take another out; the sum follows.
    page.get_by_role("link", name="Change row 5").click()
    page.get_by_label("ratio", exact=True).fill("2:3")
    seen("row")
    page.get_by_role("button", name="Change row 5").click()
    expect(page.get_by_role("button", name="Order 4 rows")).to_be_visible()
    page.get_by_role("button", name="Take row 3 out").click()
    order = page.get_by_role("button", name="Order 3 rows")
    expect(order).to_be_visible()
    order.click()

    # Follow it to the end, without pressing anything.
    page.wait_for_selector("#batch[data-alive]")
    look(page, f"batch-begun-{size}")
    expect(page.locator("#batch-now .batch-sum")).to_contain_text("3 of 3 ready")
    expect(page.locator(".batch-made[data-state=ready] img")).to_have_count(3)
    expect(page.locator("#tray")).to_contain_text("3 of 3 ready")
    seen("done")

    # The film came black and silent: no link shows it before Alice has looked.
    expect(page.get_by_text("Until you say it is fine no link shows it.")).to_be_visible()
    page.get_by_role("button", name="It is fine").click()
    expect(page.get_by_text("Look at this")).to_have_count(0)

    # Take it along.
    with page.expect_download() as download:
        page.get_by_role("link", name="Sheet (CSV)").click()
    assert download.value.suggested_filename.endswith(".csv")
    page.goto("/studio/batches/")
    expect(page.get_by_text("3 of 3 ready")).to_be_visible()
    seen("list")
    assert Batch.objects.owned_by(alice).get().is_ordered
