"""What an engine is sent: the house's prompt, then as much of the path to the question as it can read.

The beginning stays the same from turn to turn, so that the provider finds it in its cache: nothing in it is dated, counted
or reordered, and a summary takes the place of many messages at once and then stands for long.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from chatapp.context import instructions
from chatapp.context.paths import Path, Summed
from chatapp.context.prompts import BACKGROUND, CONTINUE, PROJECT, SUMMARY, WISHES, prompt
from chatapp.files import folder, need, refs
from chatapp.files.folder import Folder
from chatapp.files.refs import FileRef, Said
from chatapp.models import Kind, Turn, Wish
from usage import estimates
from xai.values import ChatMessage, Engine

# When the catalogue does not say how much an engine reads.
MODEST_CONTEXT_TOKENS = 128_000
FRAME = (prompt(BACKGROUND), prompt(CONTINUE))  # what may stand around what was said


@dataclass(frozen=True, slots=True)
class Context:
    """Messages to send; `left_out` older ones had to be, and `summary` stands for others.

    `project_files`: the keys of those of the project's files that are among them.
    """

    messages: tuple[ChatMessage, ...]
    left_out: int
    prompt_version: str
    summary: UUID | None = None
    project_files: tuple[int, ...] = ()


def build(
    path: Path,
    *,
    kind: str,
    kept_text: str,
    engine: Engine | None,
    room_tokens: int,
    wish: str = "",
    than: Turn | None = None,
    halved: int = 0,
) -> Context:
    """The request's messages; `room_tokens` are kept free for the answer.

    `wish`: how it should differ from the answer of `than`. `halved`: how often the room for what was said before is halved.
    """
    beside = in_folder(path.folder, engine)
    system = ChatMessage("system", instructions.system_text(path.instructions))
    first = [system, *_project(beside), *_background(path.summary)]
    last = [path.said[-1]]
    version = instructions.version(path.instructions)
    version += (f"+{PROJECT}" if beside else "") + (f"+{SUMMARY}" if path.summary else "")
    if kind == Kind.CONTINUE:
        last += [ChatMessage("assistant", kept_text), ChatMessage("user", prompt(CONTINUE))]
        version = f"{version}+{CONTINUE}"
    elif wish:
        name = WISHES[Wish(wish)]
        stands, problem = (than.answer.shown_text, than.shape_problem) if than else ("", "")
        last += [ChatMessage("assistant", stands)] if stands else []
        last += [ChatMessage("user", f"{prompt(name)}\n{problem}".strip())]
        version = f"{version}+{name}"
    room = window(engine) - room_tokens - estimates.ceiling_tokens(each.text for each in [*first, *last])
    said = need.by_need(path.said, sees=_sees(engine), room_tokens=room, sent_before=beside.files)
    room -= refs.ceiling(first)
    last[0] = said[-1]
    earlier = _fitting(said[:-1], (room - refs.ceiling(last)) >> halved)
    left_out = len(said) - 1 - len(earlier)
    taken = tuple(each.pk for each in beside.files)
    return Context(
        (*first, *earlier, *last), left_out, version, path.summary.public_id if path.summary else None, taken
    )


def of_turn(turn: Turn, path: Path, *, engine: Engine | None, room_tokens: int) -> Context:
    """The same for a turn that there is, were it this engine's."""
    return build(
        path,
        kind=turn.kind,
        kept_text=turn.kept_text,
        engine=engine,
        room_tokens=room_tokens,
        wish=turn.wish,
        than=turn.than,
        halved=turn.turned_away,
    )


def window(engine: Engine | None) -> int:
    """How much it reads, in tokens; a modest guess where the catalogue does not say."""
    return (engine.context_tokens if engine else None) or MODEST_CONTEXT_TOKENS


def in_folder(files: Iterable[FileRef], engine: Engine | None) -> Folder:
    """What of a project's files goes to this engine with every question."""
    return folder.fitting(files, sees=_sees(engine), window_tokens=window(engine))


def _sees(engine: Engine | None) -> bool:
    return engine is None or engine.sees


def _project(beside: Folder) -> list[ChatMessage]:
    """Before all that is said, and the same with every question, so that the provider finds it in its cache."""
    if not beside:
        return []
    return [Said("user", "\n\n".join([prompt(PROJECT), *beside.notes]), files=beside.files)]


def _background(summary: Summed | None) -> list[ChatMessage]:
    if summary is None:
        return []
    said = f"{prompt(BACKGROUND)}\n\n# What was said before, in short\n\n{summary.text}"
    return [ChatMessage("user", said)]


def _fitting(earlier: Sequence[ChatMessage], room: int) -> list[ChatMessage]:
    """The newest messages that fit, beginning with a question: a window that slides."""
    kept: list[ChatMessage] = []
    for message in reversed(earlier):
        room -= estimates.PER_MESSAGE + estimates.tokens(message.text, estimates.CEILING_BYTES)
        room -= refs.ceiling([message])
        if room < 0:
            break
        kept.append(message)
    kept.reverse()
    while kept and kept[0].role != "user":
        kept.pop(0)
    return kept


def texts(messages: Iterable[ChatMessage]) -> list[str]:
    """The texts alone, for estimates."""
    return [message.text for message in messages]
