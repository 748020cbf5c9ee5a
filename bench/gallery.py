"""How quick the gallery is: one person's hundred thousand things among others'. `bin/bench gallery`."""

import os
import random
import shutil
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench.figures import percentile
from bench.private import private_house

MINE, OTHERS, EACH = 100_000, 10, 5_000
MONTHS = 30
WORDS = 20_000
TIMES = 20
QUESTIONS = {
    "the whole wall": "",
    "a rare word": "zzrare",
    "a word once": "zzonce",
    "a common word": "w0",
    "two common words": "w0 w1",
    "common long ago": "zzlongago",
    "a beginning": "zzr",
    "a phrase": '"w0 w1"',
    "no hits": "qqnothing",
    "verb": "verb:animate",
    "engine": "engine:grok-imagine-image-2.0",
    "ratio": "ratio:9:16",
    "length": "length:<5s",
    "board": "board:b7",
    "no board": "board:none",
    "rating": "rating:>=4",
    "starred": "is:starred",
    "films": "is:film",
    "a tag": "tag:t7",
    "a rare tag": "tag:rare",
    "origin": "origin:uploaded",
    "a span of time": "after:2026-01 before:2026-02",
    "starred films, a word": "w0 is:starred is:film",
    "nothing is like that": "rating:5 verb:extend ratio:1:1 origin:trimmed",
}
RATIOS = {"1:1": (1024, 1024), "16:9": (1280, 720), "9:16": (720, 1280), "3:2": (1200, 800), "4:3": (1152, 864)}
VERBS = ["imagine", "imagine", "imagine", "edit", "film", "animate"]
SCROLL = """async () => {
  const frames = [], tasks = []
  const watcher = new PerformanceObserver((list) => { for (const task of list.getEntries()) tasks.push(task.duration) })
  watcher.observe({ entryTypes: ["longtask"] })
  let last = await new Promise(requestAnimationFrame)
  for (let step = 0; step < 600; step++) {
    // As a wheel does for nine seconds, and a fling of a screen each frame for one.
    scrollBy(0, step > 540 ? innerHeight : 24)
    const now = await new Promise(requestAnimationFrame)
    frames.push(now - last)
    last = now
  }
  watcher.disconnect()
  return [frames, tasks]
}"""


def main() -> list[str]:
    """Fill a private house, ask, scroll, and return the tables."""
    with private_house() as house:
        person = _filled()
        print(f"Filled: {MINE:,} things of one person, {OTHERS * EACH:,} of {OTHERS} others.", flush=True)
        text = _asked(person)
        return [*text, "", *_scrolled(house, person)]


def _asked(person: Any) -> list[str]:
    from django.test import RequestFactory

    from studio.gallery import bar, finding, shape
    from studio.views import wall

    text = [
        f"### Gallery: {MINE:,} things of one person, {OTHERS * EACH:,} of {OTHERS} others", "",
        "| question | asked | there are | page p50 ms | page p95 ms | index p50 ms | index p95 ms |", "|---|---|---:|---:|---:|---:|---:|",
    ]  # fmt: skip
    for name, said in QUESTIONS.items():
        pages = _timed(lambda said=said: finding.page(person, finding.understood(person, said)))  # type: ignore[misc]
        index = _timed(lambda said=said: shape.months(finding.understood(person, said).shown), 5)  # type: ignore[misc]
        count = sum(month.count for month in shape.months(finding.understood(person, said).shown))
        text.append(f"| {name} | `{said}` | {count:,} | {_figures(pages)} | {_figures(index)} |")
        print(text[-1], flush=True)
    found = finding.understood(person, "")
    middle = finding.page(person, found).assets[-1]
    for _ in range(3):
        middle = found.shown.newest_first()[MINE // 2]
    request = RequestFactory().get("/", {"of": ",".join(str(each.public_id) for each in found.shown[5000:5060])})
    request.user = person
    rows: dict[str, Callable[[], object]] = {
        "a page from the middle": lambda: finding.page(person, found, middle.public_id),
        "the cards of sixty": lambda: wall.some(request),
        "the ids of a month": lambda: shape.ids(found.shown, middle.made_at.replace(day=1)),
        "the bar above": lambda: bar.of(person, "", found.asked),
    }
    text += ["", "| besides | p50 ms | p95 ms |", "|---|---:|---:|"]
    for name, run in rows.items():
        text.append(f"| {name} | {_figures(_timed(run))} |")
        print(text[-1], flush=True)
    return text


def _timed(run: Callable[[], object], times: int = TIMES) -> list[float]:
    run()
    found: list[float] = []
    for _ in range(times):
        began = time.perf_counter()
        run()
        found.append(1000 * (time.perf_counter() - began))
    return found


def _figures(times: list[float]) -> str:
    return f"{statistics.median(times):.1f} | {percentile(times, 0.95):.1f}"


def _scrolled(house: Any, person: Any) -> list[str]:
    from playwright.sync_api import sync_playwright

    from tests.stories.conftest import PHONE, WIDE
    from tests.support.processes import Processes

    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    processes = Processes()
    text = [
        "| scrolling ten seconds | frame p50 ms | frame p95 ms | frame p99 ms | longest task ms | cards in the page |"
    ]
    text.append("|---|---:|---:|---:|---:|---:|")
    try:
        web = processes.web()
        cookie = _cookie(person)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
            for name, size in {"desktop": WIDE, "phone": PHONE}.items():
                context = browser.new_context(base_url=web.url, viewport=size)  # type: ignore[arg-type]
                context.add_cookies([{"name": key, "value": value, "url": web.url} for key, value in cookie.items()])
                page = context.new_page()
                page.goto("/studio/")
                page.wait_for_selector("#wall[data-grown]", timeout=60_000)
                frames, tasks = page.evaluate(SCROLL)
                cards = page.locator("#wall > .card").count()
                figures = " | ".join(f"{percentile(frames, share):.1f}" for share in (0.5, 0.95, 0.99))
                text.append(f"| {name} | {figures} | {max(tasks, default=0):.0f} | {cards} |")
                print(text[-1], flush=True)
                context.close()
            browser.close()
    finally:
        processes.stop()
    return text


def _cookie(person: Any) -> dict[str, str]:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.cached_db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return {settings.SESSION_COOKIE_NAME: str(session.session_key)}


def _filled() -> Any:
    from django.conf import settings
    from django.db import connection
    from PIL import Image

    from accounts.models import Role, User

    chance = random.Random(7)  # the same house each time
    people = [
        User.objects.create_user(
            f"person{number}@example.org", "x", birth_date=date(1990, 1, 1), roles=[Role.USER, Role.CREATOR]
        )
        for number in range(OTHERS + 1)
    ]
    folder = Path(settings.MEDIA_ROOT) / "assets"
    folder.mkdir(parents=True, exist_ok=True)
    for name, (width, height) in RATIOS.items():
        picture = Image.effect_noise((width // 4, height // 4), 60).convert("RGB")
        picture.save(folder / f"{name.replace(':', '-')}.small.webp", "WEBP", quality=60)
    for person in people:
        _hang(person, MINE if person is people[0] else EACH, chance)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE studio_asset")
    return people[0]


def _hang(person: Any, count: int, chance: random.Random) -> None:
    """Rows as the pipeline leaves them; the previews of all of one ratio are one file."""
    from django.utils import timezone

    from studio.models import Asset, Board

    now = timezone.now()
    boards = Board.objects.bulk_create([Board(owner=person, name=f"b{number}") for number in range(20)])
    rows: list[Asset] = []
    for number in range(count):
        verb = chance.choice(VERBS)
        film = verb in {"film", "animate"}
        ratio = chance.choice(list(RATIOS))
        base = f"assets/{person.pk}-{number}/0"
        words = [f"w{int(WORDS ** chance.random()) - 1}" for _ in range(25)]
        words += ["zzrare"] * (chance.random() < 0.001) + ["zzonce"] * (number == count // 3)
        words += ["zzlongago"] * (0.5 < number / count < 0.8)
        rows.append(
            Asset(
                owner=person, origin="uploaded" if number % 50 else "trimmed", kind="video" if film else "picture",
                verb=verb, engine="grok-imagine-video" if film else chance.choice(["grok-imagine-image", "grok-imagine-image-2.0"]),
                ratio=ratio, base=base, key=f"{base}.png", previews=["small.webp"], sha256="5" * 64,
                approved_sha256="5" * 64, bytes=1_000_000, mime="video/mp4" if film else "image/png", codec="x",
                width=RATIOS[ratio][0], height=RATIOS[ratio][1], seconds=chance.randint(1, 15) if film else None,
                recipe={"prompt": " ".join(words)}, alt=" ".join(words), board=chance.choice(boards) if number % 3 == 0 else None,
                starred=chance.random() < 0.05, rating=chance.choice([0, 0, 0, 0, 1, 2, 3, 4, 5]),
                tags=[f"t{number % 20}"] * (number % 4 == 0) + ["rare"] * (chance.random() < 0.0005),
                made_at=now - timedelta(days=30.5 * MONTHS * number / count),
            )
        )  # fmt: skip
        if len(rows) == 4000 or number == count - 1:
            Asset.objects.bulk_create(rows, batch_size=1000)
            rows = []
