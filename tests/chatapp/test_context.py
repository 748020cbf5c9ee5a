"""What an engine is sent: the house's prompt, the question, and as much of what came before as it can read."""

import pytest

from accounts.models import User
from chatapp import context, turns
from chatapp.models import Conversation, Kind, Project, Turn
from xai.values import ChatMessage, Engine


def talk(exchanges: int, letters: int = 30) -> list[ChatMessage]:
    """Questions and answers, and a last question."""
    said = []
    for number in range(exchanges):
        said += [
            ChatMessage("user", f"{number}?".ljust(letters)),
            ChatMessage("assistant", f"{number}.".ljust(letters)),
        ]
    return [*said, ChatMessage("user", "And now?")]


def build(
    said: list[ChatMessage], tokens: int = 100_000, kind: str = Kind.FIRST, kept: str = "", halved: int = 0
) -> context.Context:
    engine = Engine("e", context_tokens=tokens)
    return context.build(context.Path(said), kind=kind, kept_text=kept, engine=engine, room_tokens=1_000, halved=halved)


def test_what_fits_is_sent_whole_after_the_houses_prompt() -> None:
    built = build(talk(5))

    assert built.messages[0] == ChatMessage("system", context.prompt(context.SYSTEM))
    assert list(built.messages[1:]) == talk(5)
    assert built.left_out == 0
    assert built.prompt_version == context.SYSTEM


@pytest.mark.parametrize("exchanges", [50, 51, 200])
def test_a_long_conversation_slides_and_begins_with_a_question(exchanges: int) -> None:
    said = talk(exchanges, letters=600)

    built = build(said, tokens=10_000)

    assert built.messages[-1] == said[-1]
    assert built.messages[1].role == "user"
    assert 0 < built.left_out < len(said)
    assert list(built.messages[1:]) == said[built.left_out :]


def test_of_what_was_said_before_half_is_sent_to_an_engine_that_had_no_room() -> None:
    said = talk(50, letters=600)

    whole, half = build(said, tokens=10_000), build(said, tokens=10_000, halved=1)

    kept, fewer = (len(said) - built.left_out for built in (whole, half))
    assert 0.3 * kept < fewer < 0.6 * kept
    assert half.messages[-1] == said[-1]


def test_the_question_is_sent_even_when_nothing_else_fits() -> None:
    built = build([*talk(3), ChatMessage("assistant", "x"), ChatMessage("user", "y" * 50_000)], tokens=2_000)

    assert [message.role for message in built.messages] == ["system", "user"]


def test_continue_shows_the_engine_where_it_was() -> None:
    built = build(talk(1), kind=Kind.CONTINUE, kept="Once upon a")

    assert built.messages[-3:-1] == (ChatMessage("user", "And now?"), ChatMessage("assistant", "Once upon a"))
    assert built.messages[-1] == ChatMessage("user", context.prompt(context.CONTINUE))
    assert built.prompt_version == f"{context.SYSTEM}+{context.CONTINUE}"


@pytest.mark.parametrize("name", [context.SYSTEM, context.CONTINUE, "title-1"])
def test_a_prompt_is_a_file_with_a_version(name: str) -> None:
    assert len(context.prompt(name)) > 100
    assert name[-1].isdigit()


def test_wishes_stand_after_the_houses_prompt_the_most_general_first() -> None:
    path = context.Path(talk(1), instructions=context.Instructions("Be brief.", "", "Speak French."))

    built = context.build(path, kind=Kind.FIRST, kept_text="", engine=None, room_tokens=0)

    system = built.messages[0].text
    assert system.startswith(context.prompt(context.SYSTEM))
    assert system.index("Be brief.") < system.index("Speak French.")
    assert "project" not in system.removeprefix(context.prompt(context.SYSTEM))


def test_an_answer_is_marked_with_the_wishes_it_was_given_under() -> None:
    def version(wishes: context.Instructions) -> str:
        path = context.Path(talk(0), instructions=wishes)
        return context.build(path, kind=Kind.FIRST, kept_text="", engine=None, room_tokens=0).prompt_version

    brief = version(context.Instructions("Be brief."))

    assert brief == version(context.Instructions("Be brief."))
    assert brief != version(context.Instructions("Be long."))
    assert version(context.Instructions()) == context.SYSTEM


def test_what_person_project_and_conversation_want_is_sent(alice: User) -> None:
    alice.instructions = "Call me Al."
    alice.save()
    turn = Turn.objects.get(public_id=turns.send(alice, "Hello", key="instructions-1").turn)
    project = Project.objects.create(owner=alice, name="Boats", instructions="Think of boats.")
    Conversation.objects.update(project=project, instructions="In verse.")

    path = context.path_to(turn.prompt_id)

    assert path.instructions == context.Instructions("Call me Al.", "Think of boats.", "In verse.")
