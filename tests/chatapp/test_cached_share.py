"""What a conversation begins with stays the same from turn to turn, so that the provider finds it in its cache."""

from pytest_django import Settings

from accounts.models import User
from chatapp import summaries
from tests.chatapp.relays import RunningRelay, ask, ended

SCRIPT = (
    "I plan a week in Lisbon in May with two children, eight and eleven. What should we not miss?",
    "Which of these can be reached without a car?",
    "Make it a plan of seven days, with one lazy day.",
    "One child is afraid of heights. What changes?",
    "We like fish, but one of us is allergic to shellfish. Where do we eat on each day?",
    "What does this cost in all, roughly, without flights?",
    "Swap day three and day five.",
    "Write what we should pack.",
    "Now the whole plan again, shorter, for the children to read.",
    "And three words of Portuguese for each day.",
)
LEAST_SHARE = 0.75  # of the input tokens of turns two to ten


def test_of_a_script_of_ten_turns_most_of_what_is_sent_is_cached(alice: User, relay: RunningRelay) -> None:
    alice.instructions, alice.engine = "Answer warmly, in British English.", "grok-4.7"
    alice.save()

    turn = ended(ask(alice, SCRIPT[0]))
    rows = []
    for question in SCRIPT[1:]:
        turn = ended(ask(alice, question, turn.conversation.public_id))
        rows.append((turn.cached_tokens or 0, turn.input_tokens or 0))

    share = sum(cached for cached, _ in rows) / sum(sent for _, sent in rows)
    for number, (cached, sent) in enumerate(rows, 2):
        print(f"turn {number:>2}: {cached:>6,} of {sent:>6,} input tokens cached ({cached / sent:.0%})")  # noqa: T201
    print(f"turns 2-10: {share:.1%} cached")  # noqa: T201
    assert share >= LEAST_SHARE


def test_auto_does_not_give_the_cache_away_for_nothing(alice: User, relay: RunningRelay) -> None:
    turn = ended(ask(alice, "Prove that the square root of 2 is irrational."))
    engine = turn.engine

    following = ended(ask(alice, "And of 3?", turn.conversation.public_id))

    assert (following.engine, following.chosen_because) == (engine, "goes_on")
    assert (following.cached_tokens or 0) > (following.input_tokens or 0) / 2


def test_a_summary_costs_the_cache_once_and_then_stands(alice: User, relay: RunningRelay, settings: Settings) -> None:
    settings.CONTEXT_TOKENS = 1_000
    turn = ended(ask(alice, f"0 {'Remember the blue door. ' * 60}"))
    for number in range(1, 4):
        question = f"{number} {'Remember the blue door. ' * 60}"
        turn = ended(ask(alice, question, turn.conversation.public_id))
    assert summaries.after(turn.public_id)

    turns = [ended(ask(alice, "And now?", turn.conversation.public_id)) for _ in range(2)]

    before, after = ((each.cached_tokens or 0) / (each.input_tokens or 1) for each in turns)
    assert before < 0.5 < after
