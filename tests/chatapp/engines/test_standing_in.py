"""When the engine that was to answer is busy or away, another one answers, once, told, and paid for once."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from accounts.models import User
from chatapp import turns
from chatapp.engines import standing_in as engines_standing_in
from chatapp.engines.choosing import Choice
from chatapp.files import uploads
from chatapp.models import State, Turn
from tests.chatapp.files import made
from tests.chatapp.relays import RunningRelay, ended, told
from tests.chatapp.test_outages import booked_once
from tests.support.simulator import Simulator
from usage.models import Allowance, Attempt
from xai.values import Engine

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _at_once(settings: Settings) -> None:
    settings.FALLBACK_AFTER_SECONDS = 0


def asked(person: User, engine: str = "grok-4.7", *, files: Sequence[UUID] = ()) -> Turn:
    """A question to this very engine."""
    words = "Why do rate limits exist?"
    begun = turns.send(person, words, key=uuid4().hex, choice=Choice(engine), along=turns.Along(attachments=files))
    return Turn.objects.get(public_id=begun.turn)


@pytest.mark.parametrize("scene", ["outage times=1", "rate_limited times=1"])
def test_another_engine_answers_and_says_so(alice: User, simulator: Simulator, relay: RunningRelay, scene: str) -> None:
    simulator.set_scene(scene, routes=["responses"])

    turn = ended(asked(alice))

    assert (turn.state, turn.instead_of) == (State.FINISHED, "grok-4.7")
    assert turn.engine == "grok-4.6"  # the nearest
    folded = told(turn)
    assert (
        folded.instead
        == "grok-4.7 was busy or away, and nothing was charged for it; the question went to grok-4.6 instead."
    )
    assert folded.text == turn.answer.text
    states = list(Attempt.objects.filter(hold=turn.hold).order_by("n").values_list("engine", "state"))
    assert states == [("grok-4.7", "not_billed"), ("grok-4.6", "charged")]
    booked_once(turn, simulator)
    assert Allowance.objects.get(owner=alice).held == 0


def test_an_engine_that_cannot_see_is_not_handed_a_picture(
    alice: User,
    simulator: Simulator,
    relay: RunningRelay,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And what the picture weighs is in its hold, and in what it must be able to read."""
    settings.MEDIA_ROOT = tmp_path
    seen: list[tuple[int, bool]] = []
    stand_in = engines_standing_in.stand_in

    def noted(engine: Engine, *, tokens: int, pictures: bool) -> Engine | None:
        seen.append((tokens, pictures))
        return stand_in(engine, tokens=tokens, pictures=pictures)

    monkeypatch.setattr(engines_standing_in, "stand_in", noted)
    simulator.set_scene("outage times=1", routes=["responses"])
    plain = ended(asked(alice))
    fox = uploads.take(alice, SimpleUploadedFile("fox.png", made.picture("PNG", (320, 320))), key="upload-0001")
    simulator.set_scene("outage times=1", routes=["responses"])

    ended(asked(alice, files=[fox.public_id]))

    assert plain.instead_of
    assert [pictures for _, pictures in seen] == [False, True]
    assert seen[1][0] - seen[0][0] == fox.tokens


def test_only_once(alice: User, simulator: Simulator, relay: RunningRelay) -> None:
    simulator.set_scene("outage", routes=["responses"])

    turn = ended(asked(alice), seconds=90)

    assert (turn.state, turn.notice) == (State.FAILED, "away")
    assert {row["engine"] for row in Attempt.objects.filter(hold=turn.hold).values("engine")} == {
        "grok-4.7",
        "grok-4.6",
    }


def test_who_does_not_want_it_hears_why_instead(alice: User, simulator: Simulator, relay: RunningRelay) -> None:
    alice.stand_in = False
    alice.save(update_fields=["stand_in"])
    simulator.set_scene("outage", routes=["responses"])

    turn = ended(asked(alice), seconds=90)

    assert (turn.state, turn.notice, turn.instead_of) == (State.FAILED, "away", "")


def test_never_when_the_first_may_be_billed(alice: User, simulator: Simulator, relay: RunningRelay) -> None:
    simulator.set_scene("outage status=502 html=1", routes=["responses"])

    turn = ended(asked(alice), seconds=60)

    assert (turn.state, turn.instead_of) == (State.FAILED, "")
    assert Attempt.objects.filter(hold=turn.hold).count() == 1
