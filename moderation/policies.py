"""The policy: readable files with clauses. Its version is the hash of their content."""

import hashlib
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from moderation.normal import normal
from moderation.verdicts import Action


class BadPolicy(Exception):
    """A policy file cannot be read as one; says which file and clause."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Terms that together break a clause: one of `words`, and one of `beside` within `within` letters when given."""

    words: re.Pattern[str]
    beside: re.Pattern[str] | None
    within: int

    def finds(self, text: str) -> str:
        """The words found in a normalised text, or nothing."""
        for hit in self.words.finditer(text):
            if self.beside is None:
                return hit[0]
            around = text[max(0, hit.start() - self.within) : hit.end() + self.within]
            if other := self.beside.search(around):
                return f"{hit[0]} … {other[0]}"
        return ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered sentence of the policy, what it watches and what follows."""

    id: str
    title: str
    says: str
    action: Action
    sentence: str
    rooms: frozenset[str]
    asked_only: bool  # about what is asked for; an answer may speak of it
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """All clauses, and the version that every verdict names."""

    version: str
    clauses: tuple[Clause, ...]

    def clause(self, clause_id: str) -> Clause | None:
        """The clause with this id, if there is one in this version."""
        return next((clause for clause in self.clauses if clause.id == clause_id), None)


def current() -> Policy:
    """The policy in POLICY_DIR. Files are read once per process: a new policy comes with a restart."""
    return read(settings.POLICY_DIR)


@cache
def read(folder: Path) -> Policy:
    """Read every `*.toml` of a folder; raises BadPolicy when there is none or one cannot be read."""
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise BadPolicy(f"{folder} holds no policy file")
    digest = hashlib.sha256()
    clauses: list[Clause] = []
    for file in files:
        content = file.read_bytes()
        digest.update(file.name.encode() + b"\0" + content + b"\0")
        clauses += _clauses(file.name, content)
    return Policy(version=digest.hexdigest()[:12], clauses=tuple(clauses))


def _clauses(name: str, content: bytes) -> list[Clause]:
    try:
        return [_clause(raw) for raw in tomllib.loads(content.decode())["clause"]]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, ValueError, re.error) as error:
        raise BadPolicy(f"{name}: {error!r}") from error


def _clause(raw: dict[str, Any]) -> Clause:
    return Clause(
        id=raw["id"],
        title=raw["title"],
        says=raw["says"],
        action=Action(raw["action"]),
        sentence=raw["sentence"],
        rooms=frozenset(raw.get("rooms", ["parlour", "studio"])),
        asked_only=raw.get("asked_only", False),
        rules=tuple(
            Rule(
                words=_any_of(rule["words"]),
                beside=_any_of(rule["beside"]) if "beside" in rule else None,
                within=rule.get("within", 80),
            )
            for rule in raw["rule"]
        ),
    )


def _any_of(terms: list[str]) -> re.Pattern[str]:
    """Whole words; a trailing * allows endings. Terms are normalised the way the text will be."""
    parts = []
    for term in terms:
        ending = r"\w*" if term.endswith("*") else ""
        parts.append(re.escape(normal(term.rstrip("*"))).replace(r"\ ", " ") + ending)
    return re.compile(rf"\b(?:{'|'.join(parts)})\b")


def keep(version: str) -> None:
    """Keep the text of the version that a verdict names, once."""
    from moderation.models import PolicyVersion

    if not version or PolicyVersion.objects.filter(version=version).exists():
        return
    files = {file.name: file.read_text() for file in sorted(settings.POLICY_DIR.glob("*.toml"))}
    PolicyVersion.objects.bulk_create([PolicyVersion(version=version, files=files)], ignore_conflicts=True)
