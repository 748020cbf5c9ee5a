"""The files of a project as its page shows them: each with what an engine gets of it, in words."""

from dataclasses import dataclass

from django.conf import settings

from chatapp import context, engines
from chatapp.engines.choosing import AUTO
from chatapp.files import folder
from chatapp.files.takes import Takes, takes
from chatapp.models import Attachment, Project


@dataclass(frozen=True, slots=True)
class Shown:
    """One file. `short`: what goes less than whole of it, empty when all goes."""

    file: Attachment
    short: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """All that are in sight, the oldest first, with what they add to every question."""

    files: tuple[Shown, ...]
    tokens: int
    takes: Takes


def shelf(project: Project, engine: str) -> Shelf:
    """As they go to the engine of this name; to Auto as to the house's own. Two queries."""
    answers = engines.known(settings.CHAT_ENGINE if engine in ("", AUTO) else engine)
    goes = context.in_folder(folder.refs_in(project.pk), answers)
    sent = {ref.pk: ref for ref in goes.files}
    rows = project.files.kept().in_sight().exclude(stored_at=None).defer("text").order_by("pk")

    def short(file: Attachment) -> str:
        if file.pk in sent:
            return "" if sent[file.pk].most_tokens is None else "in part: there is no room for all of it"
        if file.is_picture and not answers.sees:
            return f"not seen: {answers.id} cannot see pictures"
        return "not sent: there is no room for it"

    files = tuple(Shown(file, short(file)) for file in rows)
    return Shelf(files, goes.weight, takes(in_project=True))
