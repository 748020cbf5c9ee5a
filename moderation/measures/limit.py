"""Limit: for a while the owner orders and publishes nothing."""

from typing import Any

from accounts.sentences import until_when
from moderation.measures.values import Before, Done, End, Words
from moderation.models import Case


class Limit:
    """Nothing is written to the person: `moderation.standing.limited_until` reads it from the decisions that stand."""

    name, title, done, key = "limit", "Limit", "limited", "7"
    ends, restricts, of_person = End.MUST, True, True

    def fits(self, case: Case) -> bool:
        """Everybody can be limited."""
        return True

    def do(self, words: Words) -> Done:
        """From now on."""
        assert words.until is not None  # `agreed` saw to it
        effect = f"You cannot order in the studio or make links {until_when(words.until)}. What you have stays yours."
        return Done(effect, {str(words.case.owner.public_id): {}})

    def undo(self, case: Case, before: Before, *, by: Any, for_good: bool) -> str:
        """From now on again."""
        return "You can order and make links again."
