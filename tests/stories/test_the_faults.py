"""The fault matrix: each fault of the provider and each part of the house away, played for real, and what a person reads
and pays for it.

One page, one conversation, one question after the other. Money is compared with the stand-in's own log.
"""

import base64
import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import connections
from playwright.sync_api import Browser, Page, ViewportSize, expect

from accounts.models import User
from chatapp import notices
from chatapp.help.away import AWAY
from chatapp.models import State, Turn
from config.dev.postgres import Postgres
from config.dev.valkey import Valkey
from tests.accounts.people import person
from tests.chatapp.files import made
from tests.chatapp.tabs import cookie
from tests.support.processes import Processes, Web
from tests.support.s3 import S3Server
from tests.support.simulator import Simulator
from usage.models import Charge

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Clocks that a fault fits into; how long they are for people stands in docs/settings.md.
QUICK = {"XAI_FIRST_DATA_SECONDS": "0.5", "XAI_IDLE_SECONDS": "0.8", "XAI_RETRIES": "1", "XAI_READ_SECONDS": "5"}
FREE, REPORTED, ESTIMATED, HOUSE = "nothing", "reported", "estimated", "the house"


@dataclass(frozen=True)
class Fault:
    """A scene, how the turn ends, and who pays what."""

    scene: str
    state: State
    notice: str
    money: str


def answer(status: int, code: str = "", text: str = "no") -> str:
    """The provider's own refusal with this status."""
    body = json.dumps({"code": code, "error": text}) if code else "<html>no</html>"
    packed = base64.urlsafe_b64encode(body.encode()).decode().rstrip("=")
    return f"answer status={status} base64={packed} type={'application/json' if code else 'text/html'}"


FAILED, CUT, REFUSED, WHOLE = State.FAILED, State.INTERRUPTED, State.REFUSED, State.FINISHED
FAULTS = (
    # Before the request is accepted, or without anybody knowing whether it was.
    Fault("refuse_before_accept", FAILED, "broke", HOUSE),
    Fault("reset_connection", FAILED, "broke", HOUSE),
    Fault("accept_then_drop", FAILED, "broke", HOUSE),
    Fault("accept_then_drop reset=1", FAILED, "broke", HOUSE),
    Fault("hang_before_headers", FAILED, "timed_out", HOUSE),
    Fault("slow_first_token seconds=30", FAILED, "timed_out", ESTIMATED),
    Fault("keep_alive", FAILED, "timed_out", ESTIMATED),
    # In the middle of an answer.
    Fault("cut after=0", FAILED, "broke", ESTIMATED),
    Fault("cut after=8", CUT, "cut", ESTIMATED),
    Fault("cut after=8 how=reset", CUT, "cut", ESTIMATED),
    Fault("cut after=8 how=end", CUT, "cut", ESTIMATED),
    Fault("hang after=8", CUT, "stalled", ESTIMATED),
    Fault("error_inside after=8", CUT, "cut", ESTIMATED),
    Fault("error_inside after=8 form=object", CUT, "cut", ESTIMATED),
    # An answer that makes no sense, or an error that calls itself a success.
    Fault("answer body=gibberish type=text/event-stream billed=1", FAILED, "broke", ESTIMATED),
    Fault("gzip_bomb megabytes=2", FAILED, "broke", HOUSE),
    Fault("error_with_200", FAILED, "away", FREE),
    # A clear no.
    Fault("wrong_key", FAILED, "wrong_key", FREE),
    Fault(answer(401, "unauthenticated"), FAILED, "wrong_key", FREE),
    Fault(answer(402, "insufficient_quota"), FAILED, "no_credit", FREE),
    Fault("out_of_credit", FAILED, "no_credit", FREE),
    Fault("out_of_credit status=429", FAILED, "no_credit", FREE),
    Fault("no_permission", FAILED, "not_permitted", FREE),
    Fault("engine_gone", FAILED, "engine_unknown", FREE),
    Fault("context_too_long", FAILED, "too_long", FREE),
    Fault("safety_refused", REFUSED, "safety", FREE),
    Fault(answer(400, "invalid-argument"), FAILED, "invalid", FREE),
    Fault(answer(404, "not_found_error"), FAILED, "invalid", FREE),
    Fault(answer(413, "bad_request"), FAILED, "invalid", FREE),
    Fault(answer(422, "bad_request"), FAILED, "invalid", FREE),
    Fault("rate_limited retry_after=1", FAILED, "busy", FREE),
    Fault("outage status=500", FAILED, "broke", HOUSE),
    Fault("outage status=502 html=1", FAILED, "broke", HOUSE),
    Fault("outage status=503", FAILED, "away", FREE),
    Fault("outage status=504 html=1", FAILED, "broke", HOUSE),
    # Ends that are no faults of the line.
    Fault("empty_text", FAILED, "empty", REPORTED),
    Fault("finish reason=length", WHOLE, "length", REPORTED),
    Fault("finish reason=content_filter", CUT, "filtered", REPORTED),
    # What a moment's patience mends is no fault to anybody.
    Fault("rate_limited retry_after=1 times=2", WHOLE, "", REPORTED),
    Fault("outage status=503 times=1", WHOLE, "", REPORTED),
    Fault("drip bytes=7", WHOLE, "", REPORTED),
    Fault("crlf", WHOLE, "", REPORTED),
    Fault("unknown_events", WHOLE, "", REPORTED),
)


@pytest.fixture(autouse=True, scope="module")
def _rows_until_the_end() -> Iterator[None]:
    """The tables are emptied after the story, while Playwright's loop still runs in this thread."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture
def house(processes: Processes, simulator: Simulator) -> Web:
    """A house with quick clocks."""
    processes.relay(0, **QUICK)
    return processes.web(0, **QUICK)


@pytest.fixture
def alice(transactional_db: None) -> User:
    return person("alice")


def opened(browser: Browser, web: Web, who: User) -> Page:
    """A page of theirs, signed in."""
    context = browser.new_context(base_url=web.url, viewport=ViewportSize(width=1440, height=900))
    name, _, value = cookie(who).partition("=")
    context.add_cookies([{"name": name, "value": value, "url": web.url}])
    page = context.new_page()
    page.goto("/")

    return page


def sentence(page: Page) -> str:
    """What stands below the last answer."""
    found = page.locator("article.turn").last.locator(".turn-notice p")
    return found.first.inner_text() if found.count() else ""


def send(page: Page, words: str) -> None:
    """Type and press Enter."""
    before = page.locator("article.turn").count()
    page.wait_for_selector("#composer[data-alive]")
    page.get_by_label("Write to Grok").fill(words)
    page.keyboard.press("Enter")
    expect(page.locator("article.turn")).to_have_count(before + 1)


def ask(page: Page, words: str) -> None:
    """The same; returns when the answer has ended."""
    send(page, words)
    expect(page.locator("article.turn").last.locator("footer.receipt")).to_be_visible()


@pytest.mark.long
def test_each_fault_is_one_sentence_on_the_page_and_the_right_money(
    browser: Browser, house: Web, processes: Processes, alice: User, simulator: Simulator
) -> None:
    page = opened(browser, house, alice)
    began, wrong = time.monotonic(), []

    for number, fault in enumerate(FAULTS):
        ask(page, f"Question {number}: why do rate limits exist? [[scene:{fault.scene}]]")
        turn, read = Turn.objects.filter(owner=alice).latest("pk"), sentence(page)
        seen = (turn.state, turn.notice, paid(turn), said(read, turn))
        if seen != (fault.state, fault.notice, fault.money, True):
            wrong.append((fault, seen, read))

    print(f"{len(FAULTS)} faults in {time.monotonic() - began:.0f} s")  # noqa: T201
    assert not wrong, "\n".join(map(str, wrong))
    agrees_with(simulator)

    relay = next(process for process in processes.running if process.name == "relay-1")
    send(page, "The relay dies in the middle. [[scene:pace rate=20 tokens=2000]]")
    expect(page.locator("article.turn").last.locator("[data-answer]")).to_contain_text(re.compile(r"\w+ \w+"))
    relay.kill9()
    relay.start()
    expect(page.locator("article.turn").last.locator("footer.receipt")).to_be_visible()
    turn = Turn.objects.filter(owner=alice).latest("pk")
    assert (turn.state, turn.notice, paid(turn)) == (CUT, "interrupted", ESTIMATED)
    assert said(sentence(page), turn)
    page.context.close()


@pytest.fixture
def house_with_a_bucket(processes: Processes, simulator: Simulator, signed_s3_server: S3Server) -> Web:
    """A house with quick clocks, whose files are with an S3 server that can die."""
    clocks = {**QUICK, **signed_s3_server.settings()}
    processes.relay(0, **clocks)
    return processes.web(0, **clocks)


def test_whatever_part_of_the_house_is_away_the_page_says_so_and_nothing_is_lost(
    browser: Browser,
    house_with_a_bucket: Web,
    alice: User,
    postgres: Postgres,
    valkey: Valkey,
    signed_s3_server: S3Server,
) -> None:
    page = opened(browser, house_with_a_bucket, alice)
    ask(page, "Is everybody there?")

    without_postgres(page, alice, postgres)
    without_redis(page, alice, valkey)
    without_storage(page, alice, signed_s3_server)

    assert Charge.objects.filter(owner=alice, purpose="reply").count() == 4
    page.context.close()


def without_postgres(page: Page, alice: User, postgres: Postgres) -> None:
    """A click is refused in a sentence, its words stay, and the same click sends them once it is back."""
    words, field = "Who keeps the books?", page.get_by_label("Write to Grok")
    field.fill(words)
    postgres.kill9()
    page.keyboard.press("Enter")

    expect(page.locator(".toast", has_text="A part of the house is away for a moment")).to_be_visible()
    expect(field).to_have_value(words)

    postgres.start()
    connections.close_all()
    ask(page, words)
    assert Turn.objects.filter(owner=alice).count() == 2


def without_redis(page: Page, alice: User, valkey: Valkey) -> None:
    """The page stands and says that it hears nothing; the answer goes on, and is there to the last word."""
    send(page, "Go on without me. [[scene:pace rate=20 tokens=100]]")
    expect(page.locator("article.turn").last.locator("[data-answer]")).to_contain_text(re.compile(r"\w+ \w+"))
    valkey.kill9()
    page.reload()

    expect(page.locator("p.line")).to_have_text(AWAY["offline"])
    expect(page.locator("article.turn")).to_have_count(3)

    valkey.start()
    expect(page.locator("p.line")).to_be_hidden()
    expect(page.locator("article.turn").last.locator("footer.receipt")).to_be_visible()
    turn = Turn.objects.filter(owner=alice).latest("pk")
    assert (turn.state, turn.notice, paid(turn)) == (WHOLE, "", REPORTED)
    expect(page.locator("article.turn").last.locator("[data-answer]")).to_contain_text(turn.answer.text.split()[-1])


def without_storage(page: Page, alice: User, bucket: S3Server) -> None:
    """A file is not taken, which its chip says; the same file is, once it is back."""
    notes, chip = made.picture("PNG", (64, 64)), page.locator(".attachment")
    page.wait_for_selector(".attachments[data-alive]", state="attached")
    bucket.kill9()
    page.locator("input[data-attach]").set_input_files({"name": "fox.png", "mimeType": "image/png", "buffer": notes})

    expect(chip).to_contain_text("We could not keep this just now. Try again in a moment.")

    bucket.start()
    chip.get_by_role("button", name="Try fox.png again").click()
    expect(page.locator(".attachment[data-state=ready]")).to_have_count(1)
    ask(page, "What is it?")
    turn = Turn.objects.filter(owner=alice).latest("pk")
    [beside] = turn.prompt.attached.all()
    assert (turn.state, beside.attachment.stored_at is not None) == (WHOLE, True)


def said(read: str, turn: Turn) -> bool:
    """Whether the page says the table's sentence for it, with what it cost, and where to read more."""
    notice = notices.of(turn.notice)
    if notice is None:
        return read == ""
    cost = notices.cost(turn.ticks, exact=bool(turn.exact), with_text=bool(turn.answer.shown_text))
    return read == f"{notice.with_cost(cost)} What does this mean?"


def paid(turn: Turn) -> str:
    """What the ledger says of it."""
    charges = Charge.objects.filter(subject=turn.public_id)
    if not charges.exists():
        return FREE
    if all(charge.person_ticks == 0 for charge in charges):
        return HOUSE
    return str(charges.latest("pk").exactness)


def agrees_with(simulator: Simulator) -> None:
    """Every accepted request has one entry, a reported one to the tick; what was refused has none."""
    for row in simulator.requests(route="responses", helper=False):
        charges = list(Charge.objects.filter(trace=row["trace"]))
        if row["accepted"]:
            assert len(charges) == 1, row
            assert charges[0].exactness == "estimated" or charges[0].ticks == row["ticks"], row
        elif row["status"] in (400, 401, 402, 403, 404, 413, 422, 429):
            assert charges == [], row
