"""The policy: readable files with clauses. Its version is the hash of their content."""

import hashlib
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from django.conf import settings

from moderation import checks
from moderation.checks import Lists, Rule
from moderation.checks.rule import ROOMS
from moderation.lexicon import Lexicon
from moderation.verdicts import Action

KNOWN_FIELDS = {
    "id", "title", "says", "verdict", "sentence", "checks", "rooms", "asked_only", "minors_only", "result_too", "rule",
}  # fmt: skip


class BadPolicy(Exception):
    """A policy file cannot be read as one; says which file and clause."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One numbered sentence of the policy, what it watches and what follows."""

    id: str
    title: str
    says: str
    action: Action
    sentence: str
    checks: frozenset[str]
    rooms: frozenset[str]
    asked_only: bool  # about what is asked for; an answer may speak of it
    minors_only: bool  # said to somebody below MINIMUM_STUDIO_AGE, or to one who never told us their age
    result_too: bool  # who allows an order has not allowed what comes of it: a person sees that as well
    rules: tuple[Rule, ...]

    def concerns(self, room: str, *, asked: bool, minor: bool) -> bool:
        """Whether it is about such a text at all."""
        return room in self.rooms and (asked or not self.asked_only) and (minor or not self.minors_only)

    def settled_by(self, allowed: Collection[str]) -> bool:
        """Whether a person who let an order go on, against the clauses of these ids, has answered it for its results."""
        return self.id in allowed and self.action == Action.REVIEW and not self.result_too


@dataclass(frozen=True)
class Policy:
    """All clauses, and the version that every verdict names."""

    version: str
    clauses: tuple[Clause, ...]
    files: dict[str, str] = field(default_factory=dict, hash=False, compare=False)

    def clause(self, clause_id: str) -> Clause | None:
        """The clause with this id, if there is one in this version."""
        return next((clause for clause in self.clauses if clause.id == clause_id), None)

    def naming(self, check: str) -> Iterator[Clause]:
        """The clauses that this check may find broken, in the order of the files."""
        return (clause for clause in self.clauses if check in clause.checks)

    @cached_property
    def lexicon(self) -> Lexicon:
        """All terms of all rules, to be looked for at once."""
        rules = [rule for clause in self.clauses for rule in clause.rules]
        return Lexicon(term for rule in rules for terms in (rule.watched, rule.excused) for term in terms)

    def watched(self, room: str, *, minor: bool) -> frozenset[str]:
        """The terms by which a rule about an answer in this room may begin to hold."""
        concerned = [clause for clause in self.clauses if clause.concerns(room, asked=False, minor=minor)]
        rules = [rule for clause in concerned for rule in clause.rules if room in rule.rooms and not rule.asked]
        return frozenset(term for rule in rules for term in rule.watched)


def current() -> Policy:
    """The policy in POLICY_DIR. Files are read once per process: a new policy comes with a restart."""
    return read(settings.POLICY_DIR)


@cache
def read(folder: Path) -> Policy:
    """Read every `*.toml` of a folder, and its `lists/*.txt`; raises BadPolicy when there is none or one cannot be read."""
    files = {
        file.relative_to(folder).as_posix(): file for file in [*folder.glob("*.toml"), *folder.glob("lists/*.txt")]
    }
    texts = {name: _text(files[name]) for name in sorted(files)}
    clause_files = [name for name in texts if name.endswith(".toml")]
    if not clause_files:
        raise BadPolicy(f"{folder} holds no policy file")
    digest = hashlib.sha256()
    for name, text in texts.items():
        digest.update(name.encode() + b"\0" + text.encode() + b"\0")
    lists = {Path(name).stem: _lines(text) for name, text in texts.items() if name.endswith(".txt")}
    clauses = tuple(clause for name in clause_files for clause in _clauses(name, texts[name], lists))
    if twice := {clause.id for clause in clauses if sum(clause.id == each.id for each in clauses) > 1}:
        raise BadPolicy(f"there are two clauses {', '.join(sorted(twice))}")
    return Policy(version=digest.hexdigest()[:12], clauses=clauses, files=texts)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadPolicy(f"{file.name}: {_why(error)}") from error


def _lines(text: str) -> list[str]:
    """One term a line; what follows a # is for readers."""
    return [term for line in text.splitlines() if (term := line.partition("#")[0].strip())]


def _clauses(name: str, text: str, lists: Lists) -> Iterator[Clause]:
    try:
        raws = tomllib.loads(text)["clause"]
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise BadPolicy(f"{name}: {_why(error)}") from error
    for n, raw in enumerate(raws, 1):
        try:
            yield _clause(raw, lists)
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise BadPolicy(f"{name}, {raw.get('id', f'clause {n}')}: {_why(error)}") from error


def _why(error: Exception) -> str:
    """A key that is not there says its name alone."""
    return f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)


def _clause(raw: dict[str, Any], lists: Lists) -> Clause:
    rules = tuple(checks.WORDS[rule.get("check", "terms")](rule, lists) for rule in raw.get("rule", []))
    named = frozenset(raw.get("checks", {rule.check for rule in rules}))
    rooms = frozenset(raw.get("rooms", ROOMS))
    if unknown := sorted((set(raw) - KNOWN_FIELDS) | (named - checks.KNOWN) | (rooms - set(ROOMS))):
        raise ValueError(f"nobody knows {', '.join(unknown)}")
    if unnamed := sorted({rule.check for rule in rules} - named):
        raise ValueError(f"checks does not name {', '.join(unnamed)}")
    return Clause(
        id=raw["id"],
        title=raw["title"],
        says=raw["says"],
        action=Action(raw["verdict"]),
        sentence=raw["sentence"],
        checks=named,
        rooms=rooms,
        asked_only=raw.get("asked_only", False),
        minors_only=raw.get("minors_only", False),
        result_too=raw.get("result_too", False),
        rules=rules,
    )


def keep(version: str) -> None:
    """Keep the text of the version that a verdict names, once."""
    from moderation.models import PolicyVersion

    if not version or PolicyVersion.objects.filter(version=version).exists():
        return
    policy = current()
    if policy.version == version:  # else another process judged by files that this one has not read
        PolicyVersion.objects.bulk_create([PolicyVersion(version=version, files=policy.files)], ignore_conflicts=True)
