"""`manage.py policy [FOLDER] ["SENTENCE"]`: try a policy before it is in force, and what it makes of a sentence."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from moderation import gates, policies
from moderation.checks import WORDS
from moderation.checks.rule import ROOMS
from moderation.policies import Policy
from moderation.verdicts import Action, Verdict, gravest

WAYS: tuple[tuple[gates.Room, bool, str], ...] = (
    ("parlour", True, "asked in the parlour"),
    ("parlour", False, "answered in the parlour"),
    ("studio", True, "asked in the studio"),
)


class Command(BaseCommand):
    """Reads files and prints; asks no engine, keeps nothing, and changes nothing."""

    help = "Try a policy folder (POLICY_DIR when none is named), and what its rules make of a sentence."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("words", nargs="*", metavar="FOLDER or SENTENCE", help="either, or a folder and a sentence")
        parser.add_argument("--minor", action="store_true", help="as if somebody under age had asked")

    def handle(self, *, words: list[str], minor: bool, **_: Any) -> None:
        folder, sentence = _meant(words)
        try:
            policy = policies.read(folder)
        except policies.BadPolicy as error:
            raise CommandError(f"{folder} cannot be read as a policy: {error}.") from error
        for line in _tried(policy, sentence, minor=minor) if sentence else _listed(policy, folder):
            self.stdout.write(line)


def _meant(words: list[str]) -> tuple[Path, str]:
    """The first word is a folder where there is one by that name, or where two are given."""
    if len(words) > 2:
        raise CommandError("Put the sentence into quotation marks: a folder and one sentence are taken.")
    if words and (len(words) == 2 or Path(words[0]).is_dir()):
        return Path(words[0]), "".join(words[1:])
    return settings.POLICY_DIR, "".join(words)


def _listed(policy: Policy, folder: Path) -> Iterator[str]:
    yield f"{folder} can be read. Version {policy.version}, {len(policy.clauses)} clauses:"
    for clause in policy.clauses:
        rooms = "both rooms" if len(clause.rooms) == len(ROOMS) else "".join(clause.rooms)
        by = ", ".join(sorted(clause.checks)) or "no check"
        yield f"  {clause.id:14} {clause.action:7} {rooms:11} {len(clause.rules):2} rules; {by}. {clause.title}"
        if idle := sorted(clause.checks & set(WORDS) - {rule.check for rule in clause.rules}):
            yield f"{' ' * 17}finds nothing by {', '.join(idle)}: it has no rule for that"


def _tried(policy: Policy, sentence: str, *, minor: bool) -> Iterator[str]:
    yield f"“{sentence}” by version {policy.version}{', somebody under age' if minor else ''}:"
    for room, asked, how in WAYS:
        found = list(gates.findings(policy, sentence, room=room, asked=asked, minor=minor))
        verdict = gravest(found).action if found else Action.ALLOW
        yield f"{how}: {verdict}"
        for each in found:
            yield from _told(policy, each, _number(policy, each, sentence, room))


def _told(policy: Policy, found: Verdict, number: int) -> Iterator[str]:
    clause = policy.clause(found.clause)
    assert clause is not None  # the finding is of this policy
    by = f"rule {number} ({found.check}) found “{found.detail}”" if number else found.check
    yield f"  {found.action} by {found.clause}, {clause.title}: {by}"
    yield f"    they read: {found.sentence}"


def _number(policy: Policy, found: Verdict, sentence: str, room: str) -> int:
    """Which of the clause's rules it was, from 1; 0 for what needs none."""
    reading, clause = policy.lexicon.read(sentence), policy.clause(found.clause)
    rules = clause.rules if clause and found.detail else ()
    same = (n for n, each in enumerate(rules, 1) if room in each.rooms and each.finds(reading) == found.detail)
    return next(same, 0)
