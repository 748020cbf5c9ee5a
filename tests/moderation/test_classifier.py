"""An engine is asked about what the rules are not sure of: once, the house pays, and nothing it says is believed blindly."""

import json
from uuid import uuid4

import pytest
from pytest_django import Settings

from accounts.models import User
from moderation import gates, policies
from moderation.checks import classifier
from moderation.models import SecondLook
from moderation.verdicts import Action, Verdict
from tests.support.simulator import Simulator
from usage.models import Charge, Payer

pytestmark = pytest.mark.django_db(transaction=True)

UNSURE = "the pope on a skateboard"


@pytest.fixture(autouse=True)
def _on(settings: Settings) -> None:
    settings.CLASSIFIER = True
    settings.CLASSIFIER_SURE = 0.9


def says(simulator: Simulator, answer: str) -> None:
    quoted = answer.replace("\\", "\\\\").replace('"', '\\"')
    simulator.set_scene(f'echo times=1 text="{quoted}"', routes=["responses"], helpers=True)


def looked(person: User, text: str = UNSURE) -> Verdict:
    rules = gates.before_sending(text, room="studio", person=person)
    assert rules.action == Action.REVIEW
    return gates.second_look(text, rules, person=person, subject=uuid4())


@pytest.mark.parametrize(
    ("clause", "score", "action", "named"),
    [
        ("none", 0.97, Action.ALLOW, "likeness.2"),
        ("none", 0.5, Action.REVIEW, "likeness.2"),
        ("likeness.2", 0.97, Action.REVIEW, "likeness.2"),
        ("sexual.1", 0.97, Action.REFUSE, "sexual.1"),
        ("sexual.1", 0.5, Action.REVIEW, "sexual.1"),
        ("minors.1", 0.2, Action.LOCK, "minors.1"),
    ],
)
def test_its_word_counts_where_it_is_sure(
    alice: User, simulator: Simulator, clause: str, score: float, action: Action, named: str
) -> None:
    says(simulator, json.dumps({"clause": clause, "score": score}))

    verdict = looked(alice)

    assert (verdict.action, verdict.clause, verdict.check, verdict.score) == (action, named, "classifier", score)
    assert bool(verdict.sentence) == (not verdict.passes)


def test_the_same_text_is_asked_about_once_and_the_house_pays(alice: User, simulator: Simulator) -> None:
    says(simulator, json.dumps({"clause": "none", "score": 0.97}))

    assert looked(alice) == looked(alice)

    assert len(simulator.requests(accepted=True)) == 1
    [charge] = Charge.objects.filter(purpose=classifier.PURPOSE)
    assert charge.payer == Payer.HOUSE
    assert UNSURE not in str(SecondLook.objects.values())


@pytest.mark.parametrize("scene", ["no_permission", "cut", "says"])
def test_when_it_says_nothing_that_helps_the_review_stands(alice: User, simulator: Simulator, scene: str) -> None:
    if scene == "says":
        says(simulator, "I think it is fine.")
    else:
        simulator.set_scene(f"{scene} times=9", routes=["responses"], helpers=True)

    verdict = looked(alice)

    assert (verdict.action, verdict.check) == (Action.REVIEW, "terms")
    assert not SecondLook.objects.exists()


@pytest.mark.parametrize(
    "said",
    [
        "null", "[]", '{"clause": "none"}', '{"clause": "none", "score": 2}', '{"clause": "none", "score": NaN}',
        '{"clause": ["none"], "score": 1}', '{"clause": "crystal.1", "score": 1}', '{"clause": "none", "score": "sure"}',
    ],
)  # fmt: skip
def test_an_answer_that_was_not_offered_is_none(said: str) -> None:
    with pytest.raises(classifier.NoWord):
        classifier.read(policies.current(), said)


@pytest.mark.parametrize("text", ["a fox crossing a river", "a naked man"])
def test_what_the_rules_are_sure_of_is_not_asked_about(alice: User, simulator: Simulator, text: str) -> None:
    rules = gates.before_sending(text, room="studio")

    assert gates.second_look(text, rules, person=alice, subject=uuid4()) == rules
    assert simulator.requests() == []


def test_off_means_off(alice: User, simulator: Simulator, settings: Settings) -> None:
    settings.CLASSIFIER = False

    assert looked(alice).check == "terms"
    assert simulator.requests() == []
