"""What changed between two readings of the catalogue: audited, and told to those who run the house."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from accounts import audit, notices
from accounts.models import Role, User
from usage import money
from xai.values import Engine, TokenPrices

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Change:
    """One engine that came, went, or costs something else."""

    action: str
    engine: str
    sentence: str
    before: Any = None
    after: Any = None


def between(before: tuple[Engine, ...], after: tuple[Engine, ...]) -> Iterator[Change]:
    """What is not as it was."""
    old, new = {each.id: each for each in before}, {each.id: each for each in after}
    for name in sorted(new.keys() - old.keys()):
        yield Change("engine.came", name, f"xAI has a new engine, {name}. People can choose it now.")
    for name in sorted(old.keys() - new.keys()):
        yield Change(
            "engine.went",
            name,
            f"xAI no longer lists {name}. Conversations that were set to it say so and go on with another engine.",
        )
    for name in sorted(old.keys() & new.keys()):
        if old[name].prices != new[name].prices:
            yield _dearer_or_cheaper(name, old[name].prices, new[name].prices)


def tell(before: tuple[Engine, ...], after: tuple[Engine, ...]) -> list[Change]:
    """Audit each change and leave one notice with each administrator; in the caller's transaction."""
    found = list(between(before, after))
    if not found:
        return found
    for administrator in User.objects.holding(Role.ADMINISTRATOR):
        body = " ".join(change.sentence for change in found)
        notices.tell(administrator, "engines.changed", body=body, subject_url="/engines/")
    for change in found:
        audit.record(None, change.action, f"engine:{change.engine}", before=change.before, after=change.after)
    return found


def _dearer_or_cheaper(name: str, before: TokenPrices, after: TokenPrices) -> Change:
    sentence = (
        f"{name} now costs {_words(after)} per million tokens in and out; it was {_words(before)}. "
        "From now on holds and estimates go by the new price."
    )
    return Change("engine.price", name, sentence, asdict(before), asdict(after))


def _words(prices: TokenPrices) -> str:
    return f"{money.dollars(prices.prompt * MILLION)} and {money.dollars(prices.completion * MILLION)}"
