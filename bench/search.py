"""How quick the search is: one person's hundred thousand messages among others'. `bin/bench search`."""

import random
import time
from datetime import date, timedelta
from typing import Any

from bench.private import private_house

MINE, OTHERS, EACH = 100_000, 20, 5_000
CONVERSATIONS = 5_000  # of the one person
WORDS = 30_000  # of the language everybody speaks
TIMES = 20
QUESTIONS = {
    "a rare word": "zzrare",
    "a word once": "zzonce",
    "common words": "w1 w2",
    "a common word": "w0",
    "two common, one rare": "w0 w1 zzrare",
    "common long ago, not lately": "zzlongago",
    "a beginning (3 letters)": "zzr",
    "a common beginning": "w12",
    "a phrase": '"zzrare w0"',
    "a common phrase": '"w0 w1"',
    "without a word": "w0 -w1",
    "a tag and a word": "tag:t7 w3",
    "a tag": "tag:t7",
    "has code": "has:code",
    "a span of time": "w0 after:2025-03-01 before:2025-03-08",
    "from me, rare": "zzrare from:me",
    "an engine": "w0 engine:grok-code",
    "no hits": "qqnothing",
    "no hits of a beginning": "qqn w0",
}


def main() -> list[str]:
    """Fill a private house, ask, and return the table."""
    with private_house():
        person = _filled()
        print(f"Filled: {MINE:,} messages of one person, {OTHERS * EACH:,} of {OTHERS} others.", flush=True)
        return _measured(person)


def _measured(person: Any) -> list[str]:
    from chatapp import search

    text = [
        f"### Search: {MINE:,} messages of one person in {CONVERSATIONS:,} conversations, {OTHERS * EACH:,} of others", "",
        "| question | asked | found in | median ms | p95 ms |", "|---|---|---:|---:|---:|",
    ]  # fmt: skip
    for name, said in QUESTIONS.items():
        times: list[float] = []
        for _ in range(TIMES):
            began = time.perf_counter()
            results = search.find(person, said)
            times.append(1000 * (time.perf_counter() - began))
        times.sort()
        found = f"{len(results.found)}{'+' if results.before else ''}"
        text.append(f"| {name} | `{said}` | {found} | {times[TIMES // 2]:.1f} | {times[int(TIMES * 0.95) - 1]:.1f} |")
        print(text[-1], flush=True)
    return text


def _filled() -> Any:
    from django.db import connection

    from accounts.models import User
    from chatapp import search

    chance = random.Random(7)  # the same house each time
    people = [
        User.objects.create_user(f"person{number}@example.org", "x", birth_date=date(1990, 1, 1))
        for number in range(OTHERS + 1)
    ]
    for person in people:
        count = MINE if person is people[0] else EACH
        _write(person, count, CONVERSATIONS if count == MINE else 250, chance)
    while search.index():
        pass
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return people[0]


def _write(person: Any, count: int, places: int, chance: random.Random) -> None:
    from django.utils import timezone

    from chatapp.models import Conversation, Message

    start = timezone.now() - timedelta(days=730)
    made = Conversation.objects.bulk_create(
        [
            Conversation(
                owner=person, title=" ".join(_some(chance, 4)), title_by="engine", tags=[f"t{number % 20}"],
                created_at=start + timedelta(days=730 * number / places), written_at=start + timedelta(days=730 * number / places),
            )
            for number in range(places)
        ],
        batch_size=1000,
    )  # fmt: skip
    each = count // places
    messages: list[Message] = []
    for at, place in enumerate(made):
        for number in range(each):
            role = "assistant" if number % 2 else "user"
            words = _some(chance, 90 if number % 2 else 20)
            age = (at * each + number) / count
            if chance.random() < 0.001:
                words += ["zzrare", "w0"]
            if 0.2 < age < 0.5 and chance.random() < 0.9:
                words.append("zzlongago")
            if at == places // 3 and number == 1:
                words.append("zzonce")
            if number % 20 == 1:
                words.append("```print```")
            messages.append(
                Message(
                    conversation=place, role=role, text=" ".join(words), created_at=start + timedelta(days=730 * age)
                )
            )
        if len(messages) > 4000 or at == len(made) - 1:
            Message.objects.bulk_create(messages, batch_size=2000)
            messages = []
    Conversation.objects.filter(owner=person).update(leaf=Message.objects.filter(conversation__owner=person).first())


def _some(chance: random.Random, count: int) -> list[str]:
    """Words as a language has them: few are common, most are rare."""
    return [f"w{int(WORDS ** chance.random()) - 1}" for _ in range(count)]
