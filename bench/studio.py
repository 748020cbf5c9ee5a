"""How much the studio's pipeline takes, and what it adds to the provider's own time. `bin/bench studio`.

Three figures: orders accepted a second, by one web process; the time from the provider's "done" to *ready*, with the
processes and time constants of `bin/dev`; and how many films that are due one worker asks about in a second.
"""

import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

import httpx

from bench.figures import percentile
from bench.private import private_house

PEOPLE, ORDERS, AT_ONCE = 24, 384, 8
ALONE, TOGETHER = 10, 30  # pictures and films whose way home is timed
FILM_SECONDS = 3.0
PENDING, POLLING_SECONDS = 200, 10.0
GIVE_UP_SECONDS = 240.0
SETTINGS = {"MAX_OPEN_JOBS_PER_PERSON": "1000"}


@dataclass(frozen=True, slots=True)
class House:
    """What is measured, and whom it talks to."""

    processes: Any
    upstream: Any
    people: Sequence[Any]


def main() -> list[str]:
    """Measure all three, and return the tables."""
    with _house() as house:
        load = os.getloadavg()[0]
        text = [f"### Studio: one machine of two cores, shared with other work (load {load:.1f} before it began)", ""]
        text += [
            "| orders accepted by one web process | at once | a second | p50 ms | p95 ms |",
            "|---:|---:|---:|---:|---:|",
        ]
        text += [_said(_accepted(house))]
        text += ["", '| from the provider\'s "done" to ready | jobs | p50 s | p95 s |', "|---|---:|---:|---:|"]
        text += [_said(line) for line in _ways_home(house)]
        text += [
            "",
            "| films pending at the provider | asked about in a second by one worker process, were there no limit (we believe in 30) |",
            "|---:|---:|",
        ]
        text += [_said(_asked(house))]
    return text


def _said(line: str) -> str:
    print(line, flush=True)
    return line


@contextmanager
def _house() -> Iterator[House]:
    with ExitStack() as stack:
        house = stack.enter_context(private_house(SETTINGS))
        from tests.support.processes import Processes
        from tests.support.simulator import start_simulator

        upstream = stack.enter_context(
            start_simulator(
                house.folder / "simulator",
                port=house.simulator_port,
                key=os.environ["XAI_API_KEY"],
                video_seconds=FILM_SECONDS,
            )
        )
        processes = Processes()
        stack.callback(processes.stop)
        yield House(processes, upstream, [_person(number) for number in range(PEOPLE)])


def _person(number: int) -> Any:
    from accounts.models import Role, User

    born = date(1990, 1, 1)
    roles = [Role.USER, Role.CREATOR]
    return User.objects.create_user(f"person{number}@example.org", "x", birth_date=born, roles=roles)


def _accepted(house: House) -> str:
    """Everybody presses the button; nobody works on it yet. Then it is all cancelled."""
    from studio import jobs
    from studio.models import Job

    web = house.processes.web()
    tabs = [_tab(web.url, person) for person in house.people]
    for tab in tabs[:AT_ONCE]:
        _order(tab)  # the first pay for what is loaded lazily
    took: list[float] = []

    def press(number: int) -> None:
        began = time.perf_counter()
        _order(tabs[number % len(tabs)])
        took.append(1000 * (time.perf_counter() - began))

    began = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as hands:
        list(hands.map(press, range(ORDERS)))
    rate = ORDERS / (time.perf_counter() - began)
    assert Job.objects.count() == ORDERS + AT_ONCE
    for job in Job.objects.select_related("owner"):
        jobs.cancel(job.owner, job.public_id)
    web.kill9()
    house.processes.running.remove(web)
    return f"| {ORDERS} | {AT_ONCE} | {rate:.1f} | {percentile(took, 0.5):.0f} | {percentile(took, 0.95):.0f} |"


def _tab(url: str, person: Any) -> httpx.Client:
    from django.conf import settings

    from bench.gallery import _cookie

    cookies = {**_cookie(person), settings.CSRF_COOKIE_NAME: "c" * 32}
    return httpx.Client(base_url=url, cookies=cookies, headers={"Origin": url}, timeout=30)


def _order(tab: httpx.Client) -> None:
    form = {
        "verb": "imagine", "engine": "grok-imagine-image-2.0", "prompt": f"a fox, {uuid4().hex}", "ratio": "1:1",
        "resolution": "1k", "quality": "low", "n": "1", "key": uuid4().hex, "csrfmiddlewaretoken": "c" * 32,
    }  # fmt: skip
    answer = tab.post("/studio/orders/", data=form)
    if answer.status_code != 302:
        raise RuntimeError(f"an order was answered {answer.status_code}: {answer.text[:500]}")


def _ways_home(house: House) -> Iterator[str]:
    """The line lets through what the provider takes: five pictures and one film a second."""
    from tests.studio.steps import order_picture, order_video

    for queues, children in (("sweeps", 2), ("calls", 2), ("media", 1)):
        house.processes.worker(queues, children, LOG_LEVEL="INFO")  # it says there that it is ready
    house.processes.beat()
    for words, order in (("picture", order_picture), ("film of 2 s, 480p", order_video)):
        ways = []
        for number in range(ALONE):
            job = order(house.people[number % PEOPLE])
            _wait_for([job])
            ways.append(_seconds_home(house, job))
        yield f"| a {words}, alone | {len(ways)} | {percentile(ways, 0.5):.2f} | {percentile(ways, 0.95):.2f} |"
        made = [order(house.people[number % PEOPLE]) for number in range(TOGETHER)]
        _wait_for(made)
        ways = [_seconds_home(house, job) for job in made]
        yield f"| a {words}, {TOGETHER} at once | {len(ways)} | {percentile(ways, 0.5):.2f} | {percentile(ways, 0.95):.2f} |"
    house.processes.stop()


def _wait_for(made: Sequence[Any]) -> None:
    from studio.models import Job
    from studio.states import RESTING

    give_up = time.monotonic() + GIVE_UP_SECONDS
    while Job.objects.filter(pk__in=[job.pk for job in made]).exclude(state__in=RESTING).exists():
        if time.monotonic() > give_up:
            raise RuntimeError("the orders did not come to an end in time")
        time.sleep(0.2)


def _seconds_home(house: House, job: Any) -> float:
    """From the provider's last moment of work: its answer with pictures, or the film's last second."""
    from studio.models import Job
    from studio.states import State
    from tests.studio.bills import accepted

    fresh = Job.objects.get(pk=job.pk)
    if fresh.state != State.READY:
        raise RuntimeError(f"an order ended {fresh.state}: {fresh.outcome} {fresh.detail}")
    [row] = accepted(house.upstream, fresh)
    film = fresh.kind == "video"
    done = float(str(row["accepted_at"])) + FILM_SECONDS if film else float(str(row["ended_at"]))
    return float(fresh.moves.get(to=State.READY).at.timestamp()) - done


def _asked(house: House) -> str:
    """Films that are never done, all of them due again and again; what one child of the sweeps' worker does."""
    from django.conf import settings
    from django.db.models.functions import Now

    from foundation import background_loop
    from studio import moves
    from studio.models import Job
    from studio.pipeline import polling, submitting
    from studio.states import State
    from tests.studio.steps import order_video

    settings.STUDIO_VIDEOS_PER_SECOND = 0
    background_loop.run(_lift_the_limit(), timeout=10)
    first = order_video(house.people[0], "a fox [[scene:video_never]]")
    submitting.send_next("video")
    first.refresh_from_db()
    for number in range(1, PENDING):  # one film of the provider's stands for all: to begin each would take a second
        job = moves.move(order_video(house.people[number % PEOPLE]), State.SUBMITTING, reason="bench")
        moves.move(job, State.RENDERING, reason="bench", upstream_request_id=first.upstream_request_id, progress=0)
    rendering = Job.objects.filter(state=State.RENDERING)
    asked, began = 0, time.perf_counter()
    while time.perf_counter() - began < POLLING_SECONDS:
        rendering.update(due_at=Now())
        while found := polling.poll_due():
            asked += found
            if time.perf_counter() - began > POLLING_SECONDS:
                break
    return f"| {PENDING} | {asked / (time.perf_counter() - began):.0f} |"


async def _lift_the_limit() -> None:
    """What we believe the provider takes of one team, 30 requests a second, may be less than a worker can do."""
    import xai
    from xai import Limit
    from xai.api import OTHER

    xai.upstream().limiter._fixed[OTHER] = Limit(0)  # type: ignore[index]
