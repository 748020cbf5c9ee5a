"""An answer asked for in a shape is read here whatever the provider says, asked for again at most twice, and shown as data."""

import json
from uuid import UUID, uuid4

import pytest
from django.test import Client

from accounts.models import User
from chatapp import turns
from chatapp.models import Conversation, Turn, Wish
from chatapp.models.turn import Shape
from chatapp.shapes import checking
from tests.chatapp.relays import RunningRelay, ended
from tests.support.simulator import Simulator
from usage.models import Charge

TEAS: dict[str, object] = {
    "type": "object",
    "properties": {
        "title": {"type": "string"},
        "teas": {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}}}},
    },
    "required": ["title", "teas"],
}
# The provider says itself that it does not enforce `not`: this can never be met.
NEVER: dict[str, object] = {
    "type": "object",
    "properties": {"name": {"type": "string"}},
    "required": ["name"],
    "not": {"required": ["name"]},
}


def ask(person: User, text: str, schema: dict[str, object]) -> Turn:
    begun = turns.send(person, text, key=uuid4().hex, along=turns.Along(json_schema=schema))
    return ended(Turn.objects.get(public_id=begun.turn))


def newest(turn: Turn) -> Turn:
    return ended(Turn.objects.filter(conversation=turn.conversation).latest("pk"))


def test_the_engine_is_sent_the_shape_and_what_fits_is_shown_as_a_form_with_its_files(
    alice: User, relay: RunningRelay, simulator: Simulator, client: Client
) -> None:
    turn = ask(alice, "Which teas are there?", TEAS)
    client.force_login(alice)

    checked = checking.check(turn.public_id)

    assert checked is not None
    assert checked.shape == Shape.FITS
    assert simulator.requests(helper=True), "the stand-in was given a schema"
    page = client.get(f"/c/{turn.conversation.public_id}/").content.decode()
    assert '<dl class="shaped-fields">' in page
    value = json.loads(turn.answer.text)
    assert json.loads(client.get(f"/turns/{turn.public_id}/answer.json").content) == value
    lines = client.get(f"/turns/{turn.public_id}/answer.csv").content.decode().splitlines()
    assert len(lines) == len(value["teas"]) + 1


def test_what_does_not_fit_is_asked_for_again_twice_and_then_told_in_the_validators_words(
    alice: User, relay: RunningRelay, client: Client
) -> None:
    first = ask(alice, "A name, please.", NEVER)
    client.force_login(alice)

    for turn in (first, None, None):
        checking.check((turn or newest(first)).public_id)

    tries = list(Turn.objects.filter(conversation=first.conversation).order_by("pk"))
    assert [turn.wish for turn in tries] == ["", Wish.FITTING, Wish.FITTING]
    assert [turn.shape for turn in tries] == [Shape.UNFIT] * 3
    assert Charge.objects.filter(purpose=turns.PURPOSE).count() == 3
    page = client.get(f"/c/{first.conversation.public_id}/").content.decode()
    assert "should not be valid under" in page
    assert "Grok was asked 2 more times and was charged for each." in page


def test_a_repair_is_told_what_was_wrong(alice: User, relay: RunningRelay, simulator: Simulator) -> None:
    simulator.set_scene('echo text="Assam and Darjeeling." times=1', helpers=True)
    first = ask(alice, "Which teas are there?", TEAS)
    checking.check(first.public_id)

    second = newest(first)
    checking.check(second.public_id)

    assert second.prompt_version.endswith("+fitting-1")
    second.refresh_from_db()
    first.refresh_from_db()
    assert "not JSON" in first.shape_problem
    assert second.shape == Shape.FITS


def test_an_answer_is_judged_once_however_often_the_doorbell_rings(alice: User, relay: RunningRelay) -> None:
    first = ask(alice, "A name, please.", NEVER)

    assert checking.unchecked() == [first.public_id]
    assert checking.check(first.public_id) is not None
    assert checking.check(first.public_id) is None

    assert Turn.objects.filter(conversation=first.conversation).count() == 2
    assert first.public_id not in checking.unchecked()


def test_a_process_that_dies_between_verdict_and_repair_loses_neither(
    alice: User, relay: RunningRelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = ask(alice, "A name, please.", NEVER)
    with monkeypatch.context() as dying:
        dying.setattr(turns, "retry", died)
        with pytest.raises(SystemExit):
            checking.check(first.public_id)

    for turn in checking.unchecked():
        checking.check(turn)

    assert newest(first).wish == Wish.FITTING
    assert Turn.objects.get(pk=first.pk).shape == Shape.UNFIT


def died(*_: object, **__: object) -> None:
    raise SystemExit


def test_who_has_gone_on_to_something_else_is_not_brought_back(alice: User, relay: RunningRelay) -> None:
    first = ask(alice, "A name, please.", NEVER)
    begun = turns.send(alice, "Never mind.", key=uuid4().hex, conversation=first.conversation.public_id)
    ended(Turn.objects.get(public_id=begun.turn))

    checking.check(first.public_id)

    assert Turn.objects.filter(conversation=first.conversation).count() == 2


def test_another_answer_and_a_question_put_differently_keep_the_shape(alice: User, relay: RunningRelay) -> None:
    first = ask(alice, "Which teas are there?", TEAS)

    again = ended(Turn.objects.get(public_id=turns.retry(alice, first.public_id, key=uuid4().hex).turn))
    edited = turns.edit(alice, first.public_id, "Which coffees are there?", key=uuid4().hex)

    assert json.loads(again.answer.text)["teas"] is not None
    assert ended(Turn.objects.get(public_id=edited.turn)).prompt.json_schema == TEAS


@pytest.mark.parametrize("form", ["json", "csv", "html"])
def test_there_is_no_file_of_what_does_not_fit(alice: User, relay: RunningRelay, client: Client, form: str) -> None:
    turn = ask(alice, "A name, please.", NEVER)
    client.force_login(alice)

    assert client.get(f"/turns/{turn.public_id}/answer.{form}").status_code == 404


def test_a_plain_question_is_not_read(alice: User, relay: RunningRelay) -> None:
    begun = turns.send(alice, "Hello", key=uuid4().hex)
    turn = ended(Turn.objects.get(public_id=begun.turn))

    assert checking.check(turn.public_id) is None
    assert Conversation.objects.get().pk == turn.conversation_id
    assert checking.check(UUID(int=0)) is None


def test_a_page_shows_only_what_was_judged(alice: User, relay: RunningRelay, client: Client) -> None:
    turn = ask(alice, "Which teas are there?", TEAS)
    client.force_login(alice)

    before = client.get(f"/turns/{turn.public_id}/", headers={"X-Fragment": "1"}).content.decode()
    checking.check(turn.public_id)
    after = client.get(f"/turns/{turn.public_id}/", headers={"X-Fragment": "1"}).content.decode()

    assert "We are reading whether" in before
    assert "shaped-fields" not in before
    assert "shaped-fields" in after
