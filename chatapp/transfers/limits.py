"""What the doors of the house would not let in does not come in by a file either; what is left out is counted."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from accounts.models import User
from accounts.models.user import INSTRUCTIONS_CHARACTERS
from chatapp import projects
from chatapp.conversations.keeping import tidy_tag
from chatapp.models import Project
from chatapp.models.conversation import MOST_TAGS


def kept(columns: Mapping[str, Any], lost: "Counter[str]") -> dict[str, Any]:
    """Tags and instructions of a conversation as its own forms would have taken them."""
    given = [tidy_tag(each) for each in columns.get("tags", [])]
    tags = list(dict.fromkeys(filter(None, given)))[:MOST_TAGS]
    if dropped := sum(each not in tags for each in given):
        lost["tag"] += dropped
    instructions = _cut(columns.get("instructions", ""), INSTRUCTIONS_CHARACTERS, lost)
    return {"tags": tags, "instructions": instructions}


def project(person: User, said: Mapping[str, str], lost: "Counter[str]") -> Project | None:
    """The person's of this name, or a new one. None: they can have no more, or it is no name."""
    name = " ".join(said["name"].split())
    if found := Project.objects.owned_by(person).filter(name=name).first():
        return found
    try:
        made = projects.create(person, name)
    except projects.Refused:
        lost["project"] += 1
        return None
    made.instructions = _cut(said["instructions"], settings.MAX_INSTRUCTIONS_CHARACTERS, lost)
    made.save(update_fields=["instructions"])
    return made


def _cut(said: str, most: int, lost: "Counter[str]") -> str:
    if len(said.strip()) > most:
        lost["instructions"] += 1
    return said.strip()[:most]
