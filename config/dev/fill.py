"""`python -m config.dev.fill URL`: a lively account in a running demo, made through the same doors as everybody's."""

import json
import re
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import httpx

from config.dev import places

PEOPLE = "demo-people.json"
WAIT_SECONDS = 120

QUESTIONS = [
    "Explain rate limits like I am new to APIs.",
    "Write an asyncio worker pool in Python that never runs more than seven things at once.",
    "Compare PostgreSQL, SQLite and DuckDB in a table.",
    "Why is the sky blue, and the sunset red?",
    "Prove that the square root of two is irrational.",
    "Plan three quiet days in Trieste.",
    "A letter to my landlord about a dripping tap, friendly and firm.",
    "Write a short poem about continuous integration.",
]
PICTURES = [
    ("a red fox at the edge of a misty river at dawn", "16:9"),
    ("still life: pears, a blue jug, window light", "4:3"),
    ("a lighthouse in heavy snow, seen from the sea", "3:4"),
    ("paper boats on a map of an unknown coast", "1:1"),
    ("terraced hills in the first green of spring", "20:9"),
]
FILMS = [
    ("the fox trots across the shallow river and looks back once", "16:9"),
    ("snow falling past the lighthouse", "9:16"),
]
HELD = "a photo of the pope skiing down a dune"


class Visitor:
    """One signed-in browser without a screen."""

    def __init__(self, url: str, email: str, password: str) -> None:
        self.browser = httpx.Client(base_url=url, timeout=30, follow_redirects=False, headers={"Origin": url})
        self.browser.get("/people/auth/login/")
        answer = self.post("/people/auth/login/", login=email, password=password)
        if answer.status_code != 302:
            sys.exit("Signing in as the demo's creator did not work. Is this a demo (bin/dev without a key)?")

    def post(self, path: str, **fields: str) -> httpx.Response:
        """A form, as a page would send it."""
        token = self.browser.cookies.get("csrftoken") or ""
        return self.browser.post(path, data={**fields, "csrfmiddlewaretoken": token})

    def ask(self, words: str) -> None:
        """Ask and wait for the whole answer."""
        answer = self.post("/c/send/", text=words, key=uuid4().hex)
        turn = urlsplit(answer.headers.get("Location", "")).fragment.removeprefix("turn-")
        until = time.monotonic() + WAIT_SECONDS
        while turn and time.monotonic() < until:
            page = self.browser.get(f"/turns/{turn}/", headers={"X-Fragment": "1"}).text
            if "data-open" not in page.split(">", 1)[0]:
                return
            time.sleep(0.5)

    def order(self, kind: str, prompt: str, **choices: str) -> None:
        """Order with what the form offers at first, but for the choices named."""
        page = self.browser.get("/studio/", params={"kind": kind}).text
        fields = _offered(page) | choices
        self.post("/studio/orders/", **fields, kind=kind, prompt=prompt, key=uuid4().hex)


def _offered(page: str) -> dict[str, str]:
    """What each choice of the form stands at."""
    found: dict[str, str] = {}
    for name, options in re.findall(r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)"[^>]*selected', options) or re.search(r'value="([^"]*)"', options)
        if chosen:
            found[name] = chosen[1]
    for tag in re.findall(r"<input[^>]*>", page):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        wanted = attributes.get("type") in {"number", "range"} or "checked" in tag
        if wanted and attributes.get("name"):
            found[attributes["name"]] = attributes.get("value", "")
    return found


def fill(url: str) -> None:
    """Ask and order; say each as it is done."""
    people = places.ROOT / "var" / PEOPLE
    if not people.exists():
        sys.exit(f"{people} is not there: only a demo has demo people. Start bin/dev without a key.")
    creator = next(person for person in json.loads(Path(people).read_text()) if person["role"] == "creator")
    visitor = Visitor(url, creator["email"], creator["password"])
    for prompt, ratio in PICTURES:
        visitor.order("picture", prompt, ratio=ratio)
        print(f"Ordered a picture: {prompt}", flush=True)
    for prompt, ratio in FILMS:
        visitor.order("video", prompt, ratio=ratio)
        print(f"Ordered a film: {prompt}", flush=True)
    visitor.order("picture", HELD)
    print(f"Ordered what a reviewer has to look at first: {HELD}", flush=True)
    for words in QUESTIONS:
        visitor.ask(words)
        print(f"Asked: {words}", flush=True)
    print(f"{url} is lively now. Sign in as {creator['email']}.", flush=True)


if __name__ == "__main__":
    fill(sys.argv[1].rstrip("/"))
