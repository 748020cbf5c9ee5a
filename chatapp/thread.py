"""A conversation as a page shows it: the path to its leaf, each answer with its siblings, receipt and notice."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from chatapp import markdown, notices, receipts
from chatapp.branches import builds, comparing, leaves
from chatapp.branches.families import ALONE, Families, Siblings
from chatapp.drawing import wishes
from chatapp.engines.router import words
from chatapp.engines.router.words import Chip
from chatapp.files import beside, folder
from chatapp.models import Attachment, Conversation, Kind, Message, Role, State, Summary, Turn
from chatapp.notices import Notice, Step
from chatapp.receipts import Receipt
from chatapp.shapes.section import Shaped, shaped
from chatapp.turns.values import Begun

TURNS = Turn.objects.select_related("prompt", "answer__summary", "conversation")
CONTINUABLE = {State.STOPPED, State.INTERRUPTED, State.FINISHED}


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Turns that another branch goes on with, while the one shown ends. `message`: where that branch begins."""

    message: UUID
    later: int
    wording: bool  # of the question; else it is another answer to the same one


@dataclass(frozen=True, slots=True)
class Section:
    """One question and the answer shown to it.

    `wordings`: of the question; `siblings`: the answers to this wording. `columns`: the answers that stand side by side
    until one is kept, this one among them; mostly none. `elsewhere`: what the switch to this one has hidden.
    """

    turn: Turn
    prompt: Message
    answer: Message
    notice: Notice | None
    receipt: Receipt
    files: Sequence[Attachment] = ()
    project_files: Sequence[str] = ()  # names of those that went along
    wordings: Siblings = ALONE
    siblings: Siblings = ALONE
    columns: tuple["Section", ...] = ()
    elsewhere: Elsewhere | None = None
    other_build: bool = False  # the engine was another build of it at its last turn here
    in_column: bool = False

    @property
    def details(self) -> tuple[receipts.Line, ...]:
        """All that is known of how it was made."""
        return receipts.details(self.turn, project_files=self.project_files, other_build=self.other_build)

    @property
    def wants_picture(self) -> bool:
        """Whether the question asks for a picture, which the studio would make."""
        return not self.in_column and wishes.wish(self.prompt.shown_text) is not None

    @property
    def thoughts(self) -> str:
        """The thinking as clean markup."""
        return (
            markdown.render(self.answer.shown_reasoning, f"t{self.answer.public_id.hex[:8]}")
            if self.answer.shown_reasoning
            else ""
        )

    @property
    def thought(self) -> str:
        """How long it thought, in words."""
        return receipts.thought(self.turn)

    @property
    def compared(self) -> bool:
        """Whether others stood beside it once, which can be looked at again."""
        return self.turn.comparison is not None and not self.in_column

    @property
    def html(self) -> str:
        """The answer as clean markup."""
        text = self.answer.shown_text
        if text and self.prompt.json_schema is not None:
            text = f"```json\n{text}\n```"
        return markdown.render(text, self.answer.public_id.hex[:8]) if text else ""

    @property
    def allowed(self) -> bool:
        """It was withheld, and a reviewer has allowed it since."""
        return self.turn.state == State.WITHHELD and not self.answer.hidden

    @property
    def sentence(self) -> str:
        """What is said instead of, or below, the answer; empty when all went well."""
        instead = self.answer.in_its_place
        by_a_rule = self.notice is not None and instead == self.notice.sentence
        if instead and not by_a_rule:
            return instead
        if self.notice and not self.allowed:
            return self.notice.with_cost(self.cost)
        return f"You stopped this answer. {self.cost}" if self.turn.state == State.STOPPED else ""

    @property
    def cost(self) -> str:
        """Whether this answer, which ended early, is charged."""
        turn = self.turn
        return notices.cost(turn.ticks, exact=bool(turn.exact), with_text=bool(self.answer.shown_text))

    @property
    def shaped(self) -> Shaped | None:
        """The answer as a table or a form, if it was asked for in a shape."""
        return shaped(self.turn)

    @property
    def summary(self) -> Summary | None:
        """What is sent in place of everything up to here, if it was summed up."""
        found: Summary | None = getattr(self.answer, "summary", None)
        return found if found and found.text else None

    @property
    def key(self) -> str:
        """For a button that may be meant more than once: each page that is made asks anew, each page only once."""
        return uuid4().hex

    @property
    def chip(self) -> Chip | None:
        """Why Auto took this engine; None when a person chose it, or nothing was answered by it."""
        turn = self.turn
        return None if turn.instead_of else words.chip(turn.engine, turn.chosen_because)

    @property
    def instead(self) -> str:
        """That another engine answered than the one that was to; empty when none had to."""
        turn = self.turn
        return notices.instead(turn.instead_of, turn.engine) if turn.instead_of else ""

    @property
    def can_continue(self) -> bool:
        """Whether there is text to go on from."""
        whole = self.turn.state == State.FINISHED and (self.notice is None or self.notice.step != Step.CONTINUE)
        return bool(self.answer.shown_text) and self.turn.state in CONTINUABLE and not whole

    @property
    def retry_in_notice(self) -> bool:
        """Whether "Try again" stands beside the sentence; else it is among the receipt's tools. Never twice."""
        return bool(self.sentence and self.notice and self.notice.step in (Step.RETRY, Step.CONTINUE))

    @property
    def continued(self) -> bool:
        """Whether this answer goes on from an earlier one."""
        return self.turn.kind == Kind.CONTINUE


def along(answers: Collection[int]) -> list[Section]:
    """The sections of these answers, oldest first. Three queries, however many; a few more where branches meet at the end."""
    found = _sections(list(TURNS.filter(answer_id__in=answers).order_by("prompt__depth")))
    return [*found[:-1], _at_the_end(found[-1])] if found else []


def section(turn: Turn) -> Section:
    """One of them, by its turn; as a column while it stands beside others."""
    [found] = _sections([TURNS.get(pk=turn.pk)])
    found = replace(found, other_build=builds.changed_at(found.turn))
    if comparing.undecided(found.turn):
        return replace(found, in_column=True)
    return _at_the_end(found)


def last(turn: Turn) -> Section:
    """The one at the end of the path shown: with what stands beside it, and what it hides."""
    return _at_the_end(_sections([TURNS.get(pk=turn.pk)])[0])


def begun(new: Begun) -> Section:
    """The section of a turn that was just begun, made from what is known: the database need not be asked."""
    place = Conversation(public_id=new.conversation)
    prompt = Message(role="user", text=new.question, label=new.label, json_schema={} if new.shaped else None)
    answer = Message(role="assistant")
    row = Turn(public_id=new.turn, conversation=place, state=State.WAITING, kind=Kind.FIRST)
    return Section(row, prompt, answer, None, receipts.of(row), new.files)


def _sections(turns: Sequence[Turn]) -> list[Section]:
    if not turns:
        return []
    families, rebuilt = Families(turns), builds.changed(turns)
    files = beside.shown(turn.prompt for turn in turns)
    names = folder.names({key for turn in turns for key in turn.project_file_ids})
    return [
        Section(
            turn=turn,
            prompt=turn.prompt,
            answer=turn.answer,
            notice=notices.of(turn.notice),
            receipt=receipts.of(turn),
            files=files.get(turn.prompt_id, ()),
            project_files=folder.told(turn.project_file_ids, names),
            wordings=families.of_question(turn),
            siblings=families.of_answer(turn),
            other_build=turn.pk in rebuilt,
        )
        for turn in turns
    ]


def _at_the_end(end: Section) -> Section:
    """If the path ends there: with its comparison, as long as none was kept, and the branch that goes on elsewhere."""
    if end.turn.conversation.leaf_id != end.answer.pk:
        return end
    columns: tuple[Section, ...] = ()
    if comparing.undecided(end.turn):
        group = _sections(list(TURNS.filter(comparison=end.turn.comparison).order_by("pk")))
        columns = tuple(replace(each, in_column=True) for each in group)
    others = (*end.siblings.others, *end.wordings.others)
    branch = leaves.most_recent([*others, *([end.answer.pk] if others or columns else [])])
    elsewhere = Elsewhere(branch.head, branch.later, branch.role == Role.USER) if branch else None
    return replace(end, columns=columns, elsewhere=elsewhere)
