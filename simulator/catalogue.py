"""The language models it offers, with their prices in ticks per token (reference 6.5)."""

from dataclasses import dataclass, field

LONG_CONTEXT = 200_000
TODAY = 1_791_590_400
EFFORTS = ("low", "medium", "high", "xhigh")


@dataclass(frozen=True)
class Prices:
    """Ticks per token: fresh input, cached input, output."""

    text: int
    cached: int
    output: int


@dataclass(frozen=True)
class LanguageModel:
    """One model that answers in words."""

    id: str
    prices: Prices
    context: int
    created: int
    aliases: tuple[str, ...] = ()
    efforts: tuple[str, ...] = ()
    default_effort: str | None = None
    reasons: bool = True
    takes_stop: bool = False
    responses_only: bool = False
    redirected: tuple[str, ...] = field(default=(), repr=False)

    def prices_at(self, input_tokens: int) -> Prices:
        """The prices for an input of this size: twice as dear from the long-context threshold on."""
        if input_tokens < LONG_CONTEXT:
            return self.prices
        return Prices(self.prices.text * 2, self.prices.cached * 2, self.prices.output * 2)


NEW = Prices(20_000, 5_000, 60_000)
OLD = Prices(12_500, 2_000, 25_000)

MODELS = (
    LanguageModel(
        "grok-4.7", NEW, 500_000, 1_789_344_000, ("grok-latest",), efforts=EFFORTS, default_effort="high"
    ),
    LanguageModel("grok-4.6", NEW, 500_000, 1_785_974_400, efforts=EFFORTS, default_effort="high"),
    LanguageModel(
        "grok-4.5",
        Prices(20_000, 3_000, 60_000),
        500_000,
        1_782_691_200,
        ("grok-4.5-latest", "grok-build-latest"),
        efforts=EFFORTS,
        default_effort="high",
    ),
    LanguageModel(
        "grok-4.3",
        OLD,
        1_000_000,
        1_776_000_000,
        ("grok-4.3-latest",),
        efforts=("none", *EFFORTS),
        default_effort="low",
        takes_stop=True,
        redirected=(
            "grok-4", "grok-4-0709", "grok-4-fast", "grok-4-fast-reasoning", "grok-4-fast-non-reasoning",
            "grok-4-1-fast", "grok-4-1-fast-reasoning", "grok-4-1-fast-non-reasoning", "grok-3", "grok-3-mini",
        ),
    ),
    LanguageModel(
        "grok-4.20-0309-reasoning",
        OLD,
        1_000_000,
        1_773_014_400,
        ("grok-4.20", "grok-4.20-0309", "grok-4.20-reasoning", "grok-4.20-reasoning-latest"),
        takes_stop=True,
    ),
    LanguageModel(
        "grok-4.20-0309-non-reasoning",
        OLD,
        1_000_000,
        1_773_014_400,
        ("grok-4.20-non-reasoning", "grok-4.20-non-reasoning-latest"),
        reasons=False,
        takes_stop=True,
    ),
    LanguageModel(
        "grok-4.20-multi-agent-0309",
        OLD,
        1_000_000,
        1_773_014_400,
        ("grok-4.20-multi-agent", "grok-4.20-multi-agent-latest"),
        efforts=EFFORTS,
        default_effort="low",
        responses_only=True,
    ),
    LanguageModel(
        "grok-build-0.1",
        Prices(10_000, 2_000, 20_000),
        256_000,
        1_779_000_000,
        ("grok-code-fast", "grok-code-fast-1", "grok-code-fast-1-0825"),
    ),
)  # fmt: skip

BY_NAME = {name: model for model in MODELS for name in (model.id, *model.aliases, *model.redirected)}


def find(name: str) -> LanguageModel | None:
    """The model behind a name or an alias; None when there is none."""
    return BY_NAME.get(name)
