"""How quick the desk is: ten thousand open cases, and two hundred of them decided by keys in Chromium. `bin/bench desk`."""

import hashlib
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from bench.figures import percentile
from bench.gallery import _cookie, _timed
from bench.private import private_house

OPEN, OWNERS, DECIDED = 10_000, 200, 200
WORDS = ("naked", "bomb", "president", "password", "passport")
CLAUSES = ("sexual.1", "crime.1", "likeness.2", "deception.1", "harassment.1")
ALIVE = "form[data-island=keys][data-alive]"


def main() -> list[str]:
    """Fill a private house, ask for the pages, decide, and return the tables."""
    with private_house() as house:
        rosa = _filled()
        print(f"Filled: {OPEN:,} open cases of {OWNERS} owners.", flush=True)
        text = [*_asked(rosa), "", *_decided(house, rosa)]
    print("\n".join(text))
    return text


def _filled() -> Any:
    from django.db import connection
    from django.utils import timezone

    from accounts.models import Role, User
    from moderation.models import Case, Flag, RefusedPrompt

    adult = {"birth_date": date(1990, 1, 1)}
    rosa = User.objects.create_user("rosa@example.org", "x", roles=[Role.USER, Role.REVIEWER], **adult)
    owners = [User.objects.create_user(f"person{n}@example.org", "x", **adult) for n in range(OWNERS)]
    prompts = RefusedPrompt.objects.bulk_create(
        RefusedPrompt(owner=owners[n % OWNERS], room="studio", text=f"{WORDS[n % 5]} {n}", text_sha256=_sha(n))
        for n in range(OPEN)
    )
    cases = Case.objects.bulk_create(
        Case(
            owner=prompt.owner,
            subject_kind="prompt",
            subject=prompt.public_id,
            lane="likeness" if n % 5 == 2 else "other",
        )
        for n, prompt in enumerate(prompts)
    )
    Flag.objects.bulk_create(
        Flag(case=case, source="rule", check_name="terms", action="refuse", clause=CLAUSES[n % 5], detail=WORDS[n % 5])
        for n, case in enumerate(cases)
    )
    now = timezone.now()
    for n, case in enumerate(cases):
        case.opened_at = now - timedelta(minutes=OPEN - n)
    Case.objects.bulk_update(cases, ["opened_at"], batch_size=1000)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return rosa


def _sha(n: int) -> str:
    return hashlib.sha256(str(n).encode()).hexdigest()


def _asked(rosa: Any) -> list[str]:
    from django.test import Client
    from django.urls import reverse

    from moderation.models import Case

    browser = Client()
    browser.force_login(rosa, backend="allauth.account.auth_backends.AuthenticationBackend")
    case = reverse("case", args=[Case.objects.earliest("opened_at").public_id])
    filled = {"measures": ["remove"], "reason": "Because."}
    rows: dict[str, Callable[[], object]] = {
        "the queue": lambda: browser.get("/desk/"),
        "the list as it fetches itself": lambda: browser.get("/desk/", headers={"hx-request": "true"}),
        "one lane": lambda: browser.get("/desk/?lane=likeness"),
        "a case": lambda: browser.get(case),
        "what the owner will read": lambda: browser.post(f"{case}statement/", filled),
    }
    text = [f"### Desk: {OPEN:,} open cases", "", "| page | p50 ms | p95 ms |", "|---|---:|---:|"]
    for name, run in rows.items():
        found = _timed(run, 30)
        text.append(f"| {name} | {statistics.median(found):.1f} | {percentile(found, 0.95):.1f} |")
        print(text[-1], flush=True)
    return text


def _decided(house: Any, rosa: Any) -> list[str]:
    from playwright.sync_api import sync_playwright

    from tests.stories.conftest import WIDE
    from tests.support import browsers
    from tests.support.processes import Processes

    processes = Processes()
    try:
        web, cookie = processes.web(), _cookie(rosa)
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=browsers.best(), args=["--no-sandbox"])
            context = chromium.new_context(base_url=web.url, viewport=WIDE)  # type: ignore[arg-type]
            context.add_cookies([{"name": key, "value": value, "url": web.url} for key, value in cookie.items()])
            return _by_keys(context.new_page())
    finally:
        processes.stop()


def _by_keys(page: Any) -> list[str]:
    posts: list[float] = []

    def finished(request: Any) -> None:
        if request.method == "POST" and request.url.endswith("/decide/"):
            posts.append(request.timing["responseStart"] - request.timing["requestStart"])

    page.on("requestfinished", finished)
    page.goto("/desk/")
    page.locator("a.case").first.click()
    page.wait_for_selector(ALIVE)
    whole: list[float] = []
    began = time.perf_counter()
    for n in range(DECIDED):
        pressed = _decide(page, "a" if n % 3 == 0 else "1")
        whole.append(1000 * (time.perf_counter() - pressed))
    per_minute = 60 * DECIDED / (time.perf_counter() - began)
    return [
        f"### {DECIDED} cases decided by keys in Chromium, without a pause to think", "",
        "| decisions a minute | Enter to the next case p50 ms | p95 ms | server, deciding p50 ms | p95 ms |", "|---:|---:|---:|---:|---:|",
        f"| {per_minute:.0f} | {statistics.median(whole):.0f} | {percentile(whole, 0.95):.0f} "
        f"| {statistics.median(posts):.0f} | {percentile(posts, 0.95):.0f} |",
    ]  # fmt: skip


def _decide(page: Any, key: str) -> float:
    """By keys alone, up to the next case; when Enter was pressed."""
    here = page.url
    page.keyboard.press(key)
    page.keyboard.press("n")
    page.keyboard.type("Looked at by a person.")
    page.keyboard.press("Escape")
    pressed = time.perf_counter()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url != here, wait_until="commit")
    page.wait_for_selector(ALIVE)
    return pressed
