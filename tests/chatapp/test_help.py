"""One table of all that can go wrong: what is said is in it, and what is in it is said."""

import base64
import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils.html import escape

from accounts.models import User
from chatapp import notices
from chatapp.files import refusals as files
from chatapp.help import table
from chatapp.help.refused import TYPICAL
from chatapp.refusals import Reason
from studio.notices import ENDS
from tests.chatapp.relays import RunningRelay, ask, ended
from tests.support.simulator import Simulator

ROOT = Path(__file__).resolve().parents[2]
SAYS = "\n".join(
    path.read_text()
    for path in sorted((ROOT / "chatapp").rglob("*.py"))
    if path.name not in ("notices.py", "refusals.py") and "help" not in path.parts and "migrations" not in path.parts
)
SORTED = {*(code for _, code in notices._BY_ERROR), *notices._WITH_TEXT.values(), *notices._WITHOUT_TEXT.values()}


@pytest.mark.parametrize("code", notices.NOTICES)
def test_every_sentence_of_the_table_is_said_somewhere(code: str) -> None:
    assert code in SORTED or f'"{code}"' in SAYS


def test_every_code_that_is_raised_is_in_the_table() -> None:
    raised = set(re.findall(r'notice="(\w+)"', SAYS)) | set(re.findall(r'State\.\w+\)?, "(\w+)"', SAYS))

    assert raised
    assert raised | SORTED <= notices.NOTICES.keys()


@pytest.mark.parametrize("reason", Reason)
def test_every_refusal_is_in_the_table_and_raised_somewhere(reason: Reason) -> None:
    _, make = TYPICAL[reason]
    refused = make()

    assert refused.reason is reason
    assert refused.sentence in {entry.words for entry in table.entries()}
    makers = re.findall(
        rf"def (\w+)\((?:(?!\ndef ).)*Reason\.{reason.name}\b", (ROOT / "chatapp/refusals.py").read_text(), re.S
    )
    assert any(f"{name}(" in SAYS for name in makers)


@pytest.mark.parametrize("reason", files.SENTENCES)
def test_every_refusal_of_a_file_is_in_the_table(reason: str) -> None:
    [entry] = [entry for entry in table.entries() if entry.code == f"file-{reason}"]

    assert "{" not in entry.words


def test_every_page_that_stands_in_for_another_is_in_the_table() -> None:
    pages = {path.stem for path in (ROOT / "templates").glob("[45]*.html") if path.stem.isdecimal()}

    assert pages == table.PAGES.keys()
    assert all(f"errors/said/{page}.html" in (ROOT / f"templates/{page}.html").read_text() for page in pages)


def test_every_end_of_an_order_is_in_the_table() -> None:
    codes = {entry.code for entry in table.entries()}

    assert {f"order-{outcome}" for outcome in ENDS} - codes == {f"order-{outcome}" for outcome in table.NO_TROUBLE}


def test_an_anchor_names_one_sentence() -> None:
    codes = [entry.code for entry in table.entries()]

    assert len(codes) == len(set(codes))
    assert all("{" not in entry.words + entry.cost for entry in table.entries())


@pytest.mark.django_db
def test_the_page_prints_every_sentence_also_for_who_is_not_signed_in(client: Client) -> None:
    page = client.get("/help/").content.decode()

    for entry in table.entries():
        assert f'id="{entry.code}"' in page
        assert entry.words in page or escape(entry.words) in page


@pytest.mark.django_db
def test_the_search_keeps_what_holds_all_the_words(client: Client) -> None:
    found = client.get("/help/", {"q": "credit XAI"}, headers={"HX-Request": "true"}).content.decode()

    assert 'id="no_credit"' in found
    assert 'id="cut"' not in found
    assert "No sentence has" in client.get("/help/", {"q": "zebra\0<b>"}).content.decode()


def test_a_sentence_below_an_answer_leads_to_its_entry_and_names_the_cost(
    alice: User, client: Client, relay: RunningRelay, simulator: Simulator
) -> None:
    turn = ended(ask(alice, "Why? [[scene:wrong_key]]"))
    client.force_login(alice)

    page = client.get(f"/turns/{turn.public_id}/", headers={"HX-Request": "true"}).content.decode()

    assert 'href="/help/#wrong_key"' in page
    assert "Nothing was charged." in page


def test_what_our_rules_ended_says_what_it_cost(
    alice: User, client: Client, relay: RunningRelay, simulator: Simulator
) -> None:
    words = base64.b64encode(b"They called it an inferior race of people.").decode()
    turn = ended(ask(alice, f"Go on. [[scene:echo base64={words} chunk=4]]"))
    client.force_login(alice)

    page = client.get(f"/turns/{turn.public_id}/", headers={"HX-Request": "true"}).content.decode()

    assert turn.state == "withheld"
    assert "Our rules ended this answer, and it is not shown. The attempt is charged" in page
