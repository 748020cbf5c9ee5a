"""Somebody orders a film: the price before the click, each state as it comes, the film itself, its recipe, the trash."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from accounts.models import Role, User
from studio.models import Job
from tests.stories.conftest import PHONE, SignIn, axe, hurried
from usage.models import Charge

pytestmark = pytest.mark.browser

Look = Callable[[Page, str], None]
Somebody = Callable[..., User]

PLAYS = """(film) => new Promise((done) => {
  film.muted = true
  film.ontimeupdate = () => film.currentTime > 0.2 && done(true)
  film.play()
})"""
SEEKS = """(film, to) => new Promise((done) => {
  film.onseeked = () => done(film.currentTime)
  film.pause()
  film.currentTime = to
})"""


def at_the_bench(page: Page, kind: str = "video") -> Locator:
    """The order form, alive."""
    page.goto(f"/studio/?kind={kind}")
    page.wait_for_selector("#order[data-alive]")
    return page.locator("#order")


def order(page: Page, words: str, kind: str = "video", *, seconds: int = 0) -> None:
    """Write and press, as one does. A film that somebody looks at is a short one: the stand-in has to paint it."""
    bench = at_the_bench(page, kind)
    if seconds:
        bench.get_by_label("Length in seconds").select_option(str(seconds))
    bench.get_by_role("textbox").fill(words)
    bench.locator("#order-go").click()


def test_a_film_is_ordered_at_its_price_and_watched(sign_in: SignIn, somebody: Somebody, look: Look) -> None:
    alice = somebody(Role.CREATOR)
    page = sign_in(alice)
    bench = at_the_bench(page)
    expect(bench.locator("#order-go")).to_have_text("Film 40.00 ¢")

    bench.get_by_label("Length in seconds").select_option("2")
    expect(bench.locator("#order-go")).to_have_text("Film 10.00 ¢")
    bench.get_by_role("textbox").fill("[[scene:video_seconds seconds=2]] A heron lifts off at dawn")
    bench.locator("#order-go").click()

    card = page.locator("#wall > li").first
    expect(card).to_have_attribute("data-state", "rendering")
    expect(card.get_by_role("progressbar")).to_be_visible()
    expect(bench.get_by_role("textbox")).to_have_value("")
    expect(bench.get_by_label("Length in seconds")).to_have_value("2")
    look(page, "film-rendering")
    film = page.locator("#wall > li[data-asset]")
    expect(film).to_have_count(1)
    expect(page.locator("#announcer")).to_contain_text("Ready · signed: Film")
    expect(page.locator("[data-spent]").first).to_have_text("10.00 ¢")
    look(page, "film-ready")
    film.get_by_role("link").click()
    assert page.locator("video").evaluate(PLAYS)
    assert page.locator("video").evaluate(SEEKS, 1.5) == pytest.approx(1.5, abs=0.1)
    look(page, "film-watched")
    assert axe(page) == []
    assert Charge.objects.get(owner=alice).person_ticks == 1_000_000_000


def test_a_film_is_saved_with_its_recipe(sign_in: SignIn, somebody: Somebody) -> None:
    page = sign_in(somebody(Role.CREATOR), permissions=["clipboard-read", "clipboard-write"])
    order(page, "A lighthouse turns once", seconds=2)
    page.locator("#wall > li[data-asset] a").click()
    page.wait_for_selector("#asset[data-alive]")

    with page.expect_download() as saved:
        page.get_by_role("link", name="Download").click()
    page.get_by_role("link", name="As JSON").click()

    expect(page.locator(".toast")).to_contain_text("The recipe is in your clipboard")
    assert saved.value.suggested_filename.startswith("a-lighthouse-turns-once")
    assert Path(saved.value.path()).read_bytes()[4:8] == b"ftyp"
    assert '"prompt": "A lighthouse turns once"' in page.evaluate("navigator.clipboard.readText()")


def test_what_is_deleted_can_be_had_back(sign_in: SignIn, somebody: Somebody, look: Look) -> None:
    page = sign_in(somebody(Role.CREATOR))
    order(page, "Still life with a moon", kind="picture")
    page.locator("#wall > li[data-asset] a").click()
    page.wait_for_selector("#asset[data-alive]")
    thing = page.url

    page.keyboard.press("Delete")

    expect(page.locator(".toast")).to_contain_text("Deleted")
    expect(page.locator("#wall > li")).to_have_count(0)
    look(page, "film-deleted")
    assert page.request.get(thing).status == 404
    page.get_by_role("button", name="Take it back").click()
    expect(page).to_have_url(thing)
    page.goto("/studio/")
    page.wait_for_selector("#wall[data-alive]")
    page.locator("#wall > li[data-asset] a").focus()
    page.keyboard.press("Delete")
    expect(page.locator("#wall > li[data-asset]")).to_have_count(0)
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator("#wall > li[data-asset]")).to_have_count(1)


@pytest.mark.parametrize(
    ("scene", "state", "sentence"),
    [
        ("video_failed", "failed", "The provider could not make it. You were not charged."),
        ("video_expired", "expired", "The provider gave the order up before it was made. You were not charged."),
        ("moderated", "blocked", "The provider made it and withheld it by its own rules. It cost you about 40.00 ¢."),
        ("safety_refused", "refused", "The provider does not take this prompt. You were not charged."),
        ("file_nonsense", "failed", "The film arrived damaged and was not saved. You were not charged."),
        ("accept_then_drop", "uncertain", "It may have been made, and may have been charged. 40.00 ¢ stay put aside"),
    ],
)
def test_every_bad_end_says_what_happened_and_what_it_cost(
    sign_in: SignIn, somebody: Somebody, look: Look, scene: str, state: str, sentence: str
) -> None:
    page = sign_in(somebody(Role.CREATOR))

    order(page, f"[[scene:{scene}]] Moss after rain")

    card = page.locator("#wall > li").first
    expect(card).to_have_attribute("data-state", state)
    expect(card).to_contain_text(sentence)
    expect(card.get_by_role("button").or_(card.get_by_role("link", name="order again")).first).to_be_visible()
    assert not card.get_attribute("hx-trigger").count("every")  # type: ignore[union-attr]
    look(page, f"film-{state}-{scene}")
    assert axe(page) == []


def test_an_uncertain_order_is_sent_again_by_its_owner_alone(sign_in: SignIn, somebody: Somebody) -> None:
    alice = somebody(Role.CREATOR)
    page = sign_in(alice)
    order(page, "[[scene:accept_then_drop times=1]] Moss after rain", seconds=2)
    page.get_by_role("button", name="Order it again").click()

    expect(page.locator("#wall > li[data-asset]")).to_have_count(1)
    assert sorted(Job.objects.owned_by(alice).values_list("state", flat=True)) == ["cancelled", "ready"]


def test_a_double_click_is_one_order_and_the_focus_stays(sign_in: SignIn, somebody: Somebody) -> None:
    alice = somebody(Role.CREATOR)
    page = sign_in(alice)
    bench = at_the_bench(page, "picture")
    bench.get_by_role("textbox").fill("Once, please")

    bench.locator("#order-go").dblclick()

    expect(page.locator("#wall > li")).to_have_count(1)
    expect(bench.locator("#order-go")).to_be_focused()
    expect(page.locator("#wall > li[data-asset]")).to_have_count(1)
    assert Job.objects.owned_by(alice).count() == 1


def test_nothing_typed_is_lost(sign_in: SignIn, somebody: Somebody, look: Look) -> None:
    page = sign_in(somebody(Role.CREATOR))
    bench = at_the_bench(page)
    bench.locator("#order-go").click()
    expect(bench).to_contain_text("Write what you would like to see.")
    expect(bench.get_by_role("textbox")).to_be_focused()

    bench.get_by_role("textbox").fill("A harbour at the blue hour")
    bench.get_by_label("Ratio").select_option("9:16")
    page.reload()
    page.wait_for_selector("#order[data-alive]")
    expect(bench.get_by_role("textbox")).to_have_value("A harbour at the blue hour")
    expect(bench.get_by_label("Ratio")).to_have_value("9:16")

    page.context.set_offline(True)
    bench.locator("#order-go").click()
    expect(page.locator(".toast")).to_contain_text("Nothing was sent")
    look(page, "film-offline")
    page.context.set_offline(False)
    expect(bench.get_by_role("textbox")).to_have_value("A harbour at the blue hour")


def test_only_what_an_engine_takes_can_be_chosen(sign_in: SignIn, somebody: Somebody) -> None:
    bench = at_the_bench(sign_in(somebody(Role.CREATOR)))
    bench.get_by_label("Engine").select_option("grok-imagine-video-1.5")
    bench.get_by_label("Resolution").select_option("1080p")
    expect(bench.locator("#order-go")).to_have_text("Film $2.00")

    bench.get_by_label("Engine").select_option("grok-imagine-video")

    expect(bench.get_by_label("Resolution")).to_have_value("720p")
    expect(bench.get_by_label("Resolution").get_by_role("option", name="1080p", include_hidden=True)).to_be_disabled()
    expect(bench.locator("#order-go")).to_have_text("Film 56.00 ¢")


def test_what_the_allowance_does_not_cover_is_said_before_the_click(sign_in: SignIn, somebody: Somebody) -> None:
    page = sign_in(somebody(Role.CREATOR))
    order(page, "[[scene:video_never]] Slow water")
    expect(page.locator("#wall > li")).to_have_count(1)  # while an order is on its way the bench takes no other
    bench = page.locator("#order")
    bench.get_by_label("Engine").select_option("grok-imagine-video-1.5")
    bench.get_by_label("Resolution").select_option("1080p")
    bench.get_by_label("Length in seconds").select_option("15")
    expect(bench.locator("#order-go")).to_have_text("Film $3.75")
    for held in (1, 2):
        bench.get_by_role("textbox").fill(f"[[scene:video_never]] Slow water, {held}")
        bench.locator("#order-go").click()
        expect(page.locator("#wall > li")).to_have_count(1 + held)

    bench.get_by_role("textbox").fill("Once more")

    expect(bench).to_contain_text("Your allowance has $2.10 left this month, which is less than this costs.")
    bench.locator("#order-go").click()
    expect(bench.get_by_role("alert")).to_contain_text("Nothing was ordered.")
    expect(bench.get_by_role("textbox")).to_have_value("Once more")


def test_the_tray_follows_into_the_parlour_and_to_another_tab(sign_in: SignIn, somebody: Somebody, look: Look) -> None:
    page = sign_in(somebody(Role.CREATOR))
    page.goto("/")
    tray = page.get_by_role("complementary", name="Jobs")
    expect(tray).to_have_count(0)
    bench = page.context.new_page()

    order(bench, "[[scene:video_seconds seconds=3]] A comet over the harbour", seconds=2)

    expect(tray).to_contain_text("Rendering")
    look(page, "tray-parlour")
    tray.locator("summary").click()
    expect(tray.get_by_role("link")).to_contain_text("A comet over the harbour")
    expect(tray).to_contain_text("Ready · signed")
    expect(page.locator("#announcer")).to_contain_text("Ready · signed: Film")
    look(page, "tray-parlour-ready")
    assert axe(page) == []


def test_a_card_goes_on_while_the_line_is_away(sign_in: SignIn, somebody: Somebody) -> None:
    page = sign_in(somebody(Role.CREATOR))
    page.route_web_socket(re.compile("/ws$"), lambda line: _cut(line))
    hurried(page, "/studio/")

    order(page, "A heron", kind="picture")

    expect(page.locator("#wall > li[data-asset]")).to_have_count(1)
    expect(page.locator(".toast")).to_have_count(0)


def test_a_phone_has_the_whole_studio(sign_in: SignIn, somebody: Somebody, look: Look) -> None:
    page = sign_in(somebody(Role.CREATOR), viewport=PHONE, has_touch=True, is_mobile=True, color_scheme="dark")

    order(page, "A lantern room", kind="picture")
    expect(page.locator("#wall > li[data-asset]")).to_have_count(1)
    look(page, "film-phone")

    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert axe(page) == []


def _cut(line: WebSocketRoute) -> None:
    line.close(code=1001)
