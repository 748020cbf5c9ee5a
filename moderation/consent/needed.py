"""When “Who is this?” is to be answered. Whoever looks at pictures and prompts hands in what they found."""

from moderation.verdicts import Action, Verdict

# Prompts that name a living person carry one of these clauses.
NAMES_SOMEBODY = frozenset({"likeness.2"})


def by_picture(*, said: bool, face: bool | None = None) -> bool:
    """For something brought: who brought it said that it shows a real person, or a face was found in it.

    None: nobody looked for faces, and what its owner said counts alone.
    """
    return said or face is True


def by_prompt(verdict: Verdict, *, names_living: bool | None = None) -> bool:
    """For an order that is kept waiting: its words name a living person. None: nobody looked beyond the rules."""
    return verdict.action == Action.REVIEW and (verdict.clause in NAMES_SOMEBODY or names_living is True)
