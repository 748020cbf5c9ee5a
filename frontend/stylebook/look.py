"""Look at every page as a person would: light and dark, wide and phone. Says what the console and axe complained about."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from frontend.stylebook import server, site
from frontend.stylebook.urls import PAGES

FOLDER = site.FOLDER
SIZES = {"wide": (1440, 980), "phone": (390, 844)}
SCHEMES = ("light", "dark")


def at(names: list[str]) -> None:
    """Take a screenshot of each page in each size and scheme into var/stylebook/."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    running = server.start()
    with _browser() as browser:
        for size in SIZES:
            for scheme in SCHEMES:
                _look(browser, running.server_port, names or list(PAGES), size, scheme)


def _look(browser: Browser, port: int, names: list[str], size: str, scheme: str) -> None:
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        screen={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        has_touch=size == "phone",
        is_mobile=size == "phone",
        bypass_csp=False,
    )
    for name in names:
        page = context.new_page()
        page.on("console", lambda message: _say(f"  {message.type}: {message.text}"))
        page.goto(f"http://127.0.0.1:{port}/{PAGES[name][0]}?demo")
        page.evaluate("document.fonts.ready")
        page.wait_for_timeout(250)
        if name == "stream":
            page.wait_for_selector("[data-done]")
        page.screenshot(path=FOLDER / f"{name}-{size}-{scheme}.png", full_page=True, animations="disabled")
        for complaint in _complaints(page):
            print(f"{name} {size} {scheme}: {complaint}")  # noqa: T201
        page.close()
    context.close()


def _say(line: str) -> None:
    if "/ws' failed" not in line:  # the book has no socket
        print(line)  # noqa: T201


def _complaints(page: Page) -> Iterator[str]:
    for found in Axe().run(page).response["violations"]:
        for node in found["nodes"]:
            yield f"{found['id']}: {node['target']} {node['failureSummary'].splitlines()[-1].strip()}"
    if page.evaluate("document.documentElement.scrollWidth > screen.width + 1"):
        yield "wider than the screen"


@contextmanager
def _browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()
