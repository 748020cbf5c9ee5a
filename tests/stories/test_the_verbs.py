"""A picture is edited and animated: from the wall onto the bench, by hand, on a wide screen and on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Role, User
from studio.models import Asset
from tests.stories.conftest import PHONE, WIDE, SignIn, axe, small_targets

pytestmark = pytest.mark.browser

Look = Callable[[Page, str], None]
Somebody = Callable[..., User]


@pytest.mark.parametrize(
    ("size", "options"),
    [("wide", {"viewport": WIDE}), ("phone", {"viewport": PHONE, "has_touch": True, "is_mobile": True, "color_scheme": "dark"})],
    ids=["wide", "phone"],
)  # fmt: skip
def test_a_picture_is_edited_and_then_animated(
    size: str, options: dict[str, object], sign_in: SignIn, somebody: Somebody, look: Look
) -> None:
    alice = somebody(Role.CREATOR)
    page = sign_in(alice, **options)
    page.goto("/studio/?verb=imagine")
    bench = page.locator("#order[data-alive]")
    words = bench.get_by_role("textbox")
    words.fill("A heron on a post")
    page.locator("#order-go").click()
    wall = page.locator("#wall > li[data-asset]")
    expect(wall).to_have_count(1)

    # Edit: chosen from the picker.
    page.locator(".verbs").get_by_role("link", name="Edit").click()
    page.wait_for_selector("#order[data-verb=edit][data-alive]")
    expect(page.locator("#why")).to_contain_text("Add the picture to edit.")
    bench.get_by_role("button", name="Picture", exact=True).click()
    expect(page.locator("#picker [data-pick]")).to_have_count(1)
    look(page, f"verbs-picker-{size}")
    assert axe(page) == []
    page.locator("#picker [data-pick]").click()
    expect(bench.locator("[data-input]")).to_have_count(1)
    expect(page.locator("#order-go")).to_contain_text("¢")
    words.fill("Make it dusk")
    look(page, f"verbs-edit-{size}")
    assert axe(page) == []
    assert size == "wide" or small_targets(page) == []
    page.locator("#order-go").click()
    expect(wall).to_have_count(2)

    # Animate: from the picture's own page; one's words come back by a key.
    wall.first.get_by_role("link").first.click()
    page.get_by_role("link", name="Animate").click()
    page.wait_for_selector("#order[data-verb=animate][data-alive]")
    expect(bench.get_by_role("group", name="First frame").locator("[data-input]")).to_have_count(1)
    words.focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(words).to_have_value("Make it dusk")
    page.keyboard.press("Alt+ArrowDown")
    words.fill("It lifts off")
    bench.get_by_label("Length in seconds").select_option("2")
    expect(page.locator("#order-go")).to_contain_text("10.20 ¢")
    look(page, f"verbs-animate-{size}")
    page.locator("#order-go").click()
    expect(wall).to_have_count(3)

    film = Asset.objects.owned_by(alice).get(kind="video")
    edited = film.parent_edges.get().parent
    assert (film.verb, edited.verb) == ("animate", "edit")
    assert edited.parent_edges.get().parent.verb == "imagine"
    assert page.evaluate("document.documentElement.scrollWidth") <= options["viewport"]["width"]  # type: ignore[index]


def test_a_thing_is_dragged_from_the_wall_and_taken_out_again(sign_in: SignIn, somebody: Somebody) -> None:
    page = sign_in(somebody(Role.CREATOR))
    page.goto("/studio/?verb=imagine")
    page.locator("#order[data-alive]").get_by_role("textbox").fill("A blue door")
    page.locator("#order-go").click()
    card = page.locator("#wall > li[data-asset]")
    expect(card).to_have_count(1)

    card.get_by_role("link").first.drag_to(page.locator("#order textarea"))

    page.wait_for_selector("#order[data-verb=edit][data-alive]")
    thing = page.locator("#order [data-input]")
    expect(thing).to_have_count(1)
    page.get_by_role("button", name="Take out picture").click()
    expect(thing).to_have_count(0)
    expect(page.get_by_role("button", name="Picture", exact=True)).to_be_focused()
