"""How long the rules look at a prompt before it may leave the house. `bin/bench policy`.

Prose is what the pages in `docs/` say; neighbours are the tables' innocent sentences, in four languages, in which nearly every
one has a word that makes the rules look twice. New prompts each time. A core's time is counted, so waiting for others is not.
"""

import os
import random
import time
import tomllib
from pathlib import Path
from typing import Literal

from bench.figures import percentile
from bench.private import django_up

ROOT = Path(__file__).resolve().parent.parent
TABLES, DOCS = ROOT / "tests" / "tables" / "policy", ROOT / "docs"
Room = Literal["studio", "parlour"]
ROOMS: tuple[Room, ...] = ("studio", "parlour")
WARM_UP = 10  # the first ones pay for what is read once
LENGTHS = {200: 1_000, 2_000: 500, 20_000: 100}  # letters, and how many prompts of that length
BUDGET_MS, NORMAL = 2.0, 2_000  # the budget is for prose of this length and shorter


def main() -> list[str]:
    """Read the policy once, judge the prompts, and return the table."""
    from tests.support.house import house

    os.environ.update(house.environment())
    django_up()
    from moderation import policies

    policy = policies.current()
    clauses, terms = (
        len(policy.clauses),
        len({term for c in policy.clauses for rule in c.rules for term in rule.watched}),
    )
    text = [
        f"### The rules: {clauses} clauses, {terms:,} terms; one machine of {os.cpu_count()} cores (load {os.getloadavg()[0]:.1f})",
        "",
        "| prompts | room | letters | how many | p50 ms | p95 ms |",
        "|---|---|---:|---:|---:|---:|",
    ]
    slow = []
    for kind, sentences in (("prose", _prose()), ("neighbours", _neighbours())):
        for room in ROOMS:
            for letters, count in LENGTHS.items():
                took = _measured(room, sentences, letters, count)
                p50, p95 = percentile(took, 0.5), percentile(took, 0.95)
                text.append(f"| {kind} | {room} | {letters:,} | {count:,} | {p50:.2f} | {p95:.2f} |")
                print(text[-1], flush=True)
                if kind == "prose" and letters <= NORMAL and p95 > BUDGET_MS:
                    slow.append(f"{room}, {letters:,} letters: {p95:.2f} ms")
    over = f"over: {'; '.join(slow)}" if slow else "kept"
    return [*text, "", f"The budget of {BUDGET_MS:.0f} ms for prose of up to {NORMAL:,} letters: {over}."]


def _measured(room: Room, sentences: list[str], letters: int, count: int) -> list[float]:
    from moderation import gates

    chance = random.Random(letters)  # the same prompts each time
    took = []
    for prompt in [_prompt(chance, sentences, letters) for _ in range(count + WARM_UP)]:
        began = time.thread_time()
        gates.before_sending(prompt, room=room)
        took.append(1000 * (time.thread_time() - began))
    return took[WARM_UP:]


def _prose() -> list[str]:
    pages = [page.read_text() for page in sorted(DOCS.glob("*.md")) if page.stem != "moderation"]
    return [" ".join(part.split()) for page in pages for part in page.split("\n\n") if part[:1].isalpha()]


def _neighbours() -> list[str]:
    tables = [tomllib.loads(file.read_text()) for file in sorted(TABLES.glob("*.toml"))]
    return [sentence for table in tables for sentence in table["passes"]]


def _prompt(chance: random.Random, sentences: list[str], letters: int) -> str:
    parts: list[str] = []
    while sum(map(len, parts)) < letters:
        parts.append(chance.choice(sentences) + chance.choice([". ", ", ", "; ", "\n"]))
    return "".join(parts)[:letters]
