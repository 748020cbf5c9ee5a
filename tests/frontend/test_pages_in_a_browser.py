"""Every page of the stylebook in a real browser: nothing breaks the policy, axe finds nothing, nothing is wider than a phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, ViewportSize

from tests.support.axe import axe

pytestmark = pytest.mark.browser

ADDRESSES = [
    "/", "/c/1/", "/c/2/", "/c/3/", "/c/4/", "/studio/", "/studio/empty/", "/studio/jobs/1/", "/studio/assets/1/", "/desk/",
    "/desk/empty/", "/usage/", "/notices/", "/people/settings/", "/people/age/", "/components/", "/sign-in/", "/sign-in-wrong/",
    "/sign-up/", "/sign-out/", "/password-reset/", "/errors/400/", "/errors/403/", "/errors/404/", "/errors/413/", "/errors/429/",
    "/errors/500/", "/errors/503/",
]  # fmt: skip
PHONE = ViewportSize(width=390, height=844)


@pytest.fixture(scope="module")
def desk(browser: Browser) -> Iterator[Page]:
    """A wide page in which one address is opened after the other: what it has fetched once it keeps."""
    page = browser.new_page()
    yield page
    page.close()


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[Page]:
    """The same on a phone in the dark."""
    page = browser.new_page(viewport=PHONE, is_mobile=True, has_touch=True, color_scheme="dark")
    yield page
    page.close()


@pytest.fixture
def said(desk: Page) -> Iterator[list[str]]:
    """What the wide page has to say while the test runs."""
    heard: list[str] = []

    def of_the_console(message: ConsoleMessage) -> None:
        heard.extend(words(message))

    def of_a_script(error: Error) -> None:
        heard.append(str(error))

    desk.goto("about:blank")  # the last test's page says no more
    desk.on("console", of_the_console)
    desk.on("pageerror", of_a_script)
    yield heard
    desk.remove_listener("console", of_the_console)
    desk.remove_listener("pageerror", of_a_script)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_keeps_the_policy_and_axe_finds_nothing(desk: Page, said: list[str], book: str, address: str) -> None:
    desk.goto(f"{book}{address}?demo&notice&toast")
    for toast in desk.locator(".toast").all():
        toast.hover()  # who points at it keeps it

    assert said == []
    assert axe(desk) == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_fits_a_phone_in_the_dark(phone: Page, book: str, address: str) -> None:
    phone.goto(f"{book}{address}?demo")

    width = phone.evaluate("document.documentElement.scrollWidth")
    small = phone.evaluate(SMALL_FIELDS)
    found = axe(phone)

    assert width <= PHONE["width"]
    assert small == [], "a phone zooms into fields below 16 px"
    assert found == []


def test_text_becomes_markup_only_by_the_two_policies_and_never_script(page: Page, book: str) -> None:
    page.goto(f"{book}/c/1/?demo")

    thrown = page.evaluate(FORBIDDEN)
    marked_up = page.evaluate(
        "() => { const p = document.createElement('p'); p.innerHTML = '<b>x</b>'; return p.innerHTML }"
    )

    assert thrown == ["TypeError", "TypeError"]
    assert marked_up == "<b>x</b>"


def words(message: ConsoleMessage) -> list[str]:
    """What the console says; not that the book has no socket."""
    return [] if "/ws' failed" in message.text else [f"{message.type}: {message.text}"]


SMALL_FIELDS = """
[...document.querySelectorAll('input, textarea, select')]
  .filter((field) => !['checkbox', 'radio', 'hidden', 'file'].includes(field.type) && field.checkVisibility())
  .filter((field) => parseFloat(getComputedStyle(field).fontSize) < 16)
  .map((field) => field.outerHTML.slice(0, 80))
"""


def test_the_drawer_of_a_phone_works_with_the_keyboard(browser: Browser, book: str) -> None:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(f"{book}/c/1/")
    opener = page.get_by_role("button", name="Open the menu")

    opener.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#side:popover-open")
    inside = page.evaluate("document.getElementById('side').contains(document.activeElement)")
    behind = page.evaluate("document.querySelector('.room').inert")
    page.keyboard.press("Escape")
    page.wait_for_selector("#side:not(:popover-open)", state="hidden")

    assert inside
    assert behind
    assert page.evaluate("document.activeElement.ariaLabel") == "Open the menu"
    context.close()


def test_the_theme_is_kept_for_the_next_page(page: Page, book: str) -> None:
    page.goto(f"{book}/c/1/")
    page.get_by_role("button", name="account and settings").click()
    page.get_by_role("button", name="Dark").click()
    at_once = page.evaluate("getComputedStyle(document.body).backgroundColor")

    page.goto(f"{book}/studio/")

    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == at_once == "rgb(24, 23, 20)"


def test_the_question_mark_lists_the_keys_and_escape_puts_them_away(page: Page, book: str) -> None:
    page.goto(f"{book}/studio/jobs/1/")
    page.wait_for_selector("[data-scripted]")
    page.keyboard.press("?")
    listed = page.get_by_role("dialog", name="Keys")

    listed.get_by_text("New conversation").wait_for()  # the list of keys is fetched when it is wanted
    page.keyboard.press("Escape")
    listed.wait_for(state="detached")


def test_code_is_copied_as_it_was_written(page: Page, book: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{book}/c/4/")
    page.wait_for_selector("#answer[data-done]")

    page.locator("#answer .code").get_by_role("button", name="Copy").click()
    page.get_by_role("button", name="Copied").wait_for()

    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.splitlines()[0] == "async def politely(call, tries=4):"
    assert copied.splitlines()[-1] == "        await sleep(answer.retry_after or 2 ** attempt + random())"


def test_a_chart_reads_the_table_beside_it(page: Page, book: str) -> None:
    page.goto(f"{book}/usage/")
    page.wait_for_selector(".chart-plot canvas")

    assert "Chat" in page.locator(".chart-legend").inner_text()
    assert "Chat $1.22" in page.locator(".chart-legend").inner_text()


FORBIDDEN = """
() => [
  () => { document.createElement('script').text = 'document.title = 1' },
  () => trustedTypes.createPolicy('another', {}),
].map((act) => { try { act(); return 'done' } catch (error) { return error.name } })
"""
