"""How smooth a page is, in Chromium against a house: an answer of 100,000 characters, and a thread of 1,000 messages.

The browser itself reports every task of the main thread over 50 ms; a person feels those. On a machine of two cores without
a graphics card most of a long task is waiting for a core that paints: the trace says how much of it the page itself worked.
"""

import base64
import json
import os
import shutil
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from bench.house import House
from bench.mixed import mixed

TURNS = 500
STREAMED = 100_000
LONG_BLOCKS = 38_000  # what `mixed` puts at the end of a long text
PIECE, PIECES_PER_SECOND = 40, 300
HERE = ViewportSize(width=1440, height=900)
LONG = 50.0  # ms of a task that a person feels

WATCH = """
window.tasks = []
new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries()) window.tasks.push([startTime, duration])
}).observe({ type: "longtask", buffered: true })
"""
# Between two frames: what scrolling feels like. Scrolls up through 500 frames, or until nothing earlier is left.
SCROLL = """
async () => {
  const room = document.querySelector(".room-main")
  const frames = []
  let last = performance.now(), idle = 0
  while (idle < 60) {
    const before = room.scrollTop
    room.scrollTop -= 600
    await new Promise(requestAnimationFrame)
    const now = performance.now()
    frames.push(now - last)
    last = now
    idle = room.scrollTop === before && !document.querySelector("[data-stretch=before]") ? idle + 1 : 0
    if (frames.length >= 500) break
  }
  return frames
}
"""
# From the key to the frame that shows its letter, while an answer streams.
TYPING = """
() => {
  window.typed = []
  const words = document.getElementById("words")
  words.addEventListener("keydown", (event) => {
    requestAnimationFrame(() => setTimeout(() => window.typed.push(performance.now() - event.timeStamp)))
  })
}
"""


@dataclass(slots=True)
class Smoothness:
    """What one journey cost the page."""

    name: str
    tasks: list[float]
    worked: list[float]
    more: dict[str, str] = field(default_factory=dict)

    def row(self) -> str:
        """A line of the table."""
        longest = max(self.tasks, default=0)
        worst = f"{longest:.0f} ms" if longest else "< 50 ms"
        busy = sum(each > LONG for each in self.worked)
        rest = " · ".join(f"{name} {value}" for name, value in self.more.items())
        work = f"{max(self.worked, default=0):.0f} ms | {busy}"
        return f"| {self.name} | {worst} | {len(self.tasks)} | {work} | {rest} |"


def measured(house: House) -> list[str]:
    """Both journeys, as a section of the results."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    os.sched_setaffinity(0, range(os.cpu_count() or 1))  # a person's browser has more than one core
    conversation = long_thread()
    words = base64.b64encode(mixed(STREAMED - LONG_BLOCKS).encode()).decode()
    house.scene(f"echo base64={words} chunk={PIECE}; pace rate={PIECES_PER_SECOND}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        context = browser.new_context(base_url=house.web, viewport=HERE)
        context.add_cookies(
            [{"name": name, "value": value, "url": house.web} for name, value in house.cookies[0].items()]
        )
        context.add_init_script(WATCH)
        rows = [thread(browser, context, conversation).row()]
        print(rows[0], flush=True)
        rows.append(streaming(browser, context).row())
        browser.close()
    head = "| journey | longest task | over 50 ms | longest work in one | over 50 ms | |\n|---|--:|--:|--:|--:|---|"
    return ["### The page, in Chromium", "", head, *rows]


def thread(browser: Browser, context: BrowserContext, conversation: str) -> Smoothness:
    """Open 1,000 messages, then scroll up through many of them."""
    page = context.new_page()
    browser.start_tracing(page=page, categories=["toplevel"])
    page.goto(f"/c/{conversation}/")
    page.wait_for_selector("#thread[data-alive]")
    ready = page.evaluate("performance.now()")
    size = page.evaluate("performance.getEntriesByType('navigation')[0].decodedBodySize")
    frames = sorted(page.evaluate(SCROLL))
    shown = page.locator("article.turn").count()
    more = {
        "ready after": f"{ready:.0f} ms",
        "page": f"{size / 1000:.0f} kB",
        "turns scrolled": str(shown),
        "frame p50": f"{at(frames, 0.5):.0f} ms",
        "p99": f"{at(frames, 0.99):.0f} ms",
    }
    result = Smoothness(f"a thread of {2 * TURNS:,} messages", tasks_of(page), worked_in(browser.stop_tracing()), more)
    page.close()
    return result


def streaming(browser: Browser, context: BrowserContext) -> Smoothness:
    """Read 100,000 characters of everything Markdown can say, and type meanwhile."""
    page = context.new_page()
    browser.start_tracing(page=page, categories=["toplevel"])
    page.goto("/")
    page.wait_for_selector("#composer[data-alive]")
    page.evaluate("window.tasks.length = 0")
    page.evaluate(TYPING)
    page.get_by_label("Write to Grok").fill("Tell me everything, at length.")
    page.keyboard.press("Enter")
    page.wait_for_selector("article.turn[data-open] .answer > *")
    for letter in "typing while it writes " * 6:
        page.get_by_label("Write to Grok").press_sequentially(letter)
        page.wait_for_timeout(30)
    page.wait_for_selector("article.turn footer.receipt", timeout=120_000)
    page.wait_for_timeout(500)
    keys = sorted(page.evaluate("window.typed"))
    more = {
        "characters": f"{page.locator('.answer').last.evaluate('node => node.textContent.length'):,}",
        "typing p50": f"{at(keys, 0.5):.0f} ms",
        "p99": f"{at(keys, 0.99):.0f} ms",
    }
    worked = worked_in(browser.stop_tracing())
    result = Smoothness(f"an answer of {STREAMED:,} characters", tasks_of(page), worked, more)
    page.close()
    return result


def tasks_of(page: Page) -> list[float]:
    """How long each task over 50 ms was."""
    return [duration for _, duration in page.evaluate("window.tasks")]


def worked_in(trace: bytes) -> list[float]:
    """How much processor time each task of a page's main thread took, in ms."""
    events = json.loads(trace)["traceEvents"]
    mains = {
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name" and event["args"].get("name") == "CrRendererMain"
    }
    tasks = (event for event in events if event["name"] == "ThreadControllerImpl::RunTask" and "tdur" in event)
    return [event["tdur"] / 1000 for event in tasks if (event["pid"], event["tid"]) in mains]


def at(values: list[Any], share: float) -> float:
    """The value below which this share of the sorted values lies."""
    return float(values[min(len(values) - 1, int(len(values) * share))]) if values else 0.0


def long_thread() -> str:
    """A conversation of the first person's with 500 turns; its address."""
    from uuid import uuid4

    from accounts.models import User
    from chatapp import turns
    from chatapp.models import Turn
    from tests.chatapp.answers import ends
    from tests.support.threads import lengthen

    person = User.objects.order_by("pk").first()
    assert person is not None
    begun = turns.send(person, "Tell me everything.", key=uuid4().hex)
    first = ends(Turn.objects.get(public_id=begun.turn), mixed(1500))
    lengthen(first, [mixed(1500, number) for number in range(TURNS - 1)])
    Turn.objects.update(sealed=True)  # else a sweep would tell of each of them while we look
    return str(begun.conversation)
