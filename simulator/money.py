"""What things cost, in ticks: 1 USD is 10,000,000,000 ticks."""

from dataclasses import dataclass

from simulator.catalogue import LanguageModel

USD = 10_000_000_000
CENT = USD // 100
SERVER_CALL = 50_000_000


@dataclass(frozen=True)
class Spent:
    """What one answer used. `text_input` counts cached tokens too, pictures apart."""

    text_input: int
    cached: int = 0
    pictures: int = 0
    visible: int = 0
    reasoning: int = 0
    server_calls: int = 0

    @property
    def all_input(self) -> int:
        """Everything that went in."""
        return self.text_input + self.pictures


def ticks(spent: Spent, model: LanguageModel, *, priority: bool = False) -> int:
    """The bill for one answer (reference 2.9)."""
    price = model.prices_at(spent.all_input)
    total = (
        (spent.text_input - spent.cached) * price.text
        + spent.cached * price.cached
        + spent.pictures * price.text
        + (spent.visible + spent.reasoning) * price.output
        + spent.server_calls * SERVER_CALL
    )
    return total * 2 if priority else total
