"""Whose word counts when an answer is asked for, and what is said of an engine that is gone."""

from dataclasses import dataclass

import pytest
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from chatapp import turns
from chatapp.engines import catalogue, choosing
from chatapp.engines.catalogue import Learned
from chatapp.engines.choosing import Choice, Level, UnknownEngine
from chatapp.engines.router import Facts
from chatapp.models import Conversation, Project, Turn
from xai.catalogue import known_engines

GONE = "grok-3-gone"


@dataclass(frozen=True)
class Words:
    """What is set on each level, the nearest last; empty: nothing."""

    person: str = ""
    project: str = ""
    conversation: str = ""
    now: str = ""


def place_of(said: Words) -> tuple[User, Conversation]:
    project = Project(pk=1, engine=said.project, parameters={})
    place = Conversation(project=project, engine=said.conversation, parameters={})
    return User(engine=said.person), place


@pytest.mark.parametrize(
    ("said", "engine", "level", "gone"),
    [
        (Words(), "grok-4.3", Level.HOUSE, ""),
        (Words(person="grok-4.7"), "grok-4.7", Level.PERSON, ""),
        (Words("grok-4.7", project="grok-4.6"), "grok-4.6", Level.PROJECT, ""),
        (Words("grok-4.7", "grok-4.6", conversation="grok-4.5"), "grok-4.5", Level.CONVERSATION, ""),
        (Words("grok-4.7", "grok-4.6", "grok-4.5", now="grok-build-0.1"), "grok-build-0.1", Level.NOW, ""),
        (Words("grok-4.7", "grok-4.6", "grok-4.5", now="auto"), "auto", Level.NOW, ""),
        (Words("grok-4.7", "auto"), "auto", Level.PROJECT, ""),
        (Words(conversation="grok-4.3-latest"), "grok-4.3-latest", Level.CONVERSATION, ""),
        (Words("grok-4.7", conversation=GONE), "grok-4.7", Level.PERSON, GONE),
        (Words(GONE, GONE, GONE), "grok-4.3", Level.HOUSE, GONE),
        (Words(GONE, "grok-4.6"), "grok-4.6", Level.PROJECT, GONE),
        (Words(conversation="grok-4.20-multi-agent-0309"), "grok-4.3", Level.HOUSE, "grok-4.20-multi-agent-0309"),
    ],
    ids=[
        "house", "person", "project", "conversation", "now", "auto-now", "auto-in-project", "alias", "gone-passed-over",
        "gone-everywhere", "gone-further-up", "not-for-a-chat",
    ],
)  # fmt: skip
def test_the_nearest_word_counts_and_a_gone_engine_is_named(
    settings: Settings, said: Words, engine: str, level: Level, gone: str
) -> None:
    settings.DEFAULT_ENGINE = "grok-4.3"
    person, place = place_of(said)

    found = choosing.wanted(person, place, Choice(said.now))

    assert (found.engine, found.level, found.gone) == (engine, level, gone)


def test_engine_effort_and_parameters_each_go_by_their_own_nearest_word() -> None:
    person, place = place_of(Words(person="grok-4.7"))
    person.effort, person.parameters = "high", {"seed": 1}
    place.effort = "low"

    found = choosing.wanted(person, place, Choice(parameters=(("temperature", 0.5),)))

    assert (found.engine, found.effort, found.parameters) == ("grok-4.7", "low", (("temperature", 0.5),))


@pytest.mark.parametrize(("engine", "effort"), [("grok-4.7", "high"), ("grok-4.20-0309-non-reasoning", "")])
def test_an_engine_that_does_not_think_is_asked_for_no_effort(engine: str, effort: str) -> None:
    wanted = choosing.wanted(User(effort="high"), None, Choice(engine))

    assert choosing.chosen(wanted, "Why?", Facts(known_engines())).effort == effort


def test_what_is_asked_for_just_now_must_be_there() -> None:
    with pytest.raises(UnknownEngine):
        choosing.wanted(User(), None, Choice(GONE))


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("default", "chat", "engine"),
    [(GONE, "grok-4.6", "grok-4.6"), (GONE, GONE, "auto")],
    ids=["the-house's-own", "auto"],
)
def test_a_house_whose_engine_is_gone_goes_on(settings: Settings, default: str, chat: str, engine: str) -> None:
    settings.DEFAULT_ENGINE, settings.CHAT_ENGINE = default, chat
    catalogue.take_over(Learned(known_engines()))

    assert choosing.wanted(User(), None).engine == engine


@pytest.mark.django_db
def test_a_conversation_whose_engine_is_gone_says_so_and_is_answered(alice: User, client: Client) -> None:
    begun = turns.send(alice, "Why?", key="click-0001")
    turns.stop(alice, begun.turn)
    Conversation.objects.update(engine=GONE)
    alice.engine = "grok-4.6"
    alice.save(update_fields=["engine"])
    client.force_login(alice)

    page = client.get(f"/c/{begun.conversation}/").content.decode()
    again = turns.send(alice, "And now?", key="click-0002", conversation=begun.conversation)

    assert f"<b>{GONE}</b> is not there any more. Until you choose another one, grok-4.6 answers." in page
    assert Turn.objects.get(public_id=again.turn).engine == "grok-4.6"
